import { listText } from '../../format';
import type { Permission } from '../../generated/Permission';
import type { Label } from './labels';
import { permissionWords } from '../permissions';

/** The labels of IDs while those they belong to are known by name. `#` is a position in a list. */
const named: Readonly<Record<string, string>> = {
  'locationId': 'Account',
  'businessId': 'Business',
  'createdBy.sourceId': 'Created by',
  'lastUpdatedBy.sourceId': 'Updated by',
  'followers.#': 'Follower',
};

const byShape = new Map(Object.entries(named));

/** What is said where IDs are shown by name, or could be. */
export const nameWords = {
  /** The label of an ID that is shown by name. What is copied is still the ID. */
  label: ({ label, noun }: Label, shape: string): Label => ({ label: byShape.get(shape) ?? label, noun }),
  /** Beside an ID whose name the token may not read. */
  denied: (permissions: readonly Permission[]) => {
    const names = permissions.map((permission) => `“${permissionWords[permission].name}”`);
    return names.length === 1
      ? `To see names here, give the token the permission ${names.join('')}.`
      : `To see names here, give the token the permissions ${listText(names)}.`;
  },
} as const;
