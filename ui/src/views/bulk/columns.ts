import type { BulkColumnView } from '../../generated/BulkColumnView';
import { usualColumns } from '../../state/bulk';
import { labelOf } from '../../words/card';
import { en } from '../../words/en';

const words = en.bulk;

/** A column of the table, under its heading. */
export interface Column {
  readonly path: string;
  readonly label: string;
}

const ofCustomField = 'customFields.';
const ofChannel = 'dndSettings.';

/** What a field is called over a column: a custom field by its name, as the card does. */
function labelFor(path: string, name: string | null): string {
  if (path === 'displayName') return words.displayName;
  if (name !== null) return name;
  // The ID that was asked for has a column of its own, under the usual name.
  if (path === 'id') return words.sentId;
  if (path.startsWith(ofChannel)) return words.channel(path.slice(ofChannel.length));
  return path.startsWith(ofCustomField) ? path.slice(ofCustomField.length) : labelOf(path).label;
}

/** The labels of all columns of a list: worked out once for each list of them. */
const known = new WeakMap<readonly BulkColumnView[], ReadonlyMap<string, string>>();

function labelsOf(columns: readonly BulkColumnView[]): ReadonlyMap<string, string> {
  const before = known.get(columns);
  if (before) return before;
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  const add = (path: string, name: string | null) => {
    if (labels.has(path)) return;
    const label = labelFor(path, name);
    // Two columns of the same heading could not be told apart.
    const own = taken.has(label) ? words.columnPath(label, path) : label;
    taken.add(own);
    labels.set(path, own);
  };
  for (const path of usualColumns) add(path, null);
  for (const { path, name } of columns) add(path, name);
  known.set(columns, labels);
  return labels;
}

/** The columns of these paths, each under a heading of its own. */
export function columnsOf(columns: readonly BulkColumnView[], paths: readonly string[]): readonly Column[] {
  const labels = labelsOf(columns);
  return paths.map((path) => ({ path, label: labels.get(path) ?? labelFor(path, null) }));
}

/** Every column that can be shown. */
export function allColumns(columns: readonly BulkColumnView[]): readonly Column[] {
  return [...labelsOf(columns)].map(([path, label]) => ({ path, label }));
}
