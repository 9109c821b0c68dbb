import { foldedText } from '../format/folded';
import type { BulkFilter } from '../generated/BulkFilter';
import type { BulkQuery } from '../generated/BulkQuery';
import type { BulkView } from '../generated/BulkView';
import { outcomeWords } from '../words/outcomes';
import type { Bulk, Table } from './bulk';

/** A list of no more rows is drawn whole. */
export const allAtOnce = 200;
/** The part of a longer one moves on by so many rows. */
export const rowStep = 10;
/** The program gives no more rows at once. */
const mostRows = 500;

/** How many rows a filter leaves. */
export function rowsWith(filter: BulkFilter, { rows, found, attention }: BulkView): number {
  return { all: rows, found, attention }[filter];
}

/** Which rows are wanted: what became of them, and what they are searched for. The words of outcomes are the page's. */
export function wantedRows({ filter, search }: Table): Pick<BulkQuery, 'filter' | 'search'> {
  const text = search.trim();
  const wanted = foldedText(text);
  const outcomes =
    text === ''
      ? []
      : Object.entries(outcomeWords)
          .filter(([, words]) => foldedText(words).includes(wanted))
          .map(([outcome]) => outcome);
  return { filter, search: { text, outcomes } };
}

/** Whether fewer rows are shown than the list has. */
export function isNarrowed({ filter, search }: Table): boolean {
  return filter !== 'all' || search.trim() !== '';
}

/** How many rows the table has: as the rows on the page say, which may be those of a moment ago. */
export function shownRows({ view, table }: Pick<Bulk, 'view' | 'table'>): number {
  const { rows, query } = table;
  const isOf = query?.filter === table.filter && query.search.text === table.search.trim();
  return rows !== null && isOf ? rows.total : rowsWith(table.filter, view);
}

/** The part of the table that is drawn: what is in sight, and some rows on either side. */
export function wantedPart({ view, table }: Pick<Bulk, 'view' | 'table'>): Pick<BulkQuery, 'from' | 'count'> {
  const rows = rowsWith(table.filter, view);
  if (rows <= allAtOnce) return { from: 0, count: allAtOnce };
  const { visible } = table;
  // There may be fewer rows than there were when the table was scrolled.
  const first = Math.min(table.first, Math.max(0, rows - visible));
  return { from: Math.max(0, first - rowStep), count: Math.min(mostRows, visible + 2 * rowStep) };
}
