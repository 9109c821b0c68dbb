import type { Answer, Backend } from '../backend';
import type { AccountView } from '../generated/AccountView';
import type { BulkColumnView } from '../generated/BulkColumnView';
import type { BulkOutcome } from '../generated/BulkOutcome';
import type { BulkQuery } from '../generated/BulkQuery';
import type { BulkRowView } from '../generated/BulkRowView';
import type { BulkView } from '../generated/BulkView';
import type { ListView } from '../generated/ListView';
import type { ProblemKind } from '../generated/ProblemKind';
import { isOwn, noBulk } from '../state/bulk';

type BulkCommands = Pick<
  Backend,
  | 'readList'
  | 'openList'
  | 'takeDroppedList'
  | 'chooseList'
  | 'forgetList'
  | 'startBulk'
  | 'pauseBulk'
  | 'goOnBulk'
  | 'goOnWithoutNamesBulk'
  | 'showHiddenBulk'
  | 'stopBulk'
  | 'retryBulk'
  | 'lookElsewhereBulk'
  | 'nextBulk'
  | 'bulkRows'
  | 'saveBulk'
  | 'closeBulk'
>;

/** A list for tests: it goes on as far as it is told to. */
export interface FakeBulk {
  readonly commands: BulkCommands;
  readonly view: BulkView;
  /** What stands in the list, and what becomes of each row. */
  ids: readonly string[];
  outcomeOf: (id: string) => BulkOutcome;
  /** The value of a field of a contact. */
  valueOf: (id: string, path: string, row: number) => string | null;
  /** The number of each row in its sheet, where that is not its place. */
  numbers: readonly number[];
  /** The account that a contact was found in, where that is not the list's. */
  accountOf: (id: string) => AccountView | null;
  /** What a list that is read is, beside what its lines say. */
  reads: Partial<ListView>;
  /** Makes the list another one than it was, and tells whoever waits for that. */
  become(changes: Partial<BulkView>): void;
  /** Lets some more rows have their outcome. */
  goOn(rows: number): void;
}

/** The fields that occur in what is found. */
const occurring: readonly BulkColumnView[] = [
  { path: 'displayName', name: null, count: 1 },
  { path: 'email', name: null, count: 1 },
  { path: 'phone', name: null, count: 1 },
  { path: 'city', name: null, count: 1 },
  { path: 'customFields.fieldWithName000001', name: 'Insurance plan', count: 1 },
  { path: 'customFields.fieldWithout0000001', name: null, count: 1 },
];

const usualValues = new Map([
  ['displayName', 'Maria Lopez'],
  ['email', 'maria@lopez.example'],
  ['phone', '+18832327657'],
]);

const wholeQuery = { from: 0, count: 500, sort: 'row', descending: false } as const;

/** What a line is, at a glance. */
function lineIs(line: string): BulkOutcome {
  if (line === '') return 'id-missing';
  if (line.startsWith('pit-')) return 'id-is-a-token';
  return /^[A-Za-z0-9]{10,40}$/.test(line) ? 'waiting' : 'id-not-an-id';
}

function ok<T>(value: T): Promise<Answer<T>> {
  return Promise.resolve({ ok: true, value });
}

/** A list as it is read from lines. */
export function listOf(lines: readonly string[], changes: Partial<ListView> = {}): ListView {
  const count = (is: BulkOutcome) => lines.filter((line) => lineIs(line) === is).length;
  const ids = lines.filter((line) => lineIs(line) === 'waiting');
  const different = new Set(ids).size;
  return {
    file: null,
    sheets: [],
    sheet: 0,
    columns: [{ heading: null, sample: lines[0]?.slice(0, 80) ?? null }],
    column: 0,
    headings: false,
    titles: 0,
    hidden: 0,
    withHidden: false,
    alike: null,
    takenOut: false,
    unsolved: 0,
    rows: lines.length,
    toLookUp: different,
    duplicates: ids.length - different,
    blank: count('id-missing'),
    notIds: count('id-not-an-id'),
    tokens: 0,
    links: 0,
    elsewhere: 0,
    examples: lines
      .flatMap((text, index) =>
        lineIs(text) === 'id-not-an-id'
          ? [{ row: index + 1, text: text.slice(0, 80), kind: 'id-not-an-id' as const }]
          : [],
      )
      .slice(0, 5),
    withoutTokens: null,
    ...changes,
  };
}

/** A list that is in that state at first. */
export function fakeBulk(first: BulkView): FakeBulk {
  let view = first;
  let draft: readonly string[] = [];
  let waits: ((answer: Answer<BulkView | null>) => void) | null = null;

  const become = (changes: Partial<BulkView>) => {
    view = { ...view, ...changes, version: view.version + 1 };
    waits?.({ ok: true, value: view });
    waits = null;
    return ok(view);
  };
  const outcome = (index: number): BulkOutcome => {
    const id = bulk.ids[index] ?? '';
    const is = lineIs(id);
    if (is !== 'waiting') return is;
    return index < view.done ? bulk.outcomeOf(id) : 'waiting';
  };
  const cell = (index: number, path: string): string | null =>
    outcome(index) === 'found' || isOwn(path) ? bulk.valueOf(bulk.ids[index] ?? '', path, index + 1) : null;
  const has = (index: number, { columns, search }: BulkQuery) =>
    search.outcomes.includes(outcome(index)) ||
    [bulk.ids[index], ...columns.map((path) => cell(index, path))].some((text) =>
      text?.toLowerCase().includes(search.text.toLowerCase()),
    );
  const rowsOf = (query: BulkQuery): number[] => {
    const { filter, sort, descending } = query;
    const rows = bulk.ids
      .map((_, index) => index)
      .filter((index) => has(index, query))
      .filter((index) => {
        const is = outcome(index);
        if (filter === 'all') return true;
        return filter === 'found'
          ? is === 'found'
          : is !== 'found' && is !== 'waiting' && is !== 'id-missing';
      });
    if (sort !== 'row') {
      const key = (index: number) =>
        sort === 'id' ? bulk.ids[index] : sort === 'outcome' ? outcome(index) : cell(index, sort);
      rows.sort((one, other) => (key(one) ?? '').localeCompare(key(other) ?? ''));
    }
    return descending ? rows.reverse() : rows;
  };
  const progress = (done: number): Partial<BulkView> => {
    const outcomes = bulk.ids.slice(0, done).map((id) => {
      const is = lineIs(id);
      return is === 'waiting' ? bulk.outcomeOf(id) : is;
    });
    const count = (...kinds: BulkOutcome[]) => outcomes.filter((is) => kinds.includes(is)).length;
    const found = count('found');
    const blank = count('id-missing');
    const over = done === bulk.ids.length;
    return {
      done,
      found,
      blank,
      attention: done - found - blank,
      canRetry: count('timed-out', 'highlevel-down'),
      missing: count('other-account', 'contact-not-found'),
      nextRow: over ? null : done + 1,
      secondsLeft: over ? null : (bulk.ids.length - done) / 10,
      columns: found === 0 ? [] : [...occurring],
      saved: false,
    };
  };

  const bulk: FakeBulk = {
    get view() {
      return view;
    },
    ids: [],
    numbers: [],
    accountOf: () => null,
    outcomeOf: () => 'found',
    valueOf: (_, path) => usualValues.get(path) ?? null,
    reads: {},
    become(changes) {
      void become(changes);
    },
    goOn(rows) {
      const done = Math.min(bulk.ids.length, view.done + rows);
      void become({ ...progress(done), ...(done === bulk.ids.length ? { state: 'finished' } : {}) });
    },
    commands: {
      readList(_, text) {
        draft = text
          .replace(/\n+$/, '')
          .split('\n')
          .map((line) => line.trim());
        return ok(listOf(draft, bulk.reads));
      },
      openList() {
        draft = ['seD4PfOuKoVMLkEZqohJ', '9XUWS51kRlyTUT7FRzRY'];
        return ok(listOf(draft, { file: 'Contacts.csv', ...bulk.reads }));
      },
      takeDroppedList: () => bulk.commands.openList(''),
      chooseList: (_, sheet, column, headings) =>
        ok(listOf(draft, { ...bulk.reads, sheet, column, headings })),
      forgetList: () => ok(null),
      startBulk(account) {
        bulk.ids = draft;
        const fresh: BulkView = { ...noBulk, version: view.version, list: view.list + 1 };
        const named = { id: account, name: account, sample: false, sessionOnly: false, location: null };
        view = {
          ...fresh,
          rows: draft.length,
          contacts: draft.length,
          file: bulk.reads.file ?? null,
          account: named,
        };
        return become({ ...progress(0), state: 'running' });
      },
      pauseBulk: () => become({ state: 'paused' }),
      goOnBulk: () => become({ state: 'running', problem: null, dailyLeft: null }),
      goOnWithoutNamesBulk: () => become({ state: 'running', problem: null }),
      showHiddenBulk: () => become({ state: 'running', hidden: 0, canShowHidden: false }),
      stopBulk: () => become({ state: 'stopped' }),
      retryBulk: () => become({ state: 'running', canRetry: 0 }),
      lookElsewhereBulk: () => become({ state: 'running', missing: 0 }),
      nextBulk: (seen) =>
        seen === view.version
          ? new Promise((resolve) => {
              waits?.({ ok: true, value: null });
              waits = resolve;
            })
          : ok(view),
      bulkRows(query) {
        const rows = rowsOf(query);
        const part = rows.slice(query.from, query.from + query.count).map((index): BulkRowView => ({
          at: index,
          row: bulk.numbers[index] ?? index + 1,
          account: bulk.accountOf(bulk.ids[index] ?? ''),
          id: bulk.ids[index] ?? '',
          outcome: outcome(index),
          cells: query.columns.map((path) => cell(index, path)),
        }));
        return ok({ list: view.list, from: query.from, total: rows.length, rows: part });
      },
      saveBulk({ format, name, filter, search, columns }) {
        const query = { ...wholeQuery, filter, search, columns: columns.map(({ path }) => path) };
        const rows = rowsOf(query).length;
        const saved = rows === view.rows && view.columns.every(({ path }) => query.columns.includes(path));
        void become({ saved });
        return ok({ file: `${name}.${format === 'xlsx' ? 'xlsx' : 'csv'}`, rows, cut: 0, saved });
      },
      closeBulk: () => {
        bulk.ids = [];
        view = { ...noBulk, version: view.version, list: view.list };
        return become({});
      },
    },
  };
  return bulk;
}

/** A list of so many IDs. */
export function manyIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `contact${String(index + 1).padStart(13, '0')}`);
}

/** A problem that a list stopped at. */
export function askingFor(kind: ProblemKind, changes: Partial<BulkView> = {}): Partial<BulkView> {
  return { state: 'asking', problem: { kind, facts: {} }, ...changes };
}
