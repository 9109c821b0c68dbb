import { addressOrder } from '../../format';
import type { ContactView } from '../../generated/ContactView';
import type { FieldView } from '../../generated/FieldView';
import { actWords, cardWords as words, channelWords, labelOf, standingWords } from '../../words/card';
import type { CardContext } from './context';
import { shownValue } from './custom-fields';
import type { CustomFieldRow } from './custom-field-groups';
import { layoutOf } from './layout';
import type { ChannelRow, Layout } from './layout';
import { labelIn } from './names';
import { shownField } from './rows';

type Writing = Pick<CardContext, 'card' | 'country' | 'named'>;

/**
 * The card as lines of text, in its own words and order. What is under the fold is in it while the fold is open; what
 * is hidden never is, not even while it is shown for a moment.
 */
export function cardText(view: ContactView, writing: Writing): string {
  const layout = layoutOf(view);
  const fields = (all: readonly FieldView[]) => all.flatMap((field) => fieldLine(field, writing));
  const one = (label: string, field: FieldView | null) =>
    field === null ? [] : [actWords.textLine(label, textOf(field, writing))];
  const sections: readonly (readonly string[])[] = [
    [
      view.displayName,
      ...facts(layout, writing),
      ...(layout.tags.length === 0
        ? []
        : [actWords.textLine(words.tags, layout.tags.map(({ sent }) => sent ?? '').join(', '))]),
      ...one(words.tiles.phone, layout.phone),
      ...one(words.tiles.email, layout.email),
    ],
    section(words.panels.contact, [
      ...address(layout, writing),
      ...layout.contact.flatMap(({ field, aside }) => fieldLine(field, writing, aside)),
    ]),
    section(words.panels.doNotDisturb, [
      ...(layout.doNotDisturb === null ? [] : fieldLine(layout.doNotDisturb, writing)),
      ...layout.channels.map(channelLine),
    ]),
    section(
      words.panels.customFields,
      layout.customFields.flatMap(({ rows }) => rows.flatMap((each) => customLine(each, writing))),
    ),
    section(words.firstVisit, fields(layout.firstVisit)),
    section(words.latestVisit, fields(layout.latestVisit)),
    section(words.panels.record, [
      ...fields(layout.record),
      ...layout.lookup.map(({ what, text }) => actWords.textLine(words[what], text)),
    ]),
    ...(writing.card.foldOpen
      ? layout.rest.map(({ name, fields: rest }) => section(words.groups[name], fields(rest)))
      : []),
  ];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, ...lines];
}

function textOf(field: FieldView, writing: Writing): string {
  const shown = shownField(field, writing);
  return shown.as === 'sent' ? (field.sent ?? '') : shown.text;
}

function fieldLine(field: FieldView, writing: Writing, aside: FieldView | null = null): string[] {
  if (field.sent === null) return [];
  const text = textOf(field, writing);
  const whole = aside === null ? text : `${text} ${aside.sent ?? ''}`;
  return [actWords.textLine(labelIn(field, writing.named).label, whole)];
}

function facts({ company, type, source }: Layout, writing: Writing): string[] {
  const { before, after } = words.sourcedFrom;
  const items = [company, type].flatMap((field) => (field === null ? [] : [textOf(field, writing)]));
  const all = source === null ? items : [...items, `${before}${textOf(source, writing)}${after}`];
  return all.length === 0 ? [] : [all.join(' · ')];
}

function address({ address: parts }: Layout, writing: Writing): string[] {
  const lines = addressOrder(writing.country)
    .map((order) => order.flatMap((part) => parts.get(part) ?? []))
    .filter((line) => line.length > 0)
    .map((line) =>
      line.map((field, at) => (at === 0 ? '' : separator(field)) + textOf(field, writing)).join(''),
    );
  return lines.length === 0 ? [] : [actWords.textLine(words.address, lines.join(', '))];
}

/** What stands before a part of an address line that is not its first. */
export function separator({ path }: FieldView): string {
  return path === 'state' ? ', ' : ' ';
}

function channelLine({ channel: { channel, standing, status } }: ChannelRow): string {
  const label =
    channel.is === 'other' ? channelWords.other.label(channel.name) : channelWords[channel.is].label;
  if (status === null) return actWords.textLine(label, words.noStatus);
  const text = standing === 'unknown' ? standingWords.unknown(status.sent) : standingWords[standing];
  return actWords.textLine(label, text);
}

function customLine({ customField, known, name, parts }: CustomFieldRow, writing: Writing): string[] {
  const { id, path, value } = customField;
  if (value === null) return [];
  const line = (text: string) => [actWords.textLine(name ?? id ?? words.fieldWithoutId, text)];
  switch (value.is) {
    case 'one': {
      const shown = shownValue(value, known);
      return line(shown.as === 'sent' ? value.sent : shown.text);
    }
    case 'list':
      return line(value.items.join(', '));
    case 'files': {
      const address = (at: string) => parts.find((part) => part.path === at)?.sent ?? '';
      return line(value.files.map((file) => `${file.name ?? words.file} ${address(file.path)}`).join(', '));
    }
    case 'other': {
      const told = parts.filter(({ sent }) => sent !== null);
      const part = (field: FieldView) =>
        `${labelOf(field.path.slice(path.length + 1)).label} ${textOf(field, writing)}`;
      return line(told.length === 0 ? value.sent : told.map(part).join(', '));
    }
  }
}
