import type { Answer } from '../backend';
import type { ContactView } from '../generated/ContactView';
import type { Problem } from '../generated/Problem';
import type { ReadIdView } from '../generated/ReadIdView';
import type { Found, Loading, State } from '../state';
import { initialCardState } from '../views/contact-card/card-state';
import { also, step, type Effect, type Step } from './effect';
import { countdown, notify, say, tell, withoutStale } from './tell';

/** Nothing moves before this: most answers are here by then. */
export const quietMs = 300;
/** Once it is there, the shape of a card stays this long: it must not flicker. */
export const restMs = 500;
/** From here on the person is told that it takes long. */
export const longMs = 3_000;
/** The program ends every lookup within 20 seconds. If nothing came by now, nothing will. */
export const overdueMs = 40_000;
/** A connection opened ahead is kept at least this long. */
const warmMs = 15_000;

const focusBox: Effect = { do: 'focus', place: 'contact-id', select: true };
const readyBox: Effect = { do: 'ready-box' };
const idShape = /^[A-Za-z0-9]{10,40}$/;

/** The text in the box changed. */
export function typed(state: State, text: string, at: number): Step {
  const next = step(state, { text, note: null });
  const beginsNow = text !== '' && state.current && !state.current.sample;
  if (!beginsNow || at - state.warmedAt < warmMs) return next;
  return { state: { ...next.state, warmedAt: at }, effects: warmUp(state) };
}

function warmUp(state: State): Effect[] {
  return state.current ? [{ do: 'warm-up', account: state.current.id }] : [];
}

/** Looks up what is in the text. Asking again for what is under way changes nothing. */
export function lookUp(state: State, text: string): Step {
  if (!state.current) return step(state, { waitingText: text, text });
  const { result } = state;
  if (result.is === 'reading' && result.text === text) return step(state);
  if (result.is === 'loading' && result.id === text.trim() && result.account === state.current.id) {
    return step(state);
  }
  const id = idShape.test(text.trim()) ? text.trim() : null;
  const before = shown(state);
  const next = step(
    state,
    {
      screen: 'lookup',
      menuOpen: false,
      form: null,
      note: null,
      passing: null,
      copied: null,
      waitingText: null,
      notices: withoutStale(state.notices),
      result: { is: 'reading', text, id, before: before?.id === id ? before : null },
    },
    { do: 'read-id', text },
  );
  const forget: Effect[] = state.form?.pasted ? [{ do: 'forget-pasted' }] : [];
  const cancel: Effect[] = result.is === 'loading' ? [{ do: 'cancel-look-up', request: result.request }] : [];
  return also(next, ...cancel, ...forget);
}

/** The card that is on the page, its sensitive values hidden again: a new lookup begins. */
function shown({ result }: State): Found | null {
  const found = result.is === 'found' ? result : result.is === 'loading' ? result.before : null;
  return found && { ...found, card: { ...found.card, revealed: initialCardState.revealed } };
}

/** The program has found the ID in the text, or said what the text is instead. */
export function idRead(state: State, text: string, answer: Answer<ReadIdView>, at: number): Step {
  const { result } = state;
  if (result.is !== 'reading' || result.text !== text || !state.current) return step(state);
  if (!answer.ok) {
    // A token is not kept in the page, not even in the box.
    const kept = answer.problem.kind === 'id-is-a-token' ? '' : state.text;
    return fail({ ...state, text: kept }, state.request + 1, null, answer.problem, at);
  }
  const { id, taken, unusualLength, location } = answer.value;
  const account = ownerOf(state, location) ?? state.current;
  const request = state.request + 1;
  const before = result.before?.id === id && result.before.account === account.id ? result.before : null;
  const loading: Loading = {
    is: 'loading',
    request,
    id,
    account: account.id,
    skeleton: false,
    rested: false,
    long: false,
    before,
    held: null,
  };
  return step(
    state,
    {
      // What is being typed meanwhile is the person's own.
      text: state.text === text ? id : state.text,
      note: { taken, unusualLength },
      request,
      result: loading,
      current: account,
      notices:
        account.id === state.current.id
          ? state.notices
          : notify(state.notices, { is: 'switched', account: account.name }),
    },
    { do: 'get-contact', account: account.id, id, request },
    { do: 'after', key: 'quiet', ms: quietMs, event: { is: 'quiet-over', request } },
    { do: 'after', key: 'long', ms: longMs, event: { is: 'takes-long', request } },
    { do: 'after', key: 'overdue', ms: overdueMs, event: { is: 'overdue', request, at: 0 } },
  );
}

/** The one saved account that a link's sub-account belongs to, where it is not the one in use. */
function ownerOf(state: State, location: string | null) {
  if (location === null || state.current?.sample || state.current?.location === location) return null;
  const owners = state.accounts.filter((account) => account.location === location);
  return owners.length === 1 ? (owners[0] ?? null) : null;
}

/** A moment in the course of a lookup has come. */
export function timePassed(
  state: State,
  request: number,
  moment: 'quiet-over' | 'rested' | 'takes-long',
): Step {
  const { result } = state;
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
        ? show(state, result, result.held.answer, result.held.at)
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
  if (!answer.ok) return settle(state, result, answer, at);
  // Cancelled, or overtaken by another window's: either way there is nothing to show.
  if (answer.value === null) return step(state, { result: { is: 'idle' }, note: null }, focusBox);
  return settle(state, result, { ok: true, value: answer.value }, at);
}

function settle(state: State, loading: Loading, answer: Answer<ContactView>, at: number): Step {
  return loading.skeleton && !loading.rested
    ? step(state, { result: { ...loading, held: { answer, at } } })
    : show(state, loading, answer, at);
}

function show(state: State, loading: Loading, answer: Answer<ContactView>, at: number): Step {
  const { id, request, account } = loading;
  if (!answer.ok) return fail(state, request, id, answer.problem, at);
  const view = answer.value;
  return step(
    state,
    {
      result: { is: 'found', request, id, account, view, card: loading.before?.card ?? initialCardState },
      ...say(state, { is: 'found', name: view.displayName }),
    },
    ...(state.screen === 'lookup' ? [readyBox] : []),
  );
}

function fail(state: State, request: number, id: string | null, problem: Problem, at: number): Step {
  const told = tell(problem, at);
  const focus: Effect[] = state.screen === 'lookup' ? [readyBox] : [];
  return step(state, { request, result: { is: 'failed', request, id, told } }, ...countdown(told), ...focus);
}

/** No answer came, although the program promises one. */
export function overdue(state: State, request: number, at: number): Step {
  const { result } = state;
  if (result.is !== 'loading' || result.request !== request || result.held) return step(state);
  const failed = fail(state, request, result.id, { kind: 'unexpected', facts: {} }, at);
  return also(failed, { do: 'cancel-look-up', request });
}

/** Ends the lookup under way. */
export function cancelLookUp(state: State): Step {
  const { result } = state;
  const cancel: Effect[] = result.is === 'loading' ? [{ do: 'cancel-look-up', request: result.request }] : [];
  return step(state, { result: { is: 'idle' }, note: null }, ...cancel, focusBox);
}

/** Looks the same ID up again; without one, what is in the box. */
export function again(state: State): Step {
  const { result } = state;
  switch (result.is) {
    case 'found':
      return lookUp(state, result.id);
    case 'failed':
      return result.told.wait > 0 ? step(state) : lookUp(state, result.id ?? state.text);
    case 'idle':
      return state.text.trim() === '' ? step(state) : lookUp(state, state.text);
    case 'reading':
    case 'loading':
      return step(state);
  }
}
