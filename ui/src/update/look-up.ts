import type { Answer } from '../backend';
import type { AccountView } from '../generated/AccountView';
import type { ContactView } from '../generated/ContactView';
import type { ReadIdView } from '../generated/ReadIdView';
import type { Found, Loading, State } from '../state';
import { initialCardState } from '../views/contact-card/card-state';
import {
  ask,
  begun,
  ended,
  fail,
  focusBox,
  put,
  ready,
  replacedBy,
  restMs,
  shown,
  toBox,
  wait,
} from './asking';
import { also, step, type Effect, type Step } from './effect';
import { notify, say, lasting } from './tell';
import { stopTrying, tryNext } from './try-accounts';

export { longMs, quietMs, restMs, overdueMs } from './asking';

/** A connection opened ahead is kept at least this long. */
const warmMs = 15_000;

/** Whoever put something into the box within this time is taken to be typing. */
const typingMs = 3_000;

const idShape = /^[A-Za-z0-9]{10,40}$/;

/** The text in the box changed. */
export function typed(state: State, text: string, at: number): Step {
  const picker = state.picker && { at: null };
  const next = step(state, { text, edited: text !== '', editedAt: at, picker, note: null, filled: false });
  const beginsNow = text !== '' && state.current && !state.current.sample;
  if (!beginsNow || at - state.warmedAt < warmMs) return next;
  return { state: { ...next.state, warmedAt: at }, effects: warmUp(state) };
}

function warmUp(state: State): Effect[] {
  return state.current ? [{ do: 'warm-up', account: state.current.id }] : [];
}

/** Looks up what the person has put into the box, which is selected at once: the next ID replaces it, whether the
 * answer has come by then or not. */
export function lookUpBox(state: State, text: string): Step {
  return also(lookUp({ ...state, text, edited: false }, text), focusBox);
}

/** Looks up what another start of the program was given. */
export function lookUpFromOutside(state: State, text: string, at: number): Step {
  return isTyping(state, at) ? lookUp(state, text) : lookUpBox(state, text);
}

function isTyping({ edited, editedAt }: State, at: number): boolean {
  return edited && at - editedAt < typingMs;
}

/** Looks up what is in the text. Asking again for what is under way changes nothing. */
export function lookUp(state: State, text: string): Step {
  if (!state.current) return step(state, { waitingText: text, text });
  const { result } = state;
  if (result.is === 'reading' && result.text === text) return step(state);
  const here = result.is === 'loading' && (result.round !== null || result.account === state.current.id);
  if (here && result.id === text.trim()) return step(state);
  const id = idShape.test(text.trim()) ? text.trim() : null;
  const card = shown(state);
  const before = card?.id === id ? card : null;
  const replaced = before === null ? replacedBy(state) : null;
  const request = state.request + 1;
  return step(
    begun(state),
    { request, result: { is: 'reading', request, text, id, skeleton: false, before, replaced } },
    { do: 'read-id', text },
    ...wait(request),
    ...ended(state),
  );
}

/** A link of another program fills the box, unless it is being typed into: then the link waits. Nothing is looked up
 * before the person says so. */
export function fill(state: State, text: string, at: number): Step {
  const waits = state.screen === 'lookup' && state.form === null && isTyping(state, at);
  if (waits) return step(state, { waitingLink: text, ...say(state, { is: 'link-waits' }) });
  // A card, or a problem, of another ID must not stand below it like its answer. The recent lookups have the card.
  const answered = state.result.is === 'found' || state.result.is === 'failed';
  const filled: State = {
    ...state,
    ...(answered ? { result: { is: 'idle' } } : {}),
    text,
    edited: false,
    waitingLink: null,
    note: null,
    filled: true,
    ...say(state, { is: 'filled' }),
  };
  // Whoever is giving a token is not torn away from it; the box has the text when they come back.
  if (!state.current || state.form || state.screen === 'welcome') return step(filled);
  return step(filled, { screen: 'lookup', menuOpen: false }, focusBox);
}

/** The program has found the ID in the text, or said what the text is instead. */
export function idRead(state: State, text: string, answer: Answer<ReadIdView>, at: number): Step {
  const { result, current } = state;
  if (result.is !== 'reading' || result.text !== text || !current) return step(state);
  if (!answer.ok) {
    // A token is not kept in the page, not even in the box; what was typed behind it meanwhile is.
    const kept = answer.problem.kind === 'id-is-a-token' ? state.text.replaceAll(text, '') : state.text;
    const next = { ...state, text: kept, request: state.request + 1 };
    return fail(next, { id: null, account: null, before: null }, answer.problem, at);
  }
  const { id, taken, unusualLength, further, owner } = answer.value;
  // Nothing of the samples is asked of HighLevel, not by a link either.
  const account = current.sample || owner === null || owner.id === current.id ? current : owner;
  const before = result.before?.id === id && result.before.account === account.id ? result.before : null;
  const next: State = {
    ...state,
    text: state.edited || state.text !== text ? state.text : id,
    note: { taken, unusualLength, further },
  };
  const { request, replaced } = result;
  const asked = { id, account: account.id, request, before, replaced, after: result };
  return account === current ? ask(next, asked) : switchedTo(next, account, 'link', (in_) => ask(in_, asked));
}

/** Makes another account the one in use, for something that is done there at once. */
export function switchedTo(
  state: State,
  account: AccountView,
  why: 'link' | 'recent',
  then: (state: State) => Step,
): Step {
  const { state: next, effects } = then({
    ...state,
    current: account,
    notices: notify(state.notices, { is: 'switched', account: account.name, why }),
  });
  const use: Effect = { do: 'use-account', account: account.id };
  return step(next, {}, use, ...effects);
}

/** A moment in the course of a lookup has come. */
export function timePassed(
  state: State,
  request: number,
  moment: 'quiet-over' | 'rested' | 'takes-long',
): Step {
  const { result } = state;
  if (result.is === 'reading' && result.request === request) {
    return moment === 'quiet-over' ? step(state, { result: { ...result, skeleton: true } }) : step(state);
  }
  if (result.is !== 'loading' || result.request !== request) return step(state);
  switch (moment) {
    case 'quiet-over':
      return step(
        state,
        { result: { ...result, skeleton: true, rested: result.before !== null } },
        { do: 'after', key: 'rest', ms: restMs, event: { is: 'rested', request } },
      );
    case 'rested':
      return result.held
        ? show(state, result, result.held)
        : step(state, { result: { ...result, rested: true } });
    case 'takes-long':
      return result.held
        ? step(state)
        : step(state, { result: { ...result, long: true }, ...say(state, { is: 'still-waiting' }) });
  }
}

/** The answer to a lookup is here. One that nobody waits for any more is dropped. */
export function contactHere(
  state: State,
  request: number,
  answer: Answer<ContactView | null>,
  at: number,
): Step {
  const { result } = state;
  if (result.is !== 'loading' || result.request !== request) return step(state);
  const from = 'answer';
  if (!answer.ok) return settle(state, result, { answer, at, from });
  // Cancelled, or overtaken by another window's: either way there is nothing to show.
  if (answer.value === null) return also(stopped(state), ...ready(state));
  return settle(state, result, { answer: { ok: true, value: answer.value }, at, from });
}

/** Shows what came, once the shape of a card has been there long enough not to flicker. */
export function settle(state: State, loading: Loading, held: NonNullable<Loading['held']>): Step {
  return loading.skeleton && !loading.rested
    ? step(state, { result: { ...loading, held } })
    : show(state, loading, held);
}

function show(state: State, loading: Loading, { answer, at, from }: NonNullable<Loading['held']>): Step {
  const { id, request, account, before } = loading;
  if (!answer.ok) {
    return loading.round
      ? tryNext(state, loading, answer.problem, at)
      : fail(state, { id, account, before }, answer.problem, at);
  }
  const card = before?.card ?? initialCardState;
  return put(state, { is: 'found', request, id, account, view: answer.value, card, from });
}

/** No answer came, although the program promises one. */
export function overdue(state: State, request: number, at: number): Step {
  const { result } = state;
  if (result.is === 'reading' && result.request === request) {
    return fail(state, { id: null, account: null, before: null }, { kind: 'unexpected', facts: {} }, at);
  }
  if (result.is !== 'loading' || result.request !== request || result.held) return step(state);
  const failed = fail(state, result, { kind: 'unexpected', facts: {} }, at);
  return also(failed, { do: 'cancel-look-up', request });
}

/** Ends the lookup under way. The card of the same contact is then what it was before. */
export function cancelLookUp(state: State): Step {
  const { result } = state;
  const inRound = result.is === 'loading' && result.round !== null;
  const focus: Effect = inRound ? { do: 'focus', place: 'try-all', select: false } : toBox(state);
  return also(stopped(state), ...ended({ ...state, form: null }), focus);
}

function stopped(state: State): Step {
  const { result } = state;
  if (result.is !== 'loading' && result.is !== 'reading') return step(state);
  if (result.is === 'loading' && result.round) return stopTrying(state, result);
  const { before, replaced } = result;
  if (before) return step(state, { result: { ...before, from: 'memory' }, note: null });
  return replaced ? bringBack(state, replaced) : step(state, { result: { is: 'idle' }, note: null });
}

/** The card that a cancelled lookup had taken away is there again, in its account. The program gives it anew:
 * names may have become known meanwhile. */
function bringBack(state: State, card: Found): Step {
  const account = state.accounts.find(({ id }) => id === card.account);
  const elsewhere = state.current?.id !== card.account;
  if (elsewhere && (!account || state.current?.sample === true)) {
    return step(state, { result: { is: 'idle' }, note: null });
  }
  const request = state.request + 1;
  const { account: owner, id } = card;
  const use: Effect[] = elsewhere ? [{ do: 'use-account', account: owner }] : [];
  return step(
    state,
    {
      request,
      result: { ...card, request, from: 'memory' },
      note: null,
      ...(elsewhere && account ? { current: account, notices: lasting(state.notices) } : {}),
    },
    ...use,
    { do: 'recents', ask: { is: 'recall', account: owner, id, request } },
  );
}

/** Looks the same ID up again; without one, what is in the box. */
export function again(state: State): Step {
  const { result } = state;
  switch (result.is) {
    case 'found':
      return askAgain(state, result.id, result.account);
    case 'failed':
      if (result.told.wait > 0) return step(state);
      return result.id === null ? lookUp(state, state.text) : askAgain(state, result.id, result.account);
    case 'idle':
      return state.text.trim() === '' ? step(state) : lookUp(state, state.text);
    case 'reading':
    case 'loading':
      return step(state);
  }
}

function askAgain(state: State, id: string, account: string | null): Step {
  const in_ = account ?? state.current?.id;
  if (in_ === undefined) return step(state);
  return also(ask(begun(state), { id, account: in_, before: shown(state) }), ...ended(state));
}
