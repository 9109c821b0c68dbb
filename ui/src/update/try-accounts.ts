import type { Problem } from '../generated/Problem';
import type { Loading, State } from '../state';
import { isNotThere, isOfOneAccount, withTried } from '../tried';
import { ask, begun, ended, fail, ready } from './asking';
import { also, step, type Step } from './effect';
import { say } from './tell';

/** Looks for the ID that was not found in other accounts, one after the other. */
export function tryAccounts(state: State, accounts: readonly string[]): Step {
  const { result } = state;
  const [account, ...next] = accounts;
  if (result.is !== 'failed' || result.id === null || account === undefined) return step(state);
  const round = { next, total: accounts.length, from: { ...result, before: null } };
  const spoken = say(state, { is: 'trying', accounts: accounts.length });
  const asked = ask({ ...begun(state), ...spoken }, { id: result.id, account, round });
  return also(asked, ...ended(state), { do: 'focus', place: 'cancel-look-up', select: false });
}

/** One account of several did not give the contact: the next is asked, where that makes sense. */
export function tryNext(state: State, loading: Loading, problem: Problem, at: number): Step {
  const { round, id, account } = loading;
  const goesOn = isNotThere(problem.kind) || isOfOneAccount(problem.kind);
  // One account that was chosen by its name says itself why it cannot answer.
  const alone = round?.total === 1 && !isNotThere(problem.kind);
  if (round === null || !goesOn || alone) return fail(state, { id, account, before: null }, problem, at);
  const tried = withTried(state.tried, id, account, problem.kind);
  const [first, ...next] = round.next;
  if (first !== undefined) {
    return ask({ ...state, tried }, { id, account: first, round: { ...round, next }, after: loading });
  }
  const { from } = round;
  const result = { ...from, request: state.request, told: { ...from.told, at } };
  return step(state, { tried, result }, ...ready(state));
}

/** Stops after the account that is being asked. What is known by then stays known. */
export function stopTrying(state: State, loading: Loading): Step {
  const from = loading.round?.from;
  return from ? step(state, { result: { ...from, request: state.request } }) : step(state);
}
