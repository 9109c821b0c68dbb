import type { Answer } from '../backend';
import type { ContactView } from '../generated/ContactView';
import type { Found, Result, State } from '../state';
import { step, type Effect, type Step } from './effect';

/** Asks whose the IDs on a card are, once it has been painted. */
export function askNames({ request, view }: Pick<Found, 'request' | 'view'>): Effect {
  return { do: 'get-names', account: view.account.id, id: view.askedFor, request };
}

/** The names are here, or there are none. A refusal is ignored: names are optional. */
export function namesHere(state: State, request: number, answer: Answer<ContactView | null>): Step {
  const { result } = state;
  const found = cardOn(result);
  if (found?.request !== request) return step(state);
  // A name can say that a value is sensitive, or that one is not which only looked so: what the page may hold comes with it.
  const view = answer.ok && answer.value ? answer.value : found.view;
  return step(state, { result: withCard(result, { ...found, view, card: { ...found.card, named: true } }) });
}

/** The card on the page, be it the one from before. */
function cardOn(result: Result): Found | null {
  switch (result.is) {
    case 'idle':
      return null;
    case 'found':
      return result;
    case 'reading':
    case 'loading':
    case 'failed':
      return result.before;
  }
}

/** The same with another state of the card that is on the page. */
export function withCard(result: Result, found: Found): Result {
  switch (result.is) {
    case 'idle':
      return result;
    case 'found':
      return found;
    case 'reading':
    case 'loading':
    case 'failed':
      return { ...result, before: found };
  }
}
