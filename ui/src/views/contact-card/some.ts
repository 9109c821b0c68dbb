import { html, nothing } from 'lit-html';
import { countText } from '../../format';
import { cardWords as words } from '../../words/card';
import type { CardContext } from './context';

/** How many rows and parts of rows a whole card draws at first: a stranger can send as many as fit, and of everything. */
export const MOST_OF_CARD = 300;

/**
 * What one place takes of that, and what the person gets more of it at each press; and what it has all the same where
 * the places before it have used it up.
 */
const shares = { rows: { most: 200, fewest: 12 }, parts: { most: 50, fewest: 1 } } as const;

/** What is left of it while a card is drawn. */
export interface Room {
  left: number;
}

/** The rows of a place, or the parts of a row, that are drawn, and a button for the next ones where there are more. */
export function some<T>(
  place: string,
  all: readonly T[],
  { card, press, room }: Pick<CardContext, 'card' | 'press' | 'room'>,
  are: keyof typeof shares = 'rows',
): readonly [drawn: readonly T[], more: unknown] {
  const { most } = shares[are];
  const drawn = all.slice(0, taken(all.length, room, are) + most * (card.next.get(place) ?? 0));
  const left = all.length - drawn.length;
  if (left === 0) return [all, nothing];
  const text = words.showNext(countText(Math.min(left, most)), countText(left));
  return [
    drawn,
    html`<button type="button" class="link" data-next=${place} @click=${press}>${text}</button>`,
  ];
}

/** How many of so many there is room for, taken out of it. */
export function taken(count: number, room: Room, are: keyof typeof shares): number {
  const { most, fewest } = shares[are];
  const number = Math.min(count, most, Math.max(fewest, room.left));
  room.left -= number;
  return number;
}
