import type { ChangeView } from '../../generated/ChangeView';
import type { QuietHoursView } from '../../generated/QuietHoursView';
import type { CardEvent, CardState, LongPart } from './card-state';
import type { Room } from './some';

/** What the card is shown in: settings that bear on it, and where it is from. */
export interface CardSetting {
  readonly quietHours: QuietHoursView;
  /** `memory`: this session had it from before, and HighLevel was not asked again. */
  readonly from: 'answer' | 'memory';
  /** Whether all that is personal is hidden. */
  readonly shielded: boolean;
}

/** What every part of the card is drawn with. */
export interface CardContext {
  readonly card: CardState;
  readonly now: Date;
  /** The contact's country as it was sent, for numbers without a country code. */
  readonly country: string | null;
  /** Whose the IDs are, as far as known. */
  readonly named: ReadonlyMap<string, string>;
  /** What changed since the last look, by path. */
  readonly changes: ReadonlyMap<string, ChangeView>;
  /** Whether the card is narrowed to what is looked for: then more of a list is shown at once. */
  readonly narrowed: boolean;
  /** Whether all that is personal is hidden: then no button's name holds a value. */
  readonly shielded: boolean;
  readonly room: Room;
  /** The one listener of the small buttons: what to do stands in their data attributes. */
  readonly press: (event: Event) => void;
  readonly send: (event: CardEvent) => void;
}

/** Reads what a button is for off its data attributes, and sends that. */
export function pressed(card: CardState, send: (event: CardEvent) => void): (event: Event) => void {
  return (event) => {
    const { copy, open, reveal, more, next } = (event.currentTarget as HTMLElement).dataset;
    if (copy !== undefined) send({ is: 'copy', path: copy });
    if (open !== undefined) send({ is: 'open', path: open, at: Date.now() });
    if (reveal !== undefined) send({ is: card.revealed.has(reveal) ? 'hide' : 'reveal', path: reveal });
    if (more !== undefined) send({ is: 'showMore', panel: more as LongPart });
    if (next !== undefined) send({ is: 'showNext', place: next });
  };
}
