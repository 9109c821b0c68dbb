import type { Answer } from '../backend';
import type { AccountView } from '../generated/AccountView';
import type { ConnectedView } from '../generated/ConnectedView';
import type { PastedTokenView } from '../generated/PastedTokenView';
import type { Problem } from '../generated/Problem';
import type { ProblemKind } from '../generated/ProblemKind';
import { holdsPasted, isStoreFault, quietSettings, type Notice, type State, type TokenForm } from '../state';
import { also, step, type Effect, type Step } from './effect';
import { givenName } from './given-name';
import { longMs, ready, toBox } from './asking';
import { accountChanged } from './bulk/list-in';
import { goOn } from './bulk/run';
import { again, lookUp } from './look-up';
import { countdown, notify, say, tell, withAccount } from './tell';

const emptyForm: TokenForm = {
  account: null,
  typedName: '',
  pasted: null,
  choices: [],
  busy: false,
  long: false,
  attempt: 0,
  storeFault: null,
  told: null,
};

const focusAccount: Effect = { do: 'focus', place: 'account', select: false };

/** Opens the screen that connects an account. */
export function welcome(state: State): Step {
  const closed = closeForm(state);
  return also(
    step(closed.state, { screen: 'welcome', menuOpen: false, form: { ...emptyForm }, passing: null }),
    ...closed.effects,
    { do: 'check-store' },
    { do: 'focus', place: 'token', select: false },
  );
}

/** Opens the form that gives an account another token. */
export function replaceToken(state: State, id: string): Step {
  const account = state.accounts.find((other) => other.id === id);
  if (!account) return step(state);
  const { result } = state;
  const failed = state.screen === 'lookup' && result.is === 'failed' ? result.told.problem.kind : null;
  const storeFault = failed && isStoreFault(failed) ? failed : null;
  const closed = closeForm(state);
  return also(
    step(closed.state, {
      form: { ...emptyForm, account, storeFault },
      passing: null,
      settings: quietSettings,
    }),
    ...closed.effects,
    { do: 'focus', place: 'token', select: false },
    { do: 'check-store' },
  );
}

/** Closes the form that takes a token, and forgets what was pasted into it. */
export function closeForm(state: State): Step {
  return step(state, { form: null }, ...(holdsPasted(state.form) ? [{ do: 'forget-pasted' } as const] : []));
}

/** Closes the form, and leads back to what stood in its place. */
export function leaveForm(state: State): Step {
  const place = state.screen === 'lookup' ? 'contact-id' : 'heading';
  return also(closeForm(state), { do: 'focus', place, select: true });
}

/** The program said whether there is a password store. */
export function storeChecked(state: State, answer: Answer<null>): Step {
  if (!state.form) return step(state);
  const known = state.form.storeFault;
  return step(state, {
    form: { ...state.form, storeFault: answer.ok ? known : answer.problem.kind },
  });
}

/** A token came from the clipboard, or none was there. */
export function tokenPasted(state: State, answer: Answer<PastedTokenView>, at: number): Step {
  const { form } = state;
  // The form was closed meanwhile: nobody wants that token any more.
  if (!form) return answer.ok ? step(state, {}, { do: 'forget-pasted' }) : step(state);
  if (!answer.ok)
    return (
      asksWhich(state, form, answer.problem) ??
      step(state, { form: { ...form, told: tell(answer.problem, at) } })
    );
  return step(
    state,
    {
      form: { ...form, pasted: answer.value, choices: [], told: null },
      ...say(state, { is: 'token-pasted' }),
    },
    { do: 'focus', place: 'connect', select: false },
  );
}

/** Where different tokens were given, the person is asked which is meant. The program holds them, the page their ends. */
function asksWhich(state: State, form: TokenForm, { facts }: Problem): Step | null {
  const choices = facts.tokens ?? [];
  if (choices.length === 0) return null;
  return step(
    state,
    {
      form: { ...form, busy: false, pasted: null, choices, told: null },
      ...say(state, { is: 'choose-token', count: choices.length }),
    },
    { do: 'focus', place: 'token-choice-0', select: false },
  );
}

/** The pasted token is not wanted after all. */
export function forgetPasted(state: State): Step {
  if (!state.form) return step(state);
  return step(
    state,
    { form: { ...state.form, pasted: null, choices: [] } },
    { do: 'forget-pasted' },
    { do: 'focus', place: 'token', select: false },
  );
}

/** The form was sent. */
export function submitToken(state: State, name: string, typed: string, sessionOnly: boolean): Step {
  const { form } = state;
  if (!form || (form.told?.wait ?? 0) > 0) return step(state);
  if (form.choices.length > 0) {
    return step(state, {}, { do: 'focus', place: 'token-choice-0', select: false });
  }
  // While a store is waited for that may never be unlocked, the way around it stays open.
  if (form.busy && !(form.long && sessionOnly)) return step(state);
  const attempt = state.attempts + 1;
  const token = form.pasted ? null : typed;
  const ask: Effect = form.account
    ? { do: 'replace-token', attempt, account: form.account.id, token, sessionOnly }
    : { do: 'connect', attempt, name, token, sessionOnly };
  return step(
    state,
    {
      attempts: attempt,
      form: { ...form, typedName: name, busy: true, long: false, attempt, told: null },
      passing: null,
    },
    ask,
    { do: 'after', key: 'long-token', ms: longMs, event: { is: 'token-takes-long', attempt } },
  );
}

/** HighLevel or the password store takes its time. */
export function tokenTakesLong(state: State, attempt: number): Step {
  const { form } = state;
  if (form?.busy !== true || form.attempt !== attempt) return step(state);
  return step(state, { form: { ...form, long: true }, ...say(state, { is: 'store-may-ask' }) });
}

/** Stops waiting for the answer. What comes of it is undone. */
export function cancelToken(state: State): Step {
  if (!state.form?.busy) return step(state);
  return step(
    state,
    { form: { ...state.form, busy: false, attempt: 0 } },
    { do: 'focus', place: 'connect', select: false },
  );
}

/** HighLevel's word on the token is here. */
export function tokenKept(state: State, attempt: number, answer: Answer<ConnectedView>, at: number): Step {
  const { form } = state;
  if (form?.busy !== true || form.attempt !== attempt) return tooLate(state, answer);
  if (!answer.ok)
    return asksWhich(state, form, answer.problem) ?? tokenRefused(state, form, answer.problem, at);
  const { sameTokenAs } = answer.value;
  const account = accountOf(answer.value);
  const accounts = withAccount(state.accounts, account);
  if (form.account) {
    const replaced = {
      accounts,
      form: null,
      current: state.current?.id === account.id ? account : state.current,
      ...connected(state, { is: 'token-replaced', account: account.name }, sameTokenAs),
    };
    const next = { ...state, ...replaced };
    if (state.screen === 'bulk')
      return also(goOn(next, 'go-on'), { do: 'focus', place: 'heading', select: false });
    return state.screen === 'lookup'
      ? also(keepingNotices(again(next), next), ...ready(next))
      : step(next, {}, { do: 'focus', place: 'heading', select: false });
  }
  return enter(
    {
      ...state,
      accounts,
      ...connected(
        state,
        { is: 'connected', account: account.name, name: givenName(form.typedName, account.name) },
        sameTokenAs,
      ),
    },
    account,
  );
}

/** The account alone. */
function accountOf({ id, name, sample, sessionOnly, location }: ConnectedView): AccountView {
  return { id, name, sample, sessionOnly, location };
}

/** What is told of an account that is connected. That another has the same token matters more than that it works. */
function connected(
  state: State,
  notice: Extract<Notice, { is: 'connected' | 'token-replaced' }>,
  other: string | null,
): Pick<State, 'notices' | 'said'> {
  const { account } = notice;
  if (other === null) return { notices: notify(state.notices, notice), ...say(state, { is: 'connected' }) };
  const same = { is: 'same-token', account, other } as const;
  return { notices: notify(state.notices, same), ...say(state, same) };
}

/** The token was not taken. Where another one is the cure, the field is there for it, empty of the one that was pasted. */
function tokenRefused(state: State, form: TokenForm, problem: Problem, at: number): Step {
  const told = tell(problem, at);
  const refused = { ...form, busy: false, told };
  if (problem.facts.typed === 'token-as-name') {
    return step(
      state,
      { form: { ...refused, typedName: '' } },
      { do: 'empty', place: 'account-name' },
      { do: 'focus', place: 'token', select: true },
    );
  }
  const about = isAboutToken(problem.kind);
  const forgotten = about && form.pasted !== null;
  return step(
    state,
    { form: forgotten ? { ...refused, pasted: null } : refused },
    ...(forgotten ? [{ do: 'forget-pasted' } as const] : []),
    ...countdown(told),
    { do: 'focus', place: about ? 'token' : 'connect', select: true },
  );
}

/** Whether another token is the cure. */
function isAboutToken(kind: ProblemKind): boolean {
  return kind === 'token-malformed' || kind === 'token-rejected' || kind === 'agency-token';
}

/** An account that was connected after the person had given up is taken away again. */
function tooLate(state: State, answer: Answer<ConnectedView>): Step {
  // Different tokens in what was typed are held for a choice that nobody makes any more.
  if (!answer.ok)
    return step(state, {}, ...(answer.problem.facts.tokens ? [{ do: 'forget-pasted' } as const] : []));
  const account = accountOf(answer.value);
  const known = state.accounts.some(({ id }) => id === account.id);
  // A replaced token stays: the old one is gone, and the new one works.
  if (known) return step(state, { accounts: withAccount(state.accounts, account) });
  return step(state, {}, { do: 'remove-unwanted', account: account.id });
}

/** A lookup that follows at once must not sweep away what has just been told. */
function keepingNotices(next: Step, { notices }: State): Step {
  return { ...next, state: { ...next.state, notices } };
}

/** Goes to work in an account. */
export function enter(state: State, account: AccountView): Step {
  const leaving = closeForm(state);
  const cancel: Effect[] =
    state.result.is === 'loading' ? [{ do: 'cancel-look-up', request: state.result.request }] : [];
  // Whoever puts a list in stays with it.
  const screen = state.screen === 'bulk' && state.waitingText === null ? 'bulk' : 'lookup';
  const inside: State = {
    ...leaving.state,
    accounts: withAccount(state.accounts, account),
    current: account,
    screen,
    menuOpen: false,
    note: null,
    result: { is: 'idle' },
    settings: quietSettings,
    passing: null,
    waitingText: null,
  };
  const waiting = state.waitingText;
  if (waiting !== null && waiting !== '') {
    const text = state.edited ? state.text : waiting;
    const looking = keepingNotices(lookUp({ ...inside, text }, waiting), inside);
    return also(looking, ...leaving.effects, ...cancel, ...ready(inside));
  }
  const again = accountChanged(inside);
  const place = screen === 'bulk' ? 'account' : 'contact-id';
  const focus: Effect = { do: 'catch-focus', place, select: !state.edited };
  return step(again.state, {}, ...again.effects, ...leaving.effects, ...cancel, focus);
}

/** Opens or closes the menu of the accounts. */
export function toggleMenu(state: State): Step {
  return state.menuOpen ? step(state, { menuOpen: false }) : openMenu(state);
}

/** Opens it, with the focus where the choice begins. */
export function openMenu(state: State): Step {
  const focus: Effect = { do: 'focus', place: 'menu-search', select: false };
  return step(state, { menuOpen: true, menuText: '' }, focus);
}

/** Goes over to another account at once; the program keeps that meanwhile. */
export function chooseAccount(state: State, id: string): Step {
  const account = state.accounts.find((other) => other.id === id);
  if (!account || id === state.current?.id) {
    return step(state, { menuOpen: false }, toBox(state));
  }
  const inside = enter(state, account);
  const focus: Effect = inside.state.screen === 'bulk' ? focusAccount : toBox(state);
  return step(inside.state, {}, { do: 'use-account', account: id }, ...inside.effects, focus);
}

/** The program has entered an account; or left the samples, and there is none to go to. */
export function accountEntered(state: State, answer: Answer<AccountView | null>, at: number): Step {
  if (!answer.ok) return step(state, { passing: tell(answer.problem, at), menuOpen: false });
  if (answer.value) {
    return also(enter({ ...state, passing: null }, answer.value), { do: 'recents', ask: { is: 'list' } });
  }
  return welcome({ ...state, current: null, result: { is: 'idle' }, note: null, text: '', filled: false });
}
