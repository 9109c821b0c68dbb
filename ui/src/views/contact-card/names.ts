import type { ContactView } from '../../generated/ContactView';
import type { FieldView } from '../../generated/FieldView';
import type { Permission } from '../../generated/Permission';
import { nameFor } from '../../named-ids';
import { labelOf, nameWords } from '../../words/card';
import type { Label } from '../../words/card';

/** The paths whose IDs are shown where a person looks first, and the permission that would turn them into names. */
const ASKED: ReadonlyMap<string, Permission> = new Map([
  ['assignedTo', 'users'],
  ['businessId', 'businesses'],
  ['locationId', 'locations'],
]);

/** What a field is called, be its value an ID or the name behind it. */
export function labelIn(field: FieldView, named: ReadonlyMap<string, string>): Label {
  const label = labelOf(field.path);
  return nameFor(field, named) === null ? label : nameWords.label(label, field.path.replace(/\.\d+$/, '.#'));
}

/** The permissions that would turn the IDs among these fields into names. */
export function permissionsFor(
  fields: readonly FieldView[],
  { names }: ContactView,
  named: ReadonlyMap<string, string>,
): Permission[] {
  const wanted = fields
    .filter((field) => nameFor(field, named) === null)
    .map(({ path }) => ASKED.get(path))
    .filter((permission) => permission !== undefined);
  return names.denied.filter((permission) => wanted.includes(permission));
}
