import type { CardKey } from '../backend';
import { callObstacle } from '../call-verdict';
import { showsWhole } from '../format';
import type { ContactView } from '../generated/ContactView';
import type { FieldView } from '../generated/FieldView';
import type { Opened } from '../generated/Opened';
import type { Opens } from '../generated/Opens';
import { usableCard, type Found, type State } from '../state';
import { nameFor, namesById } from '../named-ids';
import { FULL_NAME, idOf, updateCard, WHOLE_CARD, type CardEvent } from '../views/contact-card/card-state';
import { also, step, type Effect, type Step } from './effect';
import { toBox } from './asking';
import { again } from './look-up';
import { withCard } from './names';
import { notify, say } from './tell';

/** A sensitive value is hidden again after this. */
export const revealedMs = 60_000;
/** A button says "Copied" for this long. */
export const copiedMs = 2_000;
/** What was saved is said for this long: there is a name to read. */
export const savedMs = 8_000;
/** What a search has found is said once the typing has paused for this long. */
export const settledMs = 600;

/** Something happened on the card, or came back for it. Reports of another lookup's card are dropped. */
export function card(state: State, happened: CardEvent, request: number | null): Step {
  const { result } = state;
  const event = asked(state, happened);
  if (event.is === 'refresh') return also(again(state), toBox(state));
  if (result.is === 'loading' && result.before && request === null) {
    // The card stays while it is looked up again, but nothing can be asked about it.
    const before = { ...result.before, card: updateCard(result.before.card, event) };
    return step(state, { result: { ...result, before } });
  }
  const shown = usableCard(result);
  if (!shown || (request !== null && request !== shown.request)) return step(state);
  const next = event.is === 'print' ? hideAll(state) : state;
  const now = usableCard(next.result) ?? shown;
  const changed = updateCard(now.card, event);
  const drawn = changed === now.card ? next.result : withCard(next.result, { ...now, card: changed });
  return step(next, { result: drawn }, ...asks(event, shown, state.shielded));
}

/** A call to somebody who is not to be called now is asked about first. */
function asked({ result, choices }: State, event: CardEvent): CardEvent {
  const shown = usableCard(result);
  if (event.is !== 'open' || !shown || linkAt(event.path, shown.view).opens !== 'call') return event;
  const obstacle = callObstacle(shown.view, new Date(event.at), choices.quietHours);
  return obstacle === null ? event : { is: 'askToCall', path: event.path, obstacle };
}

function asks(event: CardEvent, { request, view, card }: Found, shielded: boolean): Effect[] {
  const later = (key: string, ms: number, fade: CardEvent): Effect[] => [
    { do: 'after', key, ms, event: { is: 'card-report', request, event: fade } },
  ];
  // The pressed item goes with its menu.
  const fromMenu: Effect[] = card.menuOpen ? [{ do: 'focus', place: 'copy-more', select: false }] : [];
  const key = keyOf(view);
  switch (event.is) {
    case 'copy': {
      const { path } = event;
      const name = nameShownAt(path, view);
      return name === null
        ? [{ do: 'copy-value', card: key, request, path, as: path }]
        : [{ do: 'copy-text', request, text: name, as: path }];
    }
    case 'copyId':
      return [{ do: 'copy-value', card: key, request, path: event.path, as: idOf(event.path) }];
    case 'copyAll':
      return [{ do: 'copy-text', request, text: event.text, as: WHOLE_CARD }];
    case 'copyName':
      return [{ do: 'copy-text', request, text: view.displayName, as: FULL_NAME }, ...fromMenu];
    case 'copyAddress':
      return [{ do: 'copy-address', card: key, request }, ...fromMenu];
    case 'copied':
      return later('copied', copiedMs, { is: 'copyFaded', path: event.path });
    case 'saveVcard':
      return [{ do: 'save-vcard', card: key, request, shielded }];
    case 'saved':
      return later('saved', savedMs, { is: 'savedFaded' });
    case 'print':
      return [{ do: 'print' }, ...fromMenu];
    case 'open':
      return [open(event.path, request, view)];
    case 'askToOpen':
    case 'askToCall':
      return [{ do: 'focus', place: 'cancel-open', select: false }];
    case 'openAsked':
      return card.asked === null
        ? []
        : [
            { do: 'open-value', card: key, path: card.asked.path },
            { do: 'focus-open', path: card.asked.path },
          ];
    case 'cancelOpen':
      return card.asked === null ? [] : [{ do: 'focus-open', path: card.asked.path }];
    case 'openInHighLevel':
      return [{ do: 'open-in-highlevel', card: key }];
    case 'reveal':
      return [{ do: 'reveal', card: key, request, path: event.path }];
    case 'revealed':
      return later(`hide:${event.path}`, revealedMs, { is: 'hide', path: event.path });
    case 'openSearch':
      return [{ do: 'focus', place: 'card-search', select: true }];
    case 'search':
      return later('card-search', settledMs, { is: 'searchSettled' });
    case 'closeSearch':
      return [{ do: 'focus', place: 'open-card-search', select: false }];
    case 'copyFaded':
    case 'savedFaded':
    case 'hide':
    case 'hideAll':
    case 'refresh':
    case 'searchSettled':
    case 'toggleFold':
    case 'toggleMenu':
    case 'closeMenu':
    case 'showMore':
    case 'showNext':
      return [];
  }
}

function keyOf({ account, askedFor }: ContactView): CardKey {
  return { account: account.id, id: askedFor };
}

/** The name that the card shows in place of the ID at a path: what is copied is what is seen. */
function nameShownAt(path: string, { fields, names }: ContactView): string | null {
  const field = fields.find((each) => each.path === path);
  return field === undefined ? null : nameFor(field, namesById(names));
}

/** A call and a letter begin at once: their whole address is shown. A page may hide behind a text that is not. */
function open(path: string, request: number, view: ContactView): Effect {
  const { opens, shown } = linkAt(path, view);
  return opens === 'web' || opens === null
    ? { do: 'preview-link', card: keyOf(view), request, path, shown }
    : { do: 'open-value', card: keyOf(view), path };
}

/** What opening a value does, and the text it is shown by. */
function linkAt(path: string, view: ContactView): { opens: Opens | null; shown: string } {
  const field = view.fields.find((each) => each.path === path && each.sent !== null);
  if (field) {
    const file = view.customFields
      .flatMap(({ value }) => (value?.is === 'files' ? value.files : []))
      .find((each) => each.path === path);
    return { opens: file?.opens ?? field.opens, shown: field.sent ?? '' };
  }
  const value = view.customFields.find((each) => each.path === path)?.value;
  return value?.is === 'one' ? { opens: value.opens, shown: value.sent } : { opens: null, shown: '' };
}

/** The whole address that a value would open is known: it is opened at once where the card has shown all of it. */
export function linkRead(state: State, request: number, path: string, shown: string, address: string): Step {
  const found = usableCard(state.result);
  if (found?.request !== request) return step(state);
  if (showsWhole(shown, address)) return step(state, {}, { do: 'open-value', card: keyOf(found.view), path });
  return card(state, { is: 'askToOpen', path, address }, request);
}

/** A program has the value; or there is none for it, and the person can at least take the value along. */
export function valueOpened(state: State, path: string, opened: Opened): Step {
  const found = usableCard(state.result);
  const opens = found ? linkAt(path, found.view).opens : null;
  if (opened === 'opened' || opens === null) return step(state);
  return step(state, {
    notices: notify(state.notices, { is: 'no-program', opens, path }),
    ...say(state, { is: 'no-program', opens }),
  });
}

/** Calls the contact that is shown. */
export function call(state: State, at: number): Step {
  return phoneOf(state)?.opens === 'call'
    ? card(state, { is: 'open', path: 'phone', at }, null)
    : step(state);
}

/** Copies the telephone number of the contact that is shown. */
export function copyPhone(state: State): Step {
  return phoneOf(state) ? card(state, { is: 'copy', path: 'phone' }, null) : step(state);
}

function phoneOf({ screen, result }: State): FieldView | undefined {
  if (screen !== 'lookup') return undefined;
  return usableCard(result)?.view.fields.find(({ path, sent }) => path === 'phone' && sent !== null);
}

/** Searches the card that is shown. Without one there is nothing to search. */
export function searchCard(state: State): Step {
  const usable = state.screen === 'lookup' && usableCard(state.result) !== null;
  return usable ? card(state, { is: 'openSearch' }, null) : step(state);
}

/** Escape closes what is open on the card, a search only once it is empty. `null`: nothing is. */
export function escapeCard(state: State): Step | null {
  const shown = usableCard(state.result)?.card;
  if (!shown) return null;
  if (shown.menuOpen) {
    return also(card(state, { is: 'closeMenu' }, null), { do: 'focus', place: 'copy-more', select: false });
  }
  if (shown.asked) return card(state, { is: 'cancelOpen' }, null);
  if (!shown.search) return null;
  if (shown.search.text === '') return card(state, { is: 'closeSearch' }, null);
  return also(card(state, { is: 'search', text: '' }, null), {
    do: 'focus',
    place: 'card-search',
    select: false,
  });
}

/** Takes every sensitive value out of the page: the person looks elsewhere. */
export function hideAll(state: State): State {
  return card(state, { is: 'hideAll' }, null).state;
}
