import type { SystemName } from '../generated/SystemName';
import type { GivenName } from '../state';
import { storeName } from './system';

/** The words of the settings screen. */
export const settingsWords = {
  title: 'Settings',
  back: 'Back',
  saved: 'Saved',
  savedForNow: 'Changed until you close the program',

  accounts: 'Accounts',
  none: 'No account is connected yet.',
  add: 'Add account…',
  found: (count: number) => (count === 1 ? '1 account found' : `${count} accounts found`),
  keptInStore: (system: SystemName) => `Token kept in ${storeName[system]}`,
  keptForSession: 'Token kept for this session only',
  inUse: 'In use',
  location: (id: string) => `Sub-account ${id}`,
  rename: 'Rename',
  renameOf: (account: string) => `Rename: ${account}`,
  nameOf: 'Account name',
  renamed: {
    'as-typed': (account: string) => `Renamed to ${account}.`,
    'taken': (account: string) => `Another account has that name, so this one is called ${account}.`,
    'cut': (account: string) => `That name was too long. It was cut to ${account}.`,
    'another': (account: string) => `The account is called ${account}.`,
  } satisfies Record<GivenName, (account: string) => string>,
  save: 'Save',
  cancel: 'Cancel',
  test: 'Test connection',
  testOf: (account: string) => `Test connection: ${account}`,
  testing: 'Testing…',
  works: 'Connected: the token works.',
  replace: 'Replace token',
  replaceOf: (account: string) => `Replace token: ${account}`,
  remove: 'Remove',
  removeOf: (account: string) => `Remove: ${account}`,

  look: 'Appearance',
  theme: 'Colours',
  themes: { system: 'Same as the system', light: 'Light', dark: 'Dark' },
  textSize: 'Text size',
  percent: (size: number) => `${size} %`,
  usualPercent: (size: number) => `${size} % (usual)`,

  quietHours: 'Quiet hours',
  quietLead: 'Nobody should be called then, by the clock of the contact. The card says so.',
  quietBegin: 'From',
  quietEnd: 'Until',
  noQuietHours: 'No quiet hours',
  quietIs: (begin: string, end: string) => `People may be contacted from ${end} to ${begin}, where they are.`,
  quietIsNone: 'People may be contacted at any hour.',

  recents: 'Recent lookups',
  rememberNames: 'Remember the names of recent contacts',
  rememberNamesNote:
    'This computer keeps the ID, account and time of up to 50 lookups. With this ticked, it keeps the names too. Without it, names are gone when you close the program.',
  clearRecents: 'Clear recent lookups',
  noRecents: 'There are no recent lookups.',

  host: 'HighLevel’s address',
  hostLead: 'Some agencies use HighLevel under an address of their own. Links to a contact open there.',
  hostLabel: 'Address',
  hostSave: 'Save the address',
  hostUsual: (host: string) => `Use HighLevel’s own: ${host}`,
  hostRefused: 'This cannot be an address. One looks like app.gohighlevel.com, without spaces.',

  about: 'About',
  version: (version: string) => `Contact Lookup ${version}`,
  privacy:
    'This computer keeps only what “Recent lookups” describes, and a list with its results until you close it. Nothing is sent to anyone but HighLevel.',
} as const;
