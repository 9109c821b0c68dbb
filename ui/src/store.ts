import type { Event } from './events';
import type { State } from './state';
import type { Effect, Step } from './update/effect';

/** Holds the state: every event goes through `update`, is drawn, and has its effects run. */
export interface Store {
  readonly state: State;
  send(event: Event): void;
}

/** A store. Events that are sent while one is at work wait for their turn. */
export function createStore(
  initial: State,
  update: (state: State, event: Event) => Step,
  draw: (state: State) => void,
  run: (effect: Effect) => void,
): Store {
  let state = initial;
  let busy = false;
  const queue: Event[] = [];

  function work(): void {
    for (let event = queue.shift(); event; event = queue.shift()) {
      const next = update(state, event);
      const changed = next.state !== state;
      state = next.state;
      if (changed) draw(state);
      next.effects.forEach(run);
    }
  }

  return {
    get state() {
      return state;
    },
    send(event) {
      queue.push(event);
      if (busy) return;
      busy = true;
      try {
        work();
      } finally {
        busy = false;
      }
    },
  };
}
