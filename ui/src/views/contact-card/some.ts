import { html, nothing } from 'lit-html';
import { countText } from '../../format';
import { cardWords as words } from '../../words/card';
import type { CardContext } from './context';

/** How many rows of a place are drawn at once: a stranger can send a hundred thousand. */
export const MOST_ROWS = 200;

/** The same for what is within one row. */
export const MOST_PARTS = 50;

/** The rows of a place that are drawn, and a button for the next ones where there are more. */
export function some<T>(
  place: string,
  all: readonly T[],
  { card, press }: Pick<CardContext, 'card' | 'press'>,
  most = MOST_ROWS,
): readonly [drawn: readonly T[], more: unknown] {
  const drawn = all.slice(0, most * (1 + (card.next.get(place) ?? 0)));
  const left = all.length - drawn.length;
  if (left === 0) return [all, nothing];
  const text = words.showNext(countText(Math.min(left, most)), countText(left));
  return [
    drawn,
    html`<button type="button" class="link" data-next=${place} @click=${press}>${text}</button>`,
  ];
}
