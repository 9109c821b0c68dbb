import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { addressOrder, beginning } from '../../format';
import type { AddressPart } from '../../format';
import type { ContactView } from '../../generated/ContactView';
import type { FieldView } from '../../generated/FieldView';
import { valueElement } from '../../parts/value';
import { cardWords as words, channelDetails, channelWords, labelOf, standingWords } from '../../words/card';
import { labelButton } from './acts';
import { separator } from './card-text';
import { formerly } from './changes';
import type { CardContext } from './context';
import { deniedHint } from './denied-hint';
import type { ChannelRow, Layout, LookupRow } from './layout';
import { permissionsFor } from './names';
import { actionsOf, copiesAfter, fieldElement, fieldRow, panel, row, withCopy } from './rows';
import { some } from './some';

/** Where they live, when they were born, and how else to reach them. */
export function contactPanel(view: ContactView, layout: Layout, context: CardContext): unknown {
  const { address, contact } = layout;
  if (address.size === 0 && contact.length === 0) return nothing;
  const [drawn, next] = some('contact', contact, context);
  const rows = drawn.map(({ field, aside }) =>
    fieldRow(
      field,
      context,
      aside === null ? nothing : html` <span class="aside">${fieldElement(aside, context)}</span>`,
    ),
  );
  return panel(
    'contact',
    words.panels.contact,
    html`<dl>${address.size === 0 ? nothing : addressRow(address, context)}${rows}</dl>
      ${next}
      ${hint(
        contact.map(({ field }) => field),
        view,
        layout,
      )}`,
  );
}

/** May they be disturbed, channel by channel. */
export function doNotDisturbPanel({ doNotDisturb, channels }: Layout, context: CardContext): unknown {
  if (doNotDisturb === null && channels.length === 0) return nothing;
  const [drawn, next] = some('do-not-disturb', channels, context);
  const rows = drawn.map((channel) => channelRow(channel, context));
  return panel(
    'do-not-disturb',
    words.panels.doNotDisturb,
    html`<dl>${doNotDisturb === null ? nothing : allChannelsRow(doNotDisturb, context)}${rows}</dl>
      ${next}`,
  );
}

/** What brought them here, at their first and at their latest visit. */
export function foundUsPanel({ firstVisit, latestVisit }: Layout, context: CardContext): unknown {
  if (firstVisit.length === 0 && latestVisit.length === 0) return nothing;
  return panel(
    'found-us',
    words.panels.foundUs,
    html`${visit(words.firstVisit, firstVisit, context)}${visit(words.latestVisit, latestVisit, context)}`,
  );
}

/** HighLevel's own bookkeeping, and this lookup's. */
export function recordPanel(view: ContactView, layout: Layout, context: CardContext): unknown {
  const { record, lookup } = layout;
  if (record.length === 0 && lookup.length === 0) return nothing;
  const [drawn, next] = some('record', record, context);
  const rows = drawn.map((field) => fieldRow(field, context));
  const ours = lookup.map(({ what, text }) => row(words[what], lookupElement(what, text)));
  return panel(
    'record',
    words.panels.record,
    html`<dl>${rows}${ours}</dl>
      ${next} ${hint(record, view, layout)}`,
  );
}

function lookupElement(what: LookupRow['what'], text: string): unknown {
  switch (what) {
    case 'account':
      return html`<span dir="auto">${text}</span>`;
    case 'receivedAt':
      return text;
    case 'traceId':
      return html`<code dir="auto">${beginning(text)}</code>`;
  }
}

/** One quiet hint where the token may not read the names behind the IDs of a panel. */
function hint(fields: readonly FieldView[], view: ContactView, { named }: Layout): unknown {
  const permissions = permissionsFor(fields, view, named);
  return permissions.length === 0 ? nothing : deniedHint(permissions);
}

function addressRow(address: ReadonlyMap<AddressPart, FieldView>, context: CardContext): TemplateResult {
  const lines = addressOrder(context.country)
    .map((parts) => parts.flatMap((part) => address.get(part) ?? []))
    .filter((line) => line.length > 0);
  const items = lines.map((line) => {
    const parts = line.map((field, index) => withSeparator(index, field, context));
    return html`<li class="with-copies"><span>${parts}</span>${copiesAfter(line, context)}</li>`;
  });
  return html`<div class="row">
    <dt>${words.address}</dt>
    <dd>
      <ul class="shown lines">
        ${items}
      </ul>
      ${labelButton(context)}
    </dd>
  </div>`;
}

/** A part of an address line. What stands between two parts belongs to neither. */
function withSeparator(index: number, field: FieldView, context: CardContext): TemplateResult {
  const before = index === 0 ? nothing : separator(field);
  return html`${before}${fieldElement(field, context)}${formerly(field.path, context)}`;
}

function allChannelsRow(field: FieldView, context: CardContext): TemplateResult {
  const { meaning, path, sent } = field;
  const tone = meaning.is === 'yesNo' ? (meaning.yes ? 'blocked' : 'allowed') : 'unknown';
  return row(
    words.allChannels,
    html`<span class="pill ${tone}">${fieldElement(field, context)}</span>${formerly(path, context)}`,
    actionsOf(path, sent ?? '', null, labelOf(path), context),
    path,
  );
}

function channelRow({ channel: view, details }: ChannelRow, context: CardContext): TemplateResult {
  const { channel, path, standing, status } = view;
  const label =
    channel.is === 'other' ? channelWords.other.label(channel.name) : channelWords[channel.is].label;
  const text =
    status === null
      ? words.noStatus
      : standing === 'unknown'
        ? standingWords.unknown(status.sent)
        : standingWords[standing];
  const inner = status === null ? text : valueElement(status.path, status.sent, { as: 'data', text });
  const pill = status?.path === path ? inner : html`<span data-field=${path}>${inner}</span>`;
  const [drawn, next] = some(path, details, context, 'parts');
  const more = drawn.map((detail) => detailElement(detail, path, context));
  return row(
    label,
    html`<span class="pill ${standing}">${pill}</span
      >${formerly(status?.path ?? path, context)}${more}${next}`,
    status === null ? nothing : actionsOf(status.path, status.sent, null, { label, noun: label }, context),
    path,
  );
}

/** What else was sent about a channel, under the part of its path that is its own. */
function detailElement(detail: FieldView, channelPath: string, context: CardContext): TemplateResult {
  const key = detail.path.slice(channelPath.length + 1);
  const label = channelDetails.get(key) ?? labelOf(key);
  return html`<span class="detail"
    ><span class="aside">${label.label}</span> ${withCopy(detail, context, label)}</span
  >`;
}

function visit(heading: string, fields: readonly FieldView[], context: CardContext): unknown {
  if (fields.length === 0) return nothing;
  const [drawn, next] = some(heading, fields, context);
  const rows = drawn.map((field) => fieldRow(field, context));
  return html`<h4>${heading}</h4>
    <dl>${rows}</dl>
    ${next}`;
}
