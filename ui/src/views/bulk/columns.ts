import type { BulkView } from '../../generated/BulkView';
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
const lowered = 'LowerCase';

/** What a field is called over a column: a custom field by its name, as the card does. */
function labelFor(path: string, name: string | null): string {
  if (path === 'displayName') return words.displayName;
  if (name !== null) return name;
  // The ID that was asked for has a column of its own, under the usual name.
  if (path === 'id') return words.sentId;
  if (path.startsWith(ofChannel)) return words.channel(path.slice(ofChannel.length));
  if (path.endsWith(lowered)) return words.lowered(labelOf(path.slice(0, -lowered.length)).label);
  return path.startsWith(ofCustomField) ? path.slice(ofCustomField.length) : labelOf(path).label;
}

type WithColumns = Pick<BulkView, 'own' | 'columns'>;

/** The labels of all columns of a list: worked out once for each list of them. */
const known = new WeakMap<WithColumns, ReadonlyMap<string, string>>();

function labelsOf(view: WithColumns): ReadonlyMap<string, string> {
  const before = known.get(view);
  if (before) return before;
  const labels = new Map<string, string>();
  // The file's own headings stay as they are, even where two are alike.
  view.own.forEach(({ path, heading }, index) => labels.set(path, heading ?? words.columnNumber(index + 1)));
  const taken = new Set(labels.values());
  const add = (path: string, name: string | null) => {
    if (labels.has(path)) return;
    // Two columns of the same heading could not be told apart.
    const label = labelFor(path, name);
    const ours = [label, words.ofHighLevel(label), words.columnPath(label, path)];
    const own = ours.find((one) => !taken.has(one)) ?? path;
    taken.add(own);
    labels.set(path, own);
  };
  for (const path of usualColumns) add(path, null);
  for (const { path, name } of view.columns) add(path, name);
  known.set(view, labels);
  return labels;
}

/** The columns of these paths, each under its heading. */
export function columnsOf(view: WithColumns, paths: readonly string[]): readonly Column[] {
  const labels = labelsOf(view);
  return paths.map((path) => ({ path, label: labels.get(path) ?? labelFor(path, null) }));
}

/** The heading over the IDs, which the file may have taken for a column of its own. */
export function idHeading({ own, ownIds }: Pick<BulkView, 'own' | 'ownIds'>): string {
  const isTaken = !ownIds && own.some(({ heading }) => heading === words.idHead);
  return isTaken ? words.ofHighLevel(words.idHead) : words.idHead;
}

/** Every column that can be shown. */
export function allColumns(view: WithColumns): readonly Column[] {
  return [...labelsOf(view)].map(([path, label]) => ({ path, label }));
}
