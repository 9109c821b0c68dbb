import { momentText } from '../../format';
import type { AddressPart } from '../../format';
import type { ChangeView } from '../../generated/ChangeView';
import type { ChannelView } from '../../generated/ChannelView';
import type { ContactView } from '../../generated/ContactView';
import type { CustomFieldView } from '../../generated/CustomFieldView';
import type { FieldView } from '../../generated/FieldView';
import { customFieldGroups, type CustomFieldGroup } from './custom-field-groups';
import { nameFor, namesById } from '../../named-ids';
import { Unclaimed } from './unclaimed';

/** Which part of the card shows which value. Every value of the contact is in it once. */
export interface Layout {
  /** The values that the display name is made of; empty where it is made of one that is shown elsewhere. */
  readonly name: readonly FieldView[];
  readonly company: FieldView | null;
  readonly type: FieldView | null;
  readonly source: FieldView | null;
  readonly tags: readonly FieldView[];
  readonly phone: FieldView | null;
  readonly email: FieldView | null;
  readonly address: ReadonlyMap<AddressPart, FieldView>;
  /** The rows of the panel "Contact" after the address. */
  readonly contact: readonly Row[];
  readonly doNotDisturb: FieldView | null;
  readonly channels: readonly ChannelRow[];
  readonly customFields: readonly CustomFieldGroup[];
  readonly firstVisit: readonly FieldView[];
  readonly latestVisit: readonly FieldView[];
  readonly record: readonly FieldView[];
  /** What is known of the lookup itself. */
  readonly lookup: readonly LookupRow[];
  /** IDs that the panels show by name. */
  readonly behindNames: readonly FieldView[];
  /** What no panel shows, in groups, for the fold. */
  readonly rest: readonly RestGroup[];
  /** Whose the IDs are, as far as known. */
  readonly named: ReadonlyMap<string, string>;
  /** What changed since the last look, by path. */
  readonly changes: ReadonlyMap<string, ChangeView>;
}

/** A value, and one that says more about it. */
export interface Row {
  readonly field: FieldView;
  readonly aside: FieldView | null;
}

/** A channel, and what else was sent about it: a message, a code. */
export interface ChannelRow {
  readonly channel: ChannelView;
  readonly details: readonly FieldView[];
}

/** A row about the lookup. */
export interface LookupRow {
  readonly what: 'account' | 'receivedAt' | 'traceId';
  readonly text: string;
}

/** The groups of the fold. */
export type RestGroupName = 'names' | 'ids' | 'firstVisit' | 'latestVisit' | 'custom' | 'lowerCase' | 'other';

/** A group of the fold that is not empty. */
export interface RestGroup {
  readonly name: RestGroupName;
  readonly fields: readonly FieldView[];
}

const REST_ORDER: readonly RestGroupName[] = [
  'other',
  'names',
  'ids',
  'firstVisit',
  'latestVisit',
  'custom',
  'lowerCase',
];

/** Values that have a better place than the heading, even where they stand in for a name. */
const NOT_IN_THE_HEADING = new Set(['email', 'phone', 'id']);

/** What an attribution says in words that staff use, in this order; click IDs and the like go under the fold. */
const VISIT_KEYS = [
  'sessionSource',
  'utmSessionSource',
  'medium',
  'campaign',
  'utmSource',
  'utmMedium',
  'utmCampaign',
  'utmTerm',
  'utmKeyword',
  'utmContent',
  'adSource',
  'adName',
  'adGroup',
  'formName',
  'url',
  'referrer',
];

const layouts = new WeakMap<ContactView, Layout>();

/** Deals the values of a contact out to the parts of the card; worked out once for each contact. */
export function layoutOf(view: ContactView): Layout {
  const known = layouts.get(view);
  if (known !== undefined) return known;
  const layout = dealOut(view);
  layouts.set(view, layout);
  return layout;
}

function dealOut(view: ContactView): Layout {
  const named = namesById(view.names);
  const left = new Unclaimed(view.fields);
  // The order matters where two parts would claim the same value: the first gets it.
  const name = takeName(view, left);
  const company = left.take('companyName');
  const type = left.take('type');
  const source = left.take('source');
  const tags = left.takeAll('tags');
  const phone = left.take('phone');
  const email = left.take('email');
  const address = takeAddress(left);
  const doNotDisturb = left.take('dnd');
  const channels = view.channels.map((channel) => ({ channel, details: left.takeBelow(channel.path) }));
  const customFields = view.customFields.map((customField) => ({
    customField,
    parts: takeParts(customField, left),
  }));
  const firstVisit = takeVisit('attributionSource', left);
  const latestVisit = takeVisit('lastAttributionSource', left);
  const contact = takeContact(left);
  const record = takeRecord(left, named);
  const refer = [...contact.map(({ field }) => field), ...record];
  return {
    name,
    company,
    type,
    source,
    tags,
    phone,
    email,
    address,
    contact,
    doNotDisturb,
    channels,
    customFields: customFieldGroups(customFields, view.names.customFields),
    firstVisit,
    latestVisit,
    record,
    lookup: lookupRows(view),
    behindNames: refer.filter((field) => nameFor(field, named) !== null),
    rest: grouped(left.rest()),
    named,
    changes: new Map(view.changes.map((change) => [change.path, change])),
  };
}

function takeName(view: ContactView, left: Unclaimed): FieldView[] {
  if (view.namePaths.some((path) => NOT_IN_THE_HEADING.has(path))) return [];
  const parts = view.namePaths.map((path) => view.fields.find((field) => field.path === path));
  if (parts.some((part) => part === undefined || part.sent === null)) return [];
  return view.namePaths.map((path) => left.take(path)).filter((field) => field !== null);
}

function takeAddress(left: Unclaimed): Map<AddressPart, FieldView> {
  const address = new Map<AddressPart, FieldView>();
  for (const part of ['address1', 'city', 'state', 'postalCode', 'country'] as const) {
    const field = left.take(part);
    if (field !== null) address.set(part, field);
  }
  return address;
}

function takeParts({ path, value }: CustomFieldView, left: Unclaimed): FieldView[] {
  switch (value?.is) {
    case 'files': {
      const addresses = new Set(value.files.map((file) => file.path));
      return left.takeBelow(path, (field) => addresses.has(field.path));
    }
    case 'other':
      return left.takeBelow(path);
    case 'one':
    case 'list':
    case undefined:
      return [];
  }
}

function takeVisit(path: string, left: Unclaimed): FieldView[] {
  return VISIT_KEYS.flatMap((key) => {
    const keyPath = `${path}.${key}`;
    const taken = left.takeBelow(path, (field) => field.path === keyPath && field.sent !== 'null');
    return taken;
  });
}

function takeContact(left: Unclaimed): Row[] {
  const rows: Row[] = [];
  const push = (field: FieldView | null, aside: FieldView | null = null) => {
    if (field !== null) rows.push({ field, aside });
  };
  for (const field of left.takeBelow('additionalPhones', ({ path }) => /^\w+\.\d+(?:\.phone)?$/.test(path))) {
    push(field, left.take(field.path.replace(/\.phone$/, '.phoneLabel')));
  }
  for (const field of left.takeBelow('additionalEmails', ({ path }) => /^\w+\.\d+(?:\.email)?$/.test(path))) {
    push(field);
  }
  push(left.take('website'));
  push(left.take('dateOfBirth'));
  for (const field of left.takeSensitive()) push(field);
  push(left.take('assignedTo'));
  push(left.take('timezone'));
  push(left.take('keyword'));
  return rows;
}

function takeRecord(left: Unclaimed, named: ReadonlyMap<string, string>): FieldView[] {
  const sent = left.take('createdBy.sourceName');
  const creators = sent === null ? left.takeBelow('createdBy', (each) => nameFor(each, named) !== null) : [];
  return [
    left.take('dateAdded'),
    left.take('dateUpdated'),
    left.take('lastActivity'),
    sent ?? left.take('createdBy.source'),
    left.take('id'),
    left.take('locationId'),
    left.take('businessId'),
    left.take('visitorId'),
    // Names come late: what only they make worth a row stands last, where it pushes no other panel down. Without names
    // these are IDs among IDs, under the fold.
    ...left.takeBelow('followers', (each) => nameFor(each, named) !== null),
    ...creators,
  ].filter((field) => field !== null);
}

function lookupRows({ account, receivedAt, traceId }: ContactView): LookupRow[] {
  const rows: LookupRow[] = [
    { what: 'account', text: account.name },
    { what: 'receivedAt', text: momentText(receivedAt) ?? '' },
  ];
  return traceId === null ? rows : [...rows, { what: 'traceId', text: traceId }];
}

function grouped(fields: readonly FieldView[]): RestGroup[] {
  const groups = new Map<RestGroupName, FieldView[]>();
  for (const field of fields) {
    const name = groupOf(field);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [field]);
    else group.push(field);
  }
  return REST_ORDER.flatMap((name) => {
    const group = groups.get(name);
    return group === undefined ? [] : [{ name, fields: group }];
  });
}

function groupOf({ path, list }: FieldView): RestGroupName {
  const top = path.split('.', 1)[0];
  if (top === 'attributionSource') return 'firstVisit';
  if (top === 'lastAttributionSource') return 'latestVisit';
  if (top === 'customFields') return 'custom';
  if (path.endsWith('LowerCase')) return 'lowerCase';
  if (/^(?:name|contactName|fullName|firstName|lastName|firstNameRaw|lastNameRaw)$/.test(path))
    return 'names';
  if (/(?:^|\.)id$|I[dD]s?$|^followers$/.test(list ?? path)) return 'ids';
  return 'other';
}
