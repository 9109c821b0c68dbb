import type { Answer } from '../../backend';
import type { BulkQuery } from '../../generated/BulkQuery';
import type { BulkRowsView } from '../../generated/BulkRowsView';
import type { State } from '../../state';
import { stageOf, withColumn, type Bulk, type Table } from '../../state/bulk';
import { wantedPart, wantedRows } from '../../state/bulk-part';
import { step, type Effect, type Step } from '../effect';
import { tell } from '../tell';

/** Rows that change while they are asked for are asked for again after this. */
export const refreshMs = 300;

function wantedQuery(bulk: Bulk): BulkQuery {
  const { sort, descending, columns } = bulk.table;
  return { ...wantedPart(bulk), ...wantedRows(bulk.table), sort, descending, columns: [...columns] };
}

/** Asks for the rows that are to be drawn, unless that is under way. */
export function askRows(state: State): Step {
  const { bulk } = state;
  if (state.screen !== 'bulk' || stageOf(bulk) === 'in') return step(withTable(state, { stale: false }));
  if (bulk.table.asked) return step(withTable(state, { stale: true }));
  const query = wantedQuery(bulk);
  return step(
    withTable(state, { asked: query, stale: false }),
    {},
    { do: 'bulk', ask: { is: 'rows', query } },
  );
}

/** The list has changed: its rows are asked for, at once or as soon as the last ones are here. */
export function rowsChanged(state: State): Step {
  // A wait is on already.
  return state.bulk.table.stale ? step(state) : askRows(state);
}

/** The wait is over. */
export function rowsDue(state: State): Step {
  return state.bulk.table.stale ? askRows(withTable(state, { stale: false })) : step(state);
}

/** Rows are here. They stay on the page until others come, even where others are wanted by now. */
export function rowsHere(state: State, query: BulkQuery, answer: Answer<BulkRowsView>, at: number): Step {
  const next = withTable(state, { asked: null });
  const { bulk } = next;
  const due = bulk.table.stale ? [rowsDueLater] : [];
  if (!answer.ok) return step(next, { passing: tell(answer.problem, at) }, ...due);
  const wanted = wantedQuery(bulk);
  if (answer.value.list !== bulk.view.list) return step(next, {}, ...due);
  if (!isSameTable(wanted, query)) return askRows(next);
  const shown = withTable(next, { rows: answer.value, query });
  if (wanted.from !== query.from || wanted.count !== query.count) return askRows(shown);
  return step(shown, {}, ...due);
}

const rowsDueLater: Effect = {
  do: 'after',
  key: 'bulk-rows',
  ms: refreshMs,
  event: { is: 'bulk-report', report: { is: 'rows-due' } },
};

function isSameTable(one: BulkQuery, other: BulkQuery): boolean {
  return (
    one.filter === other.filter &&
    one.search.text === other.search.text &&
    one.sort === other.sort &&
    one.descending === other.descending &&
    one.columns.join('\n') === other.columns.join('\n')
  );
}

/** Another order or other rows: the table begins at its top. */
export function changeTable(
  state: State,
  changes: Partial<Pick<Table, 'filter' | 'search' | 'sort' | 'descending'>>,
): Step {
  const asked = askRows(withTable(state, { ...changes, first: 0 }));
  return step(asked.state, {}, ...asked.effects, { do: 'list-scroll', to: 'top' });
}

/** Sorts by a column; by the same one again, the other way round; then as the list came. */
export function sortBy(state: State, by: string): Step {
  const { sort, descending } = state.bulk.table;
  if (sort !== by) return changeTable(state, { sort: by, descending: false });
  return descending && by !== 'row'
    ? changeTable(state, { sort: 'row', descending: false })
    : changeTable(state, { sort: by, descending: !descending });
}

/** Other rows have come in sight. */
export function scrolled(state: State, first: number, visible: number): Step {
  return askRows(withTable(state, { first, visible }));
}

/** Shows a column, or takes it away. The others keep their order. */
export function showColumn(state: State, path: string, shown: boolean): Step {
  const { view, table } = state.bulk;
  const columns = shown
    ? withColumn(view, table.columns, path)
    : table.columns.filter((other) => other !== path);
  return askRows(withTable(state, { columns }));
}

function withTable(state: State, changes: Partial<Table>): State {
  return { ...state, bulk: { ...state.bulk, table: { ...state.bulk.table, ...changes } } };
}
