import type { State } from '../state';
import { updateCard, type CardEvent } from '../views/contact-card/card-state';
import { also, step, type Effect, type Step } from './effect';
import { again } from './look-up';

/** A sensitive value is hidden again after this. */
export const revealedMs = 60_000;
/** A button says "Copied" for this long. */
export const copiedMs = 2_000;

/** Something happened on the card, or came back for it. Reports of another lookup's card are dropped. */
export function card(state: State, event: CardEvent, request: number | null): Step {
  const { result } = state;
  if (event.is === 'refresh') return again(state);
  if (result.is === 'loading' && result.before && request === null) {
    // The card stays while it is looked up again, but the program has already let go of its values.
    const before = { ...result.before, card: updateCard(result.before.card, event) };
    return step(state, { result: { ...result, before } });
  }
  if (result.is !== 'found' || (request !== null && request !== result.request)) return step(state);
  const next = step(state, { result: { ...result, card: updateCard(result.card, event) } });
  return also(next, ...asks(event, result.request));
}

function asks(event: CardEvent, request: number): Effect[] {
  const later = (key: string, ms: number, fade: CardEvent): Effect[] => [
    { do: 'after', key, ms, event: { is: 'card-report', request, event: fade } },
  ];
  switch (event.is) {
    case 'copy':
      return [{ do: 'copy-value', request, path: event.path }];
    case 'copyAll':
      return [{ do: 'copy-all', request }];
    case 'copied':
      return later('copied', copiedMs, { is: 'copyFaded', path: event.path });
    case 'open':
      return [{ do: 'open-value', path: event.path }];
    case 'openInHighLevel':
      return [{ do: 'open-in-highlevel' }];
    case 'reveal':
      return [{ do: 'reveal', request, path: event.path }];
    case 'revealed':
      return later(`hide:${event.path}`, revealedMs, { is: 'hide', path: event.path });
    case 'copyFaded':
    case 'hide':
    case 'hideAll':
    case 'refresh':
    case 'toggleFold':
    case 'showMore':
      return [];
  }
}

/** Takes every sensitive value out of the page: the person looks elsewhere. */
export function hideAll(state: State): State {
  return card(state, { is: 'hideAll' }, null).state;
}
