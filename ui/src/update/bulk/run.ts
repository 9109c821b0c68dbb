import type { Answer } from '../../backend';
import type { BulkCommand } from '../../events/bulk';
import type { BulkView } from '../../generated/BulkView';
import type { BulkSaid, State } from '../../state';
import { emptyListIn, firstColumns, freshTable, percentDone, stageOf, type Bulk } from '../../state/bulk';
import { also, step, withChanges, type Effect, type Step } from '../effect';
import { countdown, say, tell } from '../tell';
import { takeDropped, withListIn } from './list-in';
import { rowsChanged } from './table';

/** Changes are asked for again after this, where that has not worked. */
const watchAgainMs = 2_000;

type GoesOn = 'go-on' | 'go-on-without-names' | 'show-hidden' | 'retry';

/** A command about the list, in the account that it is looked up in; where that is gone, in the one in use. */
export function goOn(state: State, is: GoesOn): Step {
  const account = state.bulk.view.account?.id ?? state.current?.id;
  return account === undefined ? step(state) : step(state, {}, { do: 'bulk', ask: { is, account } });
}

/** What came of a command. */
export function changed(state: State, by: BulkCommand, answer: Answer<BulkView>, at: number): Step {
  if (!answer.ok) {
    if (by === 'start') return step(withListIn(state, { starting: false, told: tell(answer.problem, at) }));
    return step(withBulk(state, { takes: false }), { passing: tell(answer.problem, at) });
  }
  switch (by) {
    case 'start': {
      // What was put in is the program's now.
      const { turn } = state.bulk.listIn;
      const begun = withBulk(state, { listIn: { ...emptyListIn, turn }, leftSeen: false, opened: null });
      return also(arrive(begun, answer.value, at), ...heading(state));
    }
    case 'close':
      return closed(state, answer.value, at);
    case 'pause':
    case 'go-on':
    case 'show-hidden':
    case 'stop':
    case 'retry':
    case 'look-elsewhere':
      return arrive(withBulk(state, { leftSeen: false }), answer.value, at);
  }
}

function closed(state: State, view: BulkView, at: number): Step {
  const next = arrive(withBulk(state, { deletes: false, menu: null, opened: null }), view, at);
  const told = step(next.state, say(next.state, { is: 'bulk', what: { is: 'deleted' } }), ...next.effects);
  const place = state.screen === 'bulk' ? 'bulk-ids' : 'contact-id';
  if (!state.bulk.takes) return also(told, { do: 'catch-focus', place });
  const taken = takeDropped(withBulk(told.state, { takes: false }));
  return step(taken.state, {}, ...told.effects, ...taken.effects);
}

function heading({ screen }: State): Effect[] {
  return screen === 'bulk' ? [{ do: 'catch-focus', place: 'heading' }] : [];
}

/** The list has changed, or nobody is told any more because another page asks now. */
export function nextHere(state: State, answer: Answer<BulkView | null>, at: number): Step {
  const next = withBulk(state, { watching: false });
  if (!answer.ok) {
    return step(
      next,
      {},
      {
        do: 'after',
        key: 'bulk-watch',
        ms: watchAgainMs,
        event: { is: 'bulk-report', report: { is: 'watch-again' } },
      },
    );
  }
  return answer.value === null ? step(next) : arrive(next, answer.value, at);
}

/** The list as it is now. What is older than what is known is let go of. */
export function arrive(state: State, view: BulkView, at: number): Step {
  const before = state.bulk.view;
  if (view.list === before.list && view.version < before.version) return watch(state);
  const told = view.problem === null ? null : tell(view.problem, at);
  const another = view.list !== before.list || view.state === 'none';
  const { columns } = state.bulk.table;
  const here = withBulk(state, {
    view,
    told,
    ...(another
      ? {
          table: { ...freshTable, columns: firstColumns(view, columns), memo: {} },
          menu: null,
          deletes: false,
          leaves: false,
          allRows: false,
        }
      : {}),
  });
  const what = saidOf(before, view);
  const spoken = what === null ? here : { ...here, ...say(here, { is: 'bulk', what }) };
  const rows = rowsChanged(spoken);
  const watched = watch(rows.state);
  const moved = stageOf(state.bulk) !== stageOf(watched.state.bulk) || before.state !== view.state;
  return step(
    watched.state,
    {},
    ...rows.effects,
    ...watched.effects,
    ...(told ? countdown(told) : []),
    ...(another ? [{ do: 'list-scroll', to: 'top' } as const] : []),
    // What was pressed may have gone with the state it belonged to.
    ...(moved && state.screen === 'bulk' ? [{ do: 'catch-focus', place: 'heading' } as const] : []),
  );
}

/** Waits to be told of changes, as long as there is a list. */
export function watch(state: State): Step {
  const { view, watching } = state.bulk;
  if (watching || view.state === 'none') return step(state);
  return step(
    withBulk(state, { watching: true }),
    {},
    { do: 'bulk', ask: { is: 'next', seen: view.version } },
  );
}

/** What the live region says of a change: where the run stands, never each row. */
function saidOf(before: BulkView, after: BulkView): BulkSaid | null {
  const another = before.list !== after.list;
  if (!another && before.state === after.state) {
    const quarter = quarterOf(after);
    const passed = after.state === 'running' && quarter > quarterOf(before) && quarter < 4;
    return passed ? { is: 'quarter', percent: 25 * quarter } : null;
  }
  switch (after.state) {
    case 'none':
    case 'left':
      return null;
    case 'running':
      if (another) return { is: 'started', rows: after.rows };
      return before.state === 'waiting' ? null : { is: 'goes-on' };
    case 'waiting':
      return { is: 'waiting' };
    case 'paused':
      return { is: 'paused' };
    case 'asking':
      return { is: 'asks' };
    case 'stopped':
      return { is: 'stopped', rows: after.rows - after.done };
    case 'finished':
      return { is: 'finished', found: after.found, attention: after.attention };
  }
}

function quarterOf(view: BulkView): number {
  return Math.floor(percentDone(view) / 25);
}

export function withBulk(state: State, changes: Partial<Bulk>): State {
  return withChanges(state, { bulk: withChanges(state.bulk, changes) });
}
