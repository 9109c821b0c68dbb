import type { Event } from './events';
import type { State } from './state';
import type { Effect, Step } from './update/effect';

/** Holds the state: every event goes through `update`, is drawn, and has its effects run. */
export interface Store {
  readonly state: State;
  send(event: Event): void;
  /** Draws the state anew, for what depends on the time. */
  redraw(): void;
}

/** What becomes of a mistake in the page's own code. `undrawn` counts the drawings in a row that did not work. */
export type OnFault = (fault: unknown, undrawn: number) => Event | null;

/** A store. Events that are sent while one is at work wait for their turn. */
export function createStore(
  initial: State,
  update: (state: State, event: Event) => Step,
  draw: (state: State) => void,
  run: (effect: Effect) => void,
  onFault: OnFault,
): Store {
  let state = initial;
  let busy = false;
  let undrawn = 0;
  const queue: Event[] = [];

  function tell(fault: unknown, undrawn: number): void {
    const event = onFault(fault, undrawn);
    if (event) queue.push(event);
  }

  /** Does one part of the work. The rest must not be lost to a mistake in it: a question that is not asked is never
   * answered. */
  function attempt(part: () => void): void {
    try {
      part();
    } catch (fault) {
      tell(fault, 0);
    }
  }

  function show(): void {
    try {
      draw(state);
      undrawn = 0;
    } catch (fault) {
      undrawn += 1;
      tell(fault, undrawn);
    }
  }

  function handle(event: Event): void {
    let effects: readonly Effect[] = [];
    attempt(() => {
      const next = update(state, event);
      const changed = next.state !== state;
      ({ state, effects } = next);
      if (changed) show();
    });
    for (const effect of effects) {
      attempt(() => {
        run(effect);
      });
    }
  }

  function work(): void {
    if (busy) return;
    busy = true;
    for (let event = queue.shift(); event; event = queue.shift()) handle(event);
    busy = false;
  }

  return {
    get state() {
      return state;
    },
    send(event) {
      queue.push(event);
      work();
    },
    redraw() {
      if (busy) return;
      show();
      work();
    },
  };
}
