import type { Answer } from '../backend';
import type { RecentsAct, RecentsReport } from '../events';
import type { ContactView } from '../generated/ContactView';
import type { RecentView } from '../generated/RecentView';
import { accountOf, isOf, recentsShown } from '../recents';
import type { Found, State } from '../state';
import { askNow, begun, ended, fail, focusBox, loading, replacedBy, toBox, wait } from './asking';
import { also, step, type Effect, type Step } from './effect';
import { settle, switchedTo } from './look-up';
import { askNames } from './names';
import { notify, say, tell } from './tell';

/** The person does something with the recent lookups. */
export function recents(state: State, act: RecentsAct): Step {
  switch (act.is) {
    case 'open':
      return open(state, act.recent);
    case 'remove':
      return step(state, {}, { do: 'recents', ask: { is: 'remove', recent: act.recent } });
    case 'clear':
      return step(state, {}, { do: 'recents', ask: { is: 'clear' } });
    case 'undo':
      return step(state, {}, { do: 'recents', ask: { is: 'undo' } });
    case 'toggle':
      return step(state, { recentsOpen: !state.recentsOpen });
  }
}

/** Something came back for them. */
export function recentsReport(state: State, report: RecentsReport): Step {
  switch (report.is) {
    case 'listed':
      // A list that could not be had is no reason to disturb anyone: the one from before is still good.
      return report.answer.ok ? step(state, { recents: report.answer.value }) : step(state);
    case 'taken':
      return taken(state, report.recent, report.answer, report.at);
    case 'brought-back':
      return broughtBack(state, report.answer, report.at);
    case 'recalled':
      return recalled(state, report.request, report.answer, report.at);
  }
}

/** Goes back to a contact: from memory at once where it is there, else by looking it up again. */
function open(state: State, recent: RecentView): Step {
  const account = accountOf(recent, state);
  if (!account) {
    const notices = notify(state.notices, { is: 'recent-gone', recent });
    return step(state, { notices, ...say(state, { is: 'recent-gone' }) });
  }
  const { result } = state;
  const underWay = result.is === 'found' || result.is === 'loading';
  if (underWay && isOf(recent, result.id, result.account)) {
    const there: State = { ...state, screen: 'lookup' };
    return step(there, {}, toBox(there));
  }
  const inside: State = { ...begun(state), text: recent.id, edited: false, recentsOpen: false };
  const asked = { id: recent.id, account: account.id, replaced: replacedBy(state) };
  const recall = (from: State): Step => {
    const next = loading(from, asked);
    return step(
      next,
      {},
      { do: 'recents', ask: { is: 'recall', account: account.id, id: recent.id, request: next.request } },
      ...wait(next.request),
      ...ended(state),
    );
  };
  const opened =
    account.id === state.current?.id ? recall(inside) : switchedTo(inside, account, 'recent', recall);
  return also(opened, focusBox);
}

/** The card is in memory, or it is not. */
function recalled(state: State, request: number, answer: Answer<ContactView | null>, at: number): Step {
  const { result } = state;
  if (result.is === 'found' && result.request === request) return broughtToMind(state, result, answer);
  if (result.is !== 'loading' || result.request !== request) return step(state);
  const { id, account, before } = result;
  if (!answer.ok) return fail(state, { id, account, before }, answer.problem, at);
  if (answer.value === null) return step(state, {}, ...askNow(request, { id, account, after: result }));
  return settle(state, result, { answer: { ok: true, value: answer.value }, at, from: 'memory' });
}

/** The card that was brought back is the program's too, or can be used no more. */
function broughtToMind(state: State, found: Found, answer: Answer<ContactView | null>): Step {
  if (!answer.ok || answer.value === null) return step(state, { result: { is: 'idle' } });
  return step(state, { result: { ...found, view: answer.value } }, askNames(found));
}

function taken(
  state: State,
  recent: RecentView | null,
  answer: Answer<readonly RecentView[]>,
  at: number,
): Step {
  if (!answer.ok) return step(state, { passing: tell(answer.problem, at) });
  const what = { is: 'recents-removed', recent } as const;
  const notices = state.notices.filter(
    (notice) =>
      notice.is !== 'recent-gone' ||
      recent === null ||
      !isOf(recent, notice.recent.id, notice.recent.account),
  );
  return step(
    state,
    { recents: answer.value, notices: notify(notices, what), ...say(state, what) },
    ...focusAfter(state, recent, answer.value),
  );
}

/** The one that has moved up has the focus next, unless the person has gone on. */
function focusAfter(state: State, recent: RecentView | null, recents: readonly RecentView[]): Effect[] {
  const left = recentsShown({ ...state, recents }).length;
  const at = recent ? recentsShown(state).findIndex(({ id, account }) => isOf(recent, id, account)) : -1;
  const place = at < 0 || left === 0 ? 'recents-title' : (`recent-${Math.min(at, left - 1)}` as const);
  return [{ do: 'catch-focus', place }];
}

function broughtBack(state: State, answer: Answer<readonly RecentView[]>, at: number): Step {
  if (!answer.ok) return step(state, { passing: tell(answer.problem, at) });
  const notices = state.notices.filter((notice) => notice.is !== 'recents-removed');
  return step(
    state,
    { recents: answer.value, notices, ...say(state, { is: 'recents-back' }) },
    { do: 'catch-focus', place: state.screen === 'lookup' ? 'recents-title' : 'clear-recents' },
  );
}
