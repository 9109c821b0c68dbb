import { foldedText } from '../../format';
import type { AddressPart } from '../../format';
import type { FieldView } from '../../generated/FieldView';
import { cardWords as words, channelDetails, channelWords, labelOf, standingWords } from '../../words/card';
import type { CardContext } from './context';
import { shownValue } from './custom-fields';
import type { CustomFieldRow } from './custom-field-groups';
import type { ChannelRow, Layout, LookupRow, Row } from './layout';
import { labelIn } from './names';
import { shownField } from './rows';

/** A card narrowed to what is looked for. */
export interface Narrowed {
  readonly layout: Layout;
  /** How many fields have the text, those at the head of the card among them. */
  readonly count: number;
}

type Writing = Pick<CardContext, 'country' | 'named'>;

/** What each row of a card says, ready to be searched: worked out at the first letter, not at each. */
const said = new WeakMap<Layout, WeakMap<object, string>>();

/** The rows whose label or value has the text, whatever its case and accents. The head of the card stays. */
export function narrow(layout: Layout, text: string, context: Writing): Narrowed {
  const wanted = foldedText(text.trim());
  const known = said.get(layout) ?? new WeakMap<object, string>();
  said.set(layout, known);
  let count = 0;
  const has = <R extends object>(row: R, say: (row: R) => string): boolean => {
    const saying = known.get(row) ?? foldedText(say(row));
    known.set(row, saying);
    const found = saying.includes(wanted);
    if (found) count += 1;
    return found;
  };
  const ofField = (field: FieldView) => fieldText(field, context);
  const fields = (all: readonly FieldView[]) => all.filter((field) => has(field, ofField));
  const one = (field: FieldView | null) => (field !== null && has(field, ofField) ? field : null);
  for (const field of [...layout.name, layout.company, layout.type, layout.source]) one(field);
  const narrowed: Layout = {
    ...layout,
    tags: fields(layout.tags),
    phone: one(layout.phone),
    email: one(layout.email),
    address: has(layout.address, (address) => addressText(address, context)) ? layout.address : NO_ADDRESS,
    contact: layout.contact.filter((row) => has(row, (each) => rowText(each, context))),
    doNotDisturb: one(layout.doNotDisturb),
    channels: layout.channels.filter((row) => has(row, channelText)),
    customFields: layout.customFields
      .map((group) => ({ ...group, rows: group.rows.filter((row) => has(row, (each) => customText(each))) }))
      .filter(({ rows }) => rows.length > 0),
    firstVisit: fields(layout.firstVisit),
    latestVisit: fields(layout.latestVisit),
    record: fields(layout.record),
    lookup: layout.lookup.filter((row) => has(row, lookupText)),
    behindNames: [],
    rest: layout.rest
      .map(({ name, fields: all }) => ({ name, fields: fields(all) }))
      .filter(({ fields: left }) => left.length > 0),
  };
  return { layout: narrowed, count };
}

const NO_ADDRESS: ReadonlyMap<AddressPart, FieldView> = new Map();

/** A sensitive value is not searched: that it has a text would tell of it. */
function fieldText(field: FieldView, context: Writing): string {
  const shown = shownField(field, context);
  const text = shown.as === 'sent' ? '' : shown.text;
  return lines(labelIn(field, context.named).label, field.sent ?? '', text);
}

function rowText({ field, aside }: Row, context: Writing): string {
  return lines(fieldText(field, context), aside?.sent ?? '');
}

function addressText(address: Layout['address'], context: Writing): string {
  if (address.size === 0) return '';
  return lines(words.address, ...[...address.values()].map((field) => fieldText(field, context)));
}

function channelText({ channel: { channel, standing, status }, details }: ChannelRow): string {
  const label =
    channel.is === 'other' ? channelWords.other.label(channel.name) : channelWords[channel.is].label;
  const text = standing === 'unknown' ? '' : standingWords[standing];
  return lines(label, text, status?.sent ?? '', ...details.map(detailText));
}

function detailText({ path, sent }: FieldView): string {
  const key = path.slice(path.lastIndexOf('.') + 1);
  return lines(channelDetails.get(key)?.label ?? labelOf(key).label, sent ?? '');
}

function customText({ customField, known, name, parts }: CustomFieldRow): string {
  const { id, value } = customField;
  const label = lines(name ?? '', id ?? '', known?.folder ?? '');
  if (value === null) return label;
  const shown = value.is === 'one' ? shownValue(value, known) : null;
  const text = shown === null || shown.as === 'sent' ? '' : shown.text;
  return lines(
    label,
    value.sent,
    text,
    ...parts.map((part) => lines(labelOf(part.path).label, part.sent ?? '')),
  );
}

function lookupText({ what, text }: LookupRow): string {
  return lines(words[what], text);
}

/** A line for each: a text is not found across two values. */
function lines(...texts: readonly string[]): string {
  return texts.join('\n');
}
