import type { Problem } from '../generated/Problem';
import type { AccountView } from '../generated/AccountView';
import type { Notice, Said, State, Told } from '../state';
import type { Effect } from './effect';

/** How often a countdown moves on. */
const secondMs = 1000;

/** A problem, as it is told from now on. */
export function tell(problem: Problem, at: number): Told {
  return { problem, at, wait: problem.facts.retryInSeconds ?? 0 };
}

/** What keeps the countdown of a problem going, where it has one. */
export function countdown(told: Told): Effect[] {
  if (told.wait <= 0) return [];
  return [{ do: 'after', key: 'second', ms: secondMs, event: { is: 'second-passed', at: 0 } }];
}

/** The problem a second later. It counts by the clock, so that a computer that slept has not lost the time. */
export function waited(told: Told, at: number): Told {
  if (told.wait <= 0) return told;
  const passed = Math.max(0, (at - told.at) / secondMs);
  const wait = Math.max(0, Math.ceil((told.problem.facts.retryInSeconds ?? 0) - passed));
  return wait === told.wait ? told : { ...told, wait };
}

/** Lets the live region say something. */
export function say(state: State, what: Said): { said: NonNullable<State['said']> } {
  return { said: { turn: (state.said?.turn ?? 0) + 1, what } };
}

/** Tells one thing in place of what was told before. */
export function notify(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  return [notice, ...lasting(notices)];
}

/** The notices that are true whatever the person does next. What was told of one act goes with the next. */
export function lasting(notices: readonly Notice[]): readonly Notice[] {
  return notices.filter(({ is }) => is === 'settings');
}

/** The list with this account in place of its older self, or behind the others. */
export function withAccount(accounts: readonly AccountView[], account: AccountView): readonly AccountView[] {
  if (account.sample) return accounts;
  return accounts.some((other) => other.id === account.id)
    ? accounts.map((other) => (other.id === account.id ? account : other))
    : [...accounts, account];
}
