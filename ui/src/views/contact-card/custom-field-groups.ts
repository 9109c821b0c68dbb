import type { CustomFieldNameView } from '../../generated/CustomFieldNameView';
import type { CustomFieldView } from '../../generated/CustomFieldView';
import type { FieldView } from '../../generated/FieldView';

/** A custom field, what is known of it, and those of its parts that are shown with it. */
export interface CustomFieldRow {
  readonly customField: CustomFieldView;
  readonly known: CustomFieldNameView | null;
  /** Its name; `null` where only its ID is known. */
  readonly name: string | null;
  /** Whether another field of the contact has the same name: then its ID tells them apart. */
  readonly twin: boolean;
  readonly parts: readonly FieldView[];
}

/** Custom fields that belong together. */
export interface CustomFieldGroup {
  /** `folder`: one of HighLevel's; `none`: in no folder that is known; `other`: those without a definition. */
  readonly kind: 'folder' | 'none' | 'other';
  readonly folder: string | null;
  readonly rows: readonly CustomFieldRow[];
}

/**
 * Custom fields in HighLevel's order, by folder: first those in none, last those of which nothing is known. While
 * no name is known they stay in the order sent.
 */
export function customFieldGroups(
  fields: readonly { readonly customField: CustomFieldView; readonly parts: readonly FieldView[] }[],
  names: readonly CustomFieldNameView[],
): CustomFieldGroup[] {
  const places = new Map(names.map((known, place) => [known.path, { known, place }]));
  const placed = fields.map(({ customField, parts }) => {
    const { known = null, place = names.length } = places.get(customField.path) ?? {};
    return { customField, parts, known, place, name: worded(known?.name) ?? customField.name };
  });
  const times = new Map<string, number>();
  for (const { name } of placed) if (name !== null) times.set(name, (times.get(name) ?? 0) + 1);
  const loose: CustomFieldRow[] = [];
  const folders = new Map<string, CustomFieldRow[]>();
  const others: CustomFieldRow[] = [];
  // What has the same place, having none, stays in the order sent.
  for (const { customField, parts, known, name } of placed.sort((one, other) => one.place - other.place)) {
    const row = { customField, known, name, twin: name !== null && (times.get(name) ?? 0) > 1, parts };
    const folder = worded(known?.folder);
    const rows = folder === null ? undefined : folders.get(folder);
    if (rows !== undefined) rows.push(row);
    else if (folder !== null) folders.set(folder, [row]);
    else (name === null ? others : loose).push(row);
  }
  const groups: CustomFieldGroup[] = [
    { kind: 'none', folder: null, rows: loose },
    ...[...folders].map(([folder, rows]) => ({ kind: 'folder' as const, folder, rows })),
    { kind: 'other', folder: null, rows: others },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}

/** A name that says something. */
function worded(name: string | null | undefined): string | null {
  return (name ?? '').trim() === '' ? null : (name ?? null);
}
