import type { FieldView } from './generated/FieldView';
import type { NamesView } from './generated/NamesView';

/** The paths of IDs that are of a user, a business or a sub-account. What else looks like an ID may be any. */
const REFERS =
  /^(?:assignedTo|followers(?:\.\d+)?|businessId|locationId|createdBy\.sourceId|lastUpdatedBy\.sourceId)$/;

/** Whose the ID in a field is, where that is known. */
export function nameFor(
  { path, sent }: Pick<FieldView, 'path' | 'sent'>,
  named: ReadonlyMap<string, string>,
): string | null {
  if (sent === null || named.size === 0 || !REFERS.test(path)) return null;
  return named.get(sent) ?? null;
}

/** The names by their IDs. */
export function namesById({ named }: NamesView): ReadonlyMap<string, string> {
  return new Map(named.map(({ id, name }) => [id, name]));
}
