import type { Problem } from '../generated/Problem';
import { holdsPasted, type Found, type Loading, type Round, type State, type Told } from '../state';
import { withTried } from '../tried';
import { carriedOver } from '../views/contact-card/card-state';
import { also, step, type Effect, type Step } from './effect';
import { askNames } from './names';
import { countdown, lasting, notify, say, tell, withAccount } from './tell';

/** Nothing moves before this: most answers are here by then. */
export const quietMs = 300;
/** Once it is there, the shape of a card stays this long: it must not flicker. */
export const restMs = 500;
/** From here on the person is told that it takes long. */
export const longMs = 3_000;
/** The program ends every lookup within 20 seconds. If nothing came by now, nothing will. */
export const overdueMs = 40_000;

export const focusBox: Effect = { do: 'focus', place: 'contact-id', select: true };
const readyBox: Effect = { do: 'ready-box' };

/** The focus goes to the box by what the person did. Text that has not been asked for is not selected: the next key
 * would replace it. */
export function toBox({ edited }: State): Effect {
  return edited ? { do: 'focus', place: 'contact-id', select: false } : focusBox;
}

/** A lookup that begins: what it is of, and what stays of the one before. */
export interface Asked {
  readonly id: string;
  readonly account: string;
  /** The number it has already; a new one otherwise. */
  readonly request?: number;
  readonly before?: Found | null;
  readonly round?: Round | null;
  /** The card that comes back where the lookup is cancelled. */
  readonly replaced?: Found | null;
  /** What this lookup goes on from: the shape of the card that is on the page stays there. */
  readonly after?: Pick<Loading, 'skeleton'> & Partial<Pick<Loading, 'rested'>>;
}

/** What every lookup begins with: it overtakes all that was told before. */
export function begun(state: State): State {
  return {
    ...state,
    screen: 'lookup',
    menuOpen: false,
    picker: null,
    form: null,
    note: null,
    filled: false,
    waitingLink: null,
    passing: null,
    copied: null,
    waitingText: null,
    notices: lasting(state.notices),
  };
}

/** Ends what a new lookup overtakes, and forgets the token in a form that it closes. */
export function ended({ form, result }: State): Effect[] {
  const forget: Effect[] = holdsPasted(form) ? [{ do: 'forget-pasted' }] : [];
  const cancel: Effect[] = result.is === 'loading' ? [{ do: 'cancel-look-up', request: result.request }] : [];
  return [...cancel, ...forget];
}

/** The card that is on the page, its sensitive values hidden again: a new lookup begins. */
export function shown({ result }: State): Found | null {
  if (result.is === 'idle' || result.is === 'reading') return null;
  const found = result.is === 'found' ? result : result.before;
  return found && { ...found, card: carriedOver(found.card) };
}

/** The card that comes back where a lookup that begins now is cancelled. */
export function replacedBy(state: State): Found | null {
  const { result } = state;
  const waits = result.is === 'loading' || result.is === 'reading';
  return shown(state) ?? (waits ? result.replaced : null);
}

/** The state of a lookup that has just begun. */
export function loading(state: State, asked: Asked): State {
  const { id, account, before = null, round = null, replaced = null, after } = asked;
  const request = asked.request ?? state.request + 1;
  return {
    ...state,
    request,
    tried: state.tried?.id === id ? state.tried : null,
    result: {
      is: 'loading',
      request,
      id,
      account,
      skeleton: after?.skeleton ?? false,
      rested: after?.rested ?? false,
      long: false,
      before,
      replaced: before === null ? replaced : null,
      held: null,
      round,
    },
  };
}

/** Asks HighLevel for a contact. */
export function ask(state: State, asked: Asked): Step {
  const next = loading(state, asked);
  return step(next, {}, ...askNow(next.request, asked));
}

/** The effects of a lookup: the question itself, and the moments at which the person is told of the waiting. */
export function askNow(request: number, { account, id, after }: Asked): Effect[] {
  return [{ do: 'get-contact', account, id, request }, ...wait(request, after)];
}

/** The moments of a wait. A later wait takes their place. */
export function wait(request: number, after?: Asked['after']): Effect[] {
  return [
    after?.skeleton
      ? { do: 'after', key: 'rest', ms: restMs, event: { is: 'rested', request } }
      : { do: 'after', key: 'quiet', ms: quietMs, event: { is: 'quiet-over', request } },
    { do: 'after', key: 'long', ms: longMs, event: { is: 'takes-long', request } },
    { do: 'after', key: 'overdue', ms: overdueMs, event: { is: 'overdue', request, at: 0 } },
  ];
}

/** Shows a contact. The account that has it is the one in use from then on. */
export function put(state: State, found: Found): Step {
  const accounts = learnt(state.accounts, found);
  const owner = accounts.find(({ id }) => id === found.account) ?? state.current;
  const switched = owner !== null && owner.id !== state.current?.id;
  const next = step(
    state,
    {
      result: found,
      accounts,
      current: owner,
      tried: null,
      ...(switched
        ? { notices: notify(state.notices, { is: 'switched', account: owner.name, why: 'found' }) }
        : {}),
      ...say(state, { is: 'found', name: found.view.displayName }),
    },
    ...(isOfRow(state) ? [focusCard] : ready(state)),
    askNames(found),
    ...(found.from === 'answer' ? [{ do: 'recents', ask: { is: 'list' } } as const] : []),
  );
  return switched ? also(next, { do: 'use-account', account: owner.id }) : next;
}

/** The accounts with what the answer says of its own: the location, once it is known. */
function learnt(accounts: State['accounts'], { account, from, view }: Found): State['accounts'] {
  const known = accounts.find(({ id }) => id === account);
  const now = view.account;
  const same = known?.location === now.location && known.name === now.name;
  return from === 'answer' && known?.id === now.id && !same ? withAccount(accounts, now) : accounts;
}

/** The box for the next ID, where it is on the page and the person has not gone on to it. */
export function ready({ screen, edited }: State): Effect[] {
  return screen === 'lookup' && !edited ? [readyBox] : [];
}

const focusCard: Effect = { do: 'focus', place: 'card', select: false };

/** Whether the contact on the page is that of a row that was opened: whoever goes through a list reads it. */
export function isOfRow({ screen, edited, bulk: { opened }, result }: State): boolean {
  const id = result.is === 'idle' ? null : result.id;
  return screen === 'lookup' && !edited && opened !== null && id === opened.id;
}

/** Tells that a lookup led to a problem. */
export function fail(
  state: State,
  { id, account, before }: { id: string | null; account: string | null; before: Found | null },
  problem: Problem,
  at: number,
): Step {
  const told: Told = tell(problem, at);
  const tried =
    id === null || account === null ? state.tried : withTried(state.tried, id, account, problem.kind);
  const { request } = state;
  return step(
    state,
    {
      tried,
      result: { is: 'failed', request, id, account, told, before: before && { ...before, from: 'memory' } },
    },
    ...countdown(told),
    ...ready(state),
  );
}
