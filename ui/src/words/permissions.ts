import type { Permission } from '../generated/Permission';

/** A permission of a token: what HighLevel calls it, and what it is good for here. */
export interface PermissionWords {
  readonly name: string;
  readonly gives: string;
}

/** The permissions beyond that to read contacts. Nothing but names depends on them. */
export const permissionWords: Record<Permission, PermissionWords> = {
  'custom-fields': { name: 'View Custom Fields', gives: 'Custom fields are shown by their names.' },
  'users': { name: 'View Users', gives: 'Owners and followers are shown by their names.' },
  'businesses': { name: 'View Businesses', gives: 'The business is shown by its name.' },
  'locations': { name: 'View Locations', gives: 'The account is shown by its name in HighLevel.' },
};
