import type { BulkFilter } from '../generated/BulkFilter';
import type { BulkQuery } from '../generated/BulkQuery';
import type { BulkRowsView } from '../generated/BulkRowsView';
import type { BulkState } from '../generated/BulkState';
import type { BulkView } from '../generated/BulkView';
import type { ListView } from '../generated/ListView';
import type { Told } from './result';

/** Where a list came from. A long one that was pasted stands in no field, as a file does not. */
export type ListSource = 'text' | 'paste' | 'file';

/** The list that is being put in. The program holds it; the page knows what is in it. */
export interface ListIn {
  /** What is in the field. */
  readonly text: string;
  readonly source: ListSource;
  /** Counts the readings: only the answer to the last one counts. */
  readonly turn: number;
  /** What is being read just now. */
  readonly reading: ListSource | null;
  /** The text that was read last, to tell whether the list is still of what stands in the field. */
  readonly readText: string | null;
  readonly list: ListView | null;
  /** Whether the person wants it started as soon as it is read. */
  readonly starts: boolean;
  /** Whether it is being started. */
  readonly starting: boolean;
  readonly told: Told | null;
}

/** What can be open on the screen. */
export type BulkMenu = 'columns' | 'save';

/** The table: which part of it is wanted, and which part is here. */
export interface Table {
  readonly filter: BulkFilter;
  /** `row`, `outcome`, `id`, or the path of a field. */
  readonly sort: string;
  readonly descending: boolean;
  /** The paths of the columns that are shown: the file's own first. */
  readonly columns: readonly string[];
  /** What the rows are searched for. */
  readonly search: string;
  /** Another object for each list: what is worked out for its cells goes with it. */
  readonly memo: object;
  /** The first row in sight, and how many are: in steps, so that not every movement asks for others. */
  readonly first: number;
  readonly visible: number;
  readonly rows: BulkRowsView | null;
  /** What those rows were asked with. */
  readonly query: BulkQuery | null;
  /** What is being asked for. There is never more than one such question. */
  readonly asked: BulkQuery | null;
  /** Whether the rows have changed since they were asked for. */
  readonly stale: boolean;
}

/** Many contacts at once. */
export interface Bulk {
  readonly view: BulkView;
  readonly listIn: ListIn;
  readonly table: Table;
  /** Whether the page waits to be told of changes. */
  readonly watching: boolean;
  /** Why the list waits or asks. */
  readonly told: Told | null;
  readonly menu: BulkMenu | null;
  /** What the columns are searched for. */
  readonly columnSearch: string;
  /** Whether all fields are saved, or the columns shown. */
  readonly allFields: boolean;
  /** Whether all rows are saved although fewer are shown. */
  readonly allRows: boolean;
  readonly saving: boolean;
  /** Whether the person is asked if the results are to be deleted. */
  readonly deletes: boolean;
  /** Whether the person is asked if the program is to be closed, and the results with it. */
  readonly leaves: boolean;
  /** Whether a dropped list waits for the one before to be closed. */
  readonly takes: boolean;
  /** Whether what an earlier start left is not to be told of any more. */
  readonly leftSeen: boolean;
  /** The row whose card was opened, for the way back. */
  readonly opened: { readonly at: number; readonly id: string } | null;
}

/** No list. */
export const noBulk: BulkView = {
  version: 0,
  list: 0,
  state: 'none',
  file: null,
  account: null,
  rows: 0,
  contacts: 0,
  done: 0,
  found: 0,
  attention: 0,
  canRetry: 0,
  missing: 0,
  blank: 0,
  asksIn: null,
  nextRow: null,
  secondsLeft: null,
  saved: false,
  problem: null,
  dailyLeft: null,
  hidden: 0,
  canShowHidden: false,
  namesRefused: false,
  own: [],
  ownIds: false,
  putAside: false,
  columns: [],
};

export const emptyListIn: ListIn = {
  text: '',
  source: 'text',
  turn: 0,
  reading: null,
  readText: null,
  list: null,
  starts: false,
  starting: false,
  told: null,
};

/** The columns that a person looks for first. */
export const usualColumns: readonly string[] = ['displayName', 'email', 'phone'];

/** What the path of one of the file's own columns begins with. */
const ofFile = 'own:';

/** So many of the file's own columns are shown at first. More would leave no room for what was found. */
const mostOwnShown = 12;

/** Whether a column is one of the file's own. */
export function isOwn(path: string): boolean {
  return path.startsWith(ofFile);
}

/** The columns that are shown of a new list: those of its file that can be read, and the fields that were shown before. */
export function firstColumns({ own }: BulkView, before: readonly string[]): readonly string[] {
  // The IDs have a column of their own, with the buttons that open them.
  const ofList = own.filter(({ ids, sensitive }) => !ids && !sensitive).slice(0, mostOwnShown);
  return [...ofList.map(({ path }) => path), ...before.filter((path) => !isOwn(path))];
}

/** The columns with one more. The file's own stand first, in its order; the others in that in which they were chosen. */
export function withColumn({ own }: BulkView, columns: readonly string[], path: string): readonly string[] {
  const others = columns.filter((other) => other !== path);
  if (!isOwn(path)) return [...others, path];
  const shown = new Set([...others, path]);
  const ofList = own.filter((column) => shown.has(column.path)).map((column) => column.path);
  return [...ofList, ...others.filter((other) => !isOwn(other))];
}

/** A table that nothing has been asked of yet. */
export const freshTable: Omit<Table, 'memo'> = {
  filter: 'all',
  search: '',
  sort: 'row',
  descending: false,
  columns: usualColumns,
  first: 0,
  visible: 30,
  rows: null,
  query: null,
  asked: null,
  stale: false,
};

export const initialBulk: Bulk = {
  view: noBulk,
  listIn: emptyListIn,
  table: { ...freshTable, memo: {} },
  watching: false,
  told: null,
  menu: null,
  columnSearch: '',
  allFields: false,
  allRows: false,
  saving: false,
  deletes: false,
  leaves: false,
  takes: false,
  leftSeen: false,
  opened: null,
};

/** What the screen shows: a list being put in, being looked up, or its results. */
export type Stage = 'in' | 'run' | 'result';

const stages: Record<BulkState, Stage> = {
  none: 'in',
  running: 'run',
  waiting: 'run',
  paused: 'run',
  asking: 'run',
  left: 'result',
  stopped: 'result',
  finished: 'result',
};

export function stageOf({ view }: Bulk): Stage {
  return stages[view.state];
}

/** How many percent have their outcome. */
export function percentDone({ done, rows }: Pick<BulkView, 'done' | 'rows'>): number {
  return rows === 0 ? 0 : Math.floor((100 * done) / rows);
}
