import { expect, it } from 'vitest';
import { initialCardState, updateCard } from './card-state';
import type { CardEvent } from './card-state';

const after = (...events: CardEvent[]) => events.reduce(updateCard, initialCardState);

it('a sensitive value is held from when it arrives until it is hidden', () => {
  const values = [{ path: 'ssn', sent: '123-45-6789' }];
  expect(after({ is: 'reveal', path: 'ssn' }).revealed.size).toBe(0);
  expect(after({ is: 'revealed', path: 'ssn', values }).revealed.get('ssn')).toBe(values);
  expect(after({ is: 'revealed', path: 'ssn', values }, { is: 'hide', path: 'ssn' }).revealed.size).toBe(0);
  const two: CardEvent[] = [
    { is: 'revealed', path: 'ssn', values },
    { is: 'revealed', path: 'customFields.passport', values },
  ];
  expect(after(...two).revealed.size).toBe(2);
  expect(after(...two, { is: 'hide', path: 'ssn' }).revealed.size).toBe(1);
  expect(after(...two, { is: 'hideAll' }).revealed.size).toBe(0);
});

it('“Copied” goes with the last value copied, and fades only for that one', () => {
  const state = after({ is: 'copied', path: 'email' }, { is: 'copied', path: 'phone' });
  expect(state.copied).toBe('phone');
  expect(updateCard(state, { is: 'copyFaded', path: 'email' }).copied).toBe('phone');
  expect(updateCard(state, { is: 'copyFaded', path: 'phone' }).copied).toBeNull();
});

it('lists and texts are shown at full length and short again', () => {
  expect(after({ is: 'showMore', panel: 'tags' }).expanded.has('tags')).toBe(true);
  expect(after({ is: 'showMore', panel: 'tags' }, { is: 'showMore', panel: 'tags' }).expanded.size).toBe(0);
  expect(after({ is: 'toggleFold' }).foldOpen).toBe(true);
  expect(after({ is: 'toggleFold' }, { is: 'toggleFold' }).foldOpen).toBe(false);
});

it('what only asks the backend changes nothing', () => {
  for (const is of ['copyAll', 'openInHighLevel', 'refresh', 'hideAll'] as const) {
    expect(updateCard(initialCardState, { is })).toBe(initialCardState);
  }
  for (const is of ['copy', 'open', 'reveal', 'hide', 'copyFaded'] as const) {
    expect(updateCard(initialCardState, { is, path: 'ssn' })).toBe(initialCardState);
  }
});
