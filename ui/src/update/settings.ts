import type { Answer } from '../backend';
import type { AccountView } from '../generated/AccountView';
import { quietSettings, type Notice, type SettingsState, type State } from '../state';
import { closeForm, enter, welcome } from './accounts';
import { also, step, type Effect, type Step } from './effect';
import { givenName } from './given-name';
import { countdown, lasting, notify, say, tell, withAccount } from './tell';

/** The settings with nothing going on but a test that is under way: its answer is still wanted. */
function quiet({ settings: { testing } }: State): SettingsState {
  return { ...quietSettings, testing };
}

/** For how long a removal can be undone: a moment less than the program remembers the token. */
export const undoForMs = 59_000;

/** Asks HighLevel whether an account's token is good. */
export function testToken(state: State, account: string): Step {
  if (state.settings.testing !== null) return step(state);
  const closed = closeForm(state);
  return also(
    step(closed.state, { settings: { ...quietSettings, testing: account }, passing: null }),
    ...closed.effects,
    { do: 'test-token', account },
  );
}

/** The answer to that. */
export function tested(state: State, account: string, answer: Answer<null>, at: number): Step {
  if (state.settings.testing !== account) return step(state);
  if (answer.ok) {
    const name = state.accounts.find((other) => other.id === account)?.name ?? '';
    return step(state, {
      settings: { ...state.settings, testing: null, works: account },
      ...say(state, { is: 'works', account: name }),
    });
  }
  const told = tell(answer.problem, at);
  return step(
    state,
    {
      settings: {
        ...state.settings,
        testing: null,
        trouble: { account, told, again: { is: 'test-token', account } },
      },
    },
    ...countdown(told),
  );
}

/** Begins or ends changing the name of an account. */
export function editName(state: State, account: string | null): Step {
  const { renaming } = state.settings;
  const closed = closeForm(state);
  return also(
    step(closed.state, { settings: { ...quiet(state), renaming: account } }),
    ...closed.effects,
    ...(account === null
      ? backToRename(renaming)
      : [{ do: 'focus', place: 'account-name', select: true } as const]),
  );
}

/** The form is gone: the focus goes back to the button that opened it. */
function backToRename(account: string | null): Effect[] {
  return account === null ? [] : [{ do: 'focus', place: `rename-${account}`, select: false }];
}

/** The account has its new name, which may be another than the one that was typed: then that is told. */
export function renamed(
  state: State,
  account: string,
  typed: string,
  answer: Answer<AccountView>,
  at: number,
): Step {
  if (!answer.ok) {
    return step(state, {
      settings: { ...quiet(state), trouble: { account, told: tell(answer.problem, at), again: null } },
    });
  }
  const { name } = answer.value;
  const given = givenName(typed, name);
  return step(
    state,
    {
      accounts: withAccount(state.accounts, answer.value),
      current: state.current?.id === account ? answer.value : state.current,
      settings: quiet(state),
      notices:
        given === 'as-typed'
          ? lasting(state.notices)
          : notify(state.notices, { is: 'renamed', account: name, name: given }),
      ...say(state, { is: 'renamed', account: name, name: given }),
    },
    ...backToRename(account),
  );
}

/** Forgets an account. A form that is open, of this account or another, goes with what was pasted into it. */
export function remove(state: State, account: AccountView): Step {
  const closed = closeForm(state);
  return also(step(closed.state, { settings: quiet(state) }), ...closed.effects, { do: 'remove', account });
}

/** The account and its token are gone from this computer. */
export function removed(state: State, account: AccountView, answer: Answer<null>, at: number): Step {
  if (!answer.ok) {
    const told = tell(answer.problem, at);
    return step(state, {
      settings: {
        ...quiet(state),
        trouble: { account: account.id, told, again: { is: 'remove', account } },
      },
    });
  }
  const accounts = state.accounts.filter((other) => other.id !== account.id);
  const wasInUse = state.current?.id === account.id;
  const next: State = {
    ...state,
    accounts,
    settings: state.settings.testing === account.id ? quietSettings : quiet(state),
    notices: notify(state.notices, { is: 'removed', account }),
    ...say(state, { is: 'removed', account: account.name }),
    ...(wasInUse ? { current: accounts[0] ?? null, result: { is: 'idle' }, note: null, text: '' } : {}),
  };
  const shown = next.current
    ? step(next, {}, { do: 'focus', place: 'heading', select: false })
    : welcome(next);
  const over = { is: 'undo-over', account: account.id } as const;
  return also(shown, { do: 'after', key: `undo:${account.id}`, ms: undoForMs, event: over });
}

/** The program has forgotten the token of a removed account: there is nothing left to bring back. */
export function undoOver(state: State, account: string): Step {
  const isOver = (notice: Notice) => notice.is === 'removed' && notice.account.id === account;
  return step(state, { notices: state.notices.filter((notice) => !isOver(notice)) });
}

/** The account is back. */
export function restored(state: State, account: string, answer: Answer<AccountView>, at: number): Step {
  if (!answer.ok) return step(state, { passing: tell(answer.problem, at) });
  const notices = state.notices.filter((notice) => notice.is !== 'removed' || notice.account.id !== account);
  const accounts = withAccount(state.accounts, answer.value);
  const spoken = say(state, { is: 'restored', account: answer.value.name });
  const next: State = { ...state, notices, accounts, ...spoken };
  const place = state.screen === 'lookup' ? 'contact-id' : 'heading';
  return state.screen === 'settings' || (state.current && !state.current.sample)
    ? step(next, { current: state.current ?? answer.value }, { do: 'catch-focus', place })
    : enter(next, answer.value);
}
