import type { Answer } from '../backend';
import type { ContactView } from '../generated/ContactView';
import type { NamesView } from '../generated/NamesView';
import type { Found, Result, State } from '../state';
import { step, type Effect, type Step } from './effect';

/** Asks whose the IDs on a card are, once it has been painted. */
export function askNames({ request, view }: Pick<Found, 'request' | 'view'>): Effect {
  return { do: 'get-names', account: view.account.id, id: view.askedFor, request };
}

/** The names are here, or there are none. Whoever waits for them or not: a refusal is never a problem. */
export function namesHere(state: State, request: number, answer: Answer<NamesView | null>): Step {
  const { result } = state;
  const found = cardOn(result);
  if (found?.request !== request) return step(state);
  const view = answer.ok && answer.value ? withNames(found.view, answer.value) : found.view;
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

/** The contact with what is known by now of its IDs. A value whose name says that it is sensitive is let go of. */
export function withNames(view: ContactView, names: NamesView): ContactView {
  const sensitive = names.customFields.filter((known) => known.sensitive).map(({ path }) => path);
  if (sensitive.length === 0) return names === view.names ? view : { ...view, names };
  const withheld = (path: string) => sensitive.some((top) => path === top || path.startsWith(`${top}.`));
  return {
    ...view,
    names,
    // What is below a withheld value comes with it, when it is asked for.
    fields: view.fields.filter(({ path }) => !withheld(path)),
    customFields: view.customFields.map((field) =>
      withheld(field.path) ? { ...field, value: null } : field,
    ),
    changes: view.changes.map((change) =>
      withheld(change.path) ? { ...change, before: [], now: [], withheld: true } : change,
    ),
  };
}
