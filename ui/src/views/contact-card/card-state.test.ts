import { expect, it } from 'vitest';
import { carriedOver, initialCardState, updateCard } from './card-state';
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

it('a search begins empty, goes on where it is, and is over when it is closed', () => {
  expect(after({ is: 'openSearch' }).search).toEqual({ text: '', settled: false });
  const found = after({ is: 'openSearch' }, { is: 'search', text: 'phone' }, { is: 'searchSettled' });
  expect(found.search).toEqual({ text: 'phone', settled: true });
  expect(updateCard(found, { is: 'openSearch' })).toBe(found);
  expect(updateCard(found, { is: 'search', text: 'phon' }).search?.settled).toBe(false);
  expect(updateCard(found, { is: 'closeSearch' }).search).toBeNull();
  expect(after({ is: 'searchSettled' })).toBe(initialCardState);
});

it('the menu closes with what is chosen from it', () => {
  for (const is of ['closeMenu', 'copyAddress', 'copyName', 'print'] as const) {
    expect(after({ is: 'toggleMenu' }, { is }).menuOpen).toBe(false);
    expect(after({ is })).toBe(initialCardState);
  }
});

it('an address waits for a yes or a no', () => {
  const asked = after({ is: 'askToOpen', path: 'website', address: 'https://a.example/' });
  expect(asked.asked).toEqual({ path: 'website', about: 'address', address: 'https://a.example/' });
  expect(updateCard(asked, { is: 'openAsked' }).asked).toBeNull();
  expect(updateCard(asked, { is: 'cancelOpen' }).asked).toBeNull();
});

it('a call waits for a yes or a no', () => {
  const asked = after({ is: 'askToCall', path: 'phone', obstacle: 'night' });
  expect(asked.asked).toEqual({ path: 'phone', about: 'call', obstacle: 'night' });
  expect(updateCard(asked, { is: 'openAsked' }).asked).toBeNull();
  expect(updateCard(asked, { is: 'cancelOpen' }).asked).toBeNull();
});

it('when the contact is looked up again, only what was open stays so', () => {
  const used = after(
    { is: 'toggleFold' },
    { is: 'search', text: 'phone' },
    { is: 'copied', path: 'phone' },
    { is: 'saved', file: 'Maria.vcf' },
    { is: 'revealed', path: 'ssn', values: [{ path: 'ssn', sent: '1' }] },
    { is: 'askToOpen', path: 'website', address: 'https://a.example/' },
    { is: 'toggleMenu' },
  );
  expect(carriedOver(used)).toEqual({ ...initialCardState, foldOpen: true, search: used.search });
});

it('what only asks the backend changes nothing', () => {
  expect(updateCard(initialCardState, { is: 'copyAll', text: 'Maria' })).toBe(initialCardState);
  for (const is of ['saveVcard', 'openInHighLevel', 'refresh', 'hideAll'] as const) {
    expect(updateCard(initialCardState, { is })).toBe(initialCardState);
  }
  expect(updateCard(initialCardState, { is: 'open', path: 'phone', at: 0 })).toBe(initialCardState);
  for (const is of ['copy', 'copyId', 'reveal', 'hide', 'copyFaded'] as const) {
    expect(updateCard(initialCardState, { is, path: 'ssn' })).toBe(initialCardState);
  }
});
