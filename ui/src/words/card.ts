// What the contact card says. A sentence is a whole template for its case, so that another language can order it
// as it needs; what stands between the braces is a value, not a piece of a sentence.

import { countText } from '../format/count';
import { attributionLabels, labels } from './card/labels';
import type { Label } from './card/labels';

export { soberStandings, standings } from './card/standing';
export type { StandingGroup, StandingLists } from './card/standing';
export type { Label } from './card/labels';
export { actWords, searchWords } from './card/acts';
export { changeWords } from './card/changes';
export { nameWords } from './card/names';
export { zoneName } from './card/zones';

/** The sentences and headings of the card. */
export const cardWords = {
  openInHighLevel: 'Open in HighLevel',
  refresh: 'Look up again',
  copyOne: 'Copy',
  fullNameNoun: 'full name',
  noPhone: 'No phone number',
  noEmail: 'No e-mail address',
  copied: 'Copied',
  tags: 'Tags',
  facts: 'In short',
  /** The source of a contact, around the value: "Sourced from public api". */
  sourcedFrom: { before: 'Sourced from ', after: '' },
  otherId: 'HighLevel returned another contact than the one asked for. It may have been merged.',
  otherIdAsked: 'Asked for',
  otherIdReturned: 'Returned',

  copy: (what: string) => `Copy ${what}`,
  copiedWhat: (what: string) => `Copied ${what}`,
  call: 'Call',
  callName: (number: string) => `Call ${number}`,
  write: 'Write',
  writeName: (address: string) => `Write to ${address}`,
  visit: 'Open',
  visitName: (address: string) => `Open ${address} in the browser`,
  /** In place of the above while personal values are hidden. */
  thisNumber: 'this number',
  thisAddress: 'this address',
  thisPage: 'this page',

  hidden: 'Hidden',
  /** Beside a value whose field has no known name. */
  byLook: 'looks like a social security or card number',
  show: 'Show',
  showName: (what: string) => `Show ${what}`,
  hide: 'Hide',
  hideName: (what: string) => `Hide ${what}`,
  invisible: 'contains invisible characters',

  showAllTags: (count: string) => `Show all ${count}`,
  showAllTagsName: (count: string) => `Show all ${count} tags`,
  showAllCustomFields: (count: string) => `Show all ${count} custom fields`,
  showAllText: 'Show all',
  showFewer: 'Show fewer',
  showLess: 'Show less',
  /** Under the beginning of a text that is too long to be shown. */
  textGoesOn: 'The text goes on. Copy gives you all of it.',
  /** Of many rows, some more than those that are shown. */
  showNext: (count: string, left: string) => `Show ${count} more (${left} left)`,

  yes: 'Yes',
  no: 'No',
  on: 'On',
  off: 'Off',
  /** HighLevel's own types of contact. */
  types: new Map([
    ['lead', 'Lead'],
    ['customer', 'Customer'],
  ]),
  age: (years: number) => `(${years})`,

  tiles: { phone: 'Phone', email: 'E-mail', localTime: 'Their local time' },
  clockAndDay: (clock: string, weekday: string) => `${clock}, ${weekday}`,
  zoneName: (name: string) => `(${name})`,

  panels: {
    contact: 'Contact',
    doNotDisturb: 'Do not disturb',
    customFields: 'Custom fields',
    foundUs: 'How they found us',
    record: 'Record',
  },
  address: 'Address',
  addressNoun: 'address',
  firstVisit: 'First visit',
  latestVisit: 'Latest visit',
  noFieldNames: 'names not available',
  otherCustomFields: 'Other custom fields',
  fieldId: (id: string) => `ID ${id}`,
  fieldWithoutId: 'Field without an ID',
  file: 'File',
  fileNoun: 'file address',
  allChannels: 'For all channels',
  noStatus: 'No status',
  account: 'Looked up in',
  receivedAt: 'Looked up at',
  traceId: 'Trace ID',

  fold: 'Everything HighLevel sent',
  foldCount: (count: number) => (count === 1 ? '1 more value' : `${count} more values`),
  emptyValues: (count: number) =>
    count === 1 ? '1 empty value is not shown' : `${count} empty values are not shown`,
  groups: {
    names: 'Parts of the name',
    ids: 'IDs',
    firstVisit: 'First visit',
    latestVisit: 'Latest visit',
    behindNames: 'IDs behind the names',
    custom: 'Parts of custom fields',
    lowerCase: 'For searching, in lower case',
    other: 'Other',
  },
} as const;

/** What the question about contacting them now is answered with. */
export const contactLineWords = {
  question: 'May I contact them now?',
  /** At the end of a list of what goes over channels. */
  others: (count: number) => `${countText(count)} other kinds`,
  inCity: (clock: string, weekday: string, name: string, city: string) =>
    `It is ${clock} ${weekday} for ${name} in ${city}.`,
  inZone: (clock: string, weekday: string, name: string, zone: string) =>
    `It is ${clock} ${weekday} for ${name} (${zone}).`,
  quietInCity: (clock: string, weekday: string, name: string, city: string, until: string) =>
    `It is ${clock} ${weekday} for ${name} in ${city}: quiet hours until ${until}. Do not call now.`,
  quietInZone: (clock: string, weekday: string, name: string, zone: string, until: string) =>
    `It is ${clock} ${weekday} for ${name} (${zone}): quiet hours until ${until}. Do not call now.`,
  /** Where nobody can tell what time it is there. `hidden`: what was sent is not to be seen. */
  zoneUnknownCheck: {
    none: 'No time zone saved: check their local time before you call.',
    saved: (sent: string) =>
      `Their time zone is saved as “${sent}”, which is not a known one: check their local time before you call.`,
    hidden: 'Their time zone is not a known one: check their local time before you call.',
  },
  /** The same where no hours are quiet. */
  zoneUnknown: {
    none: 'No time zone saved.',
    saved: (sent: string) => `Their time zone is saved as “${sent}”, which is not a known one.`,
    hidden: 'Their time zone is not a known one.',
  },
  /** Stands for the contact where no short name does. */
  them: 'them',

  noSetting: 'HighLevel has no do-not-disturb setting for them.',
  off: 'Do not disturb is off.',
  on: 'Do not disturb is on: all channels are blocked.',
  onYetAllowed: (fine: string) =>
    `Do not disturb is on for everything. HighLevel also marks ${fine} as allowed, but the stricter setting counts.`,
  onYetUnclear: (unclear: string) =>
    `Do not disturb is on for everything. The setting for ${unclear} is unclear, but the stricter one counts.`,
  otherwiseOff: 'Otherwise, do not disturb is off.',
  nothingRecorded: (channels: string) => `Nothing is recorded for ${channels}.`,
} as const;

/** The channels: what their row is called, and what is sent over them, for a place inside a sentence. */
export const channelWords = {
  call: { label: 'Calls', messages: 'calls' },
  sms: { label: 'Texts (SMS)', messages: 'texts' },
  email: { label: 'E-mail', messages: 'e-mails' },
  whatsapp: { label: 'WhatsApp', messages: 'WhatsApp messages' },
  google: { label: 'Google Business', messages: 'Google messages' },
  facebook: { label: 'Facebook Messenger', messages: 'Facebook messages' },
  inbound: { label: 'Messages from them', messages: 'messages from them' },
  other: { label: (name: string) => name, messages: (name: string) => `“${name}” messages` },
} as const;

/** What else is sent about a channel. Its codes are not documented: they are told as they are. */
export const channelDetails: ReadonlyMap<string, Label> = new Map([
  ['message', { label: 'Reason', noun: 'reason' }],
  ['code', { label: 'Code', noun: 'code' }],
]);

/** What a channel's standing is called. */
export const standingWords = {
  'allowed': 'Allowed',
  'blocked': 'Blocked',
  'blocked-for-good': 'Blocked for good',
  'unknown': (sent: string) => `Unknown: ${sent}`,
} as const;

// Maps, for the paths come from outside: an object would also find what every object has.
const byPath = new Map(Object.entries(labels));
const byAttributionKey = new Map(Object.entries(attributionLabels));

/** What a field is called, and what its copy button says it copies. Every path has a label. */
export function labelOf(path: string): Label {
  const segments = path.split('.');
  const shape = segments.map((segment) => (/^\d+$/.test(segment) ? '#' : segment)).join('.');
  const known = byPath.get(shape);
  if (known !== undefined) return known;
  const [top, key = ''] = segments;
  if (segments.length === 2 && (top === 'attributionSource' || top === 'lastAttributionSource')) {
    const attribution = byAttributionKey.get(key);
    if (attribution !== undefined) return attribution;
  }
  const label = segments.map(inWords).join(' · ');
  return { label, noun: `“${label}”` };
}

/** A key as words: "internalSource" is "Internal source"; a position counts from one. */
function inWords(key: string): string {
  if (/^\d{1,6}$/.test(key)) return String(Number(key) + 1);
  // An ID, or a key that no programmer made up, stays as it is.
  if (!/^[A-Za-z][A-Za-z_]*$/.test(key)) return key;
  const words = key
    .replace(/_+/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
