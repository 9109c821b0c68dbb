import type { CardEvent, CardState, LongPart } from './card-state';

/** What every part of the card is drawn with. */
export interface CardContext {
  readonly card: CardState;
  readonly now: Date;
  /** The contact's country as it was sent, for numbers without a country code. */
  readonly country: string | null;
  /** The one listener of the small buttons: what to do stands in their data attributes. */
  readonly press: (event: Event) => void;
}

/** Reads what a button is for off its data attributes, and sends that. */
export function pressed(card: CardState, send: (event: CardEvent) => void): (event: Event) => void {
  return (event) => {
    const { copy, open, reveal, more } = (event.currentTarget as HTMLElement).dataset;
    if (copy !== undefined) send({ is: 'copy', path: copy });
    if (open !== undefined) send({ is: 'open', path: open });
    if (reveal !== undefined) send({ is: card.revealed.has(reveal) ? 'hide' : 'reveal', path: reveal });
    if (more !== undefined) send({ is: 'showMore', panel: more as LongPart });
  };
}
