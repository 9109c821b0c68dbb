import { describe, expect, it } from 'vitest';
import type { Event } from './events';
import { initialState, type State } from './state';
import { createStore } from './store';
import { step, type Effect } from './update/effect';

const event: Event = { is: 'close-menu' };
const effect: Effect = { do: 'listen' };

function make(draw: (state: State) => void, run: (effect: Effect) => void = () => undefined) {
  const told: number[] = [];
  const store = createStore(
    initialState,
    (state, { is }) => (is === 'close-menu' ? step(state, { text: `${state.text}x` }, effect) : step(state)),
    draw,
    run,
    (_, undrawn) => {
      told.push(undrawn);
      return null;
    },
  );
  return { store, told };
}

describe('the store', () => {
  it('runs the effects of a step whose picture cannot be drawn, and tells of it', () => {
    const run: Effect[] = [];
    const { store, told } = make(
      () => {
        throw new Error('undrawable');
      },
      (effect) => run.push(effect),
    );
    store.send(event);
    store.send(event);
    expect(run).toEqual([effect, effect]);
    expect(told).toEqual([1, 2]);
    expect(store.state.text).toBe('xx');
  });

  it('goes on after an effect that throws', () => {
    let runs = 0;
    const { store, told } = make(
      () => undefined,
      () => {
        runs += 1;
        throw new Error('no such element');
      },
    );
    store.send(event);
    store.send(event);
    expect(runs).toBe(2);
    expect(told).toEqual([0, 0]);
  });

  it('draws nothing where nothing has changed', () => {
    let drawn = 0;
    const { store } = make(() => {
      drawn += 1;
    });
    store.send({ is: 'copied-faded' });
    store.send({ is: 'window-left' });
    expect(drawn).toBe(0);
    store.send(event);
    expect(drawn).toBe(1);
  });
});

describe('a step', () => {
  it('that changes nothing keeps the state as it is', () => {
    expect(step(initialState).state).toBe(initialState);
    expect(step(initialState, { menuOpen: false, passing: null }).state).toBe(initialState);
    expect(step(initialState, { menuOpen: true }).state).not.toBe(initialState);
  });
});
