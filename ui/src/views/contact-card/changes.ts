import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import {
  beginning,
  countText,
  dayText,
  momentText,
  phoneText,
  sentenceLocale,
  sinceText,
} from '../../format';
import type { ChangeView } from '../../generated/ChangeView';
import type { ContactView } from '../../generated/ContactView';
import type { Meaning } from '../../generated/Meaning';
import { cardWords, changeWords as words, channelWords, labelOf, standingWords } from '../../words/card';
import type { CardContext, CardSetting } from './context';
import type { Layout } from './layout';
import { some, taken } from './some';

/** How many changes are shown before the rest is asked for. */
const FIRST_CHANGES = 6;

/** Of a former value no more is shown than this, in UTF-16 units: it is there to be recognised. */
const LONGEST_FORMER = 200;

/** How old the card is, where it comes from memory. */
export function asOf(view: ContactView, { from }: CardSetting, now: Date): unknown {
  const time = sinceText(view.receivedAt, now, sentenceLocale());
  if (from !== 'memory' || time === null) return nothing;
  return html`<p class="as-of" id="as-of">
    <strong>${words.asOf(time)}</strong> <span>${words.asOfMore}</span>
  </p>`;
}

/** What is another than it was when the contact was last looked at. */
export function changesBlock(view: ContactView, layout: Layout, context: CardContext): unknown {
  const { card, now, press, narrowed } = context;
  const since = view.seenBefore === null ? null : sinceText(view.seenBefore, now, sentenceLocale());
  if (since === null || narrowed) return nothing;
  if (view.changes.length === 0) return html`<p class="aside unchanged">${words.nothing(since)}</p>`;
  const expanded = card.expanded.has('changes');
  const [shown, next] = expanded
    ? some('changes', view.changes, context)
    : [view.changes.slice(0, FIRST_CHANGES), nothing];
  const rows = shown.map((change) => changeRow(change, view, layout, context));
  const more =
    view.changes.length <= FIRST_CHANGES
      ? nothing
      : html`<button type="button" class="link" data-more="changes" aria-expanded=${expanded} @click=${press}>
          ${expanded ? cardWords.showFewer : words.showAll(countText(view.changes.length))}
        </button>`;
  return html`<section class="changes" id="changes" aria-labelledby="changes-title">
    <h3 id="changes-title">${words.title(since)}</h3>
    <dl>${rows}</dl>
    ${next} ${more}
  </section>`;
}

/** Beside a value: that it changed, and what it was. */
export function formerly(path: string, context: CardContext): unknown {
  const change = context.changes.get(path);
  if (change === undefined) return nothing;
  const { before, withheld } = change;
  if (withheld) return html` <small class="was">${words.changed}</small>`;
  if (before.length === 0) return html` <small class="was">${words.isNew}</small>`;
  const values = listed(path, before, null, context);
  return html` <small class="was">${words.was.before}<del>${values}</del>${words.was.after}</small>`;
}

function changeRow(
  change: ChangeView,
  view: ContactView,
  layout: Layout,
  context: CardContext,
): TemplateResult {
  return html`<div>
    <dt dir="auto">${beginning(labelFor(change.path, view, layout), LONGEST_FORMER)}</dt>
    <dd>${told(change, meaningAt(change.path, view), context)}</dd>
  </div>`;
}

function told(change: ChangeView, meaning: Meaning | null, context: CardContext): unknown {
  const { path, before, now, withheld } = change;
  if (withheld) return words.withheld;
  const former = () => html`<del>${listed(path, before, meaning, context)}</del>`;
  const present = () => html`<ins>${listed(path, now, meaning, context)}</ins>`;
  if (now.length === 0) return html`${words.removed.before}${former()}${words.removed.after}`;
  if (before.length === 0) return html`${words.added.before}${present()}${words.added.after}`;
  return html`<span class="visually-hidden">${words.was.before}</span>${former()}<span class="visually-hidden"
      >${words.was.after}, ${words.now.before}</span
    ><span class="arrow" aria-hidden="true"> → </span>${present()}`;
}

function listed(
  path: string,
  values: readonly string[],
  meaning: Meaning | null,
  context: CardContext,
): unknown {
  const told = values
    .slice(0, taken(values.length, context.room, 'parts'))
    .map(
      (sent, index) =>
        html`${index === 0 ? nothing : ', '}<bdi data-personal>${textOf(path, sent, meaning, context)}</bdi>`,
    );
  return values.length > told.length ? [...told, ', …'] : told;
}

/** A former or present value, as the card would write it. */
function textOf(path: string, sent: string, meaning: Meaning | null, context: CardContext): string {
  const text = byPath(path, sent, context) ?? byMeaning(sent, meaning) ?? sent;
  return beginning(text, LONGEST_FORMER);
}

function byPath(path: string, sent: string, { country, named }: CardContext): string | null {
  if (/^(?:inboundD|d)ndSettings\.[^.]*(?:\.status)?$/.test(path)) return statusText(sent);
  if (path === 'phone') return phoneText(sent, country);
  if (path === 'type') return cardWords.types.get(sent) ?? null;
  return named.get(sent) ?? null;
}

function statusText(sent: string): string | null {
  switch (sent.toLowerCase()) {
    case 'inactive':
      return standingWords.allowed;
    case 'active':
      return standingWords.blocked;
    case 'permanent':
      return standingWords['blocked-for-good'];
    default:
      return null;
  }
}

/** What was a day or a moment is one still, where its text can be read as one. */
function byMeaning(sent: string, meaning: Meaning | null): string | null {
  switch (meaning?.is) {
    case 'yesNo':
      return sent === 'true' ? cardWords.yes : sent === 'false' ? cardWords.no : null;
    case 'moment':
      return momentText(instant(sent, 1000));
    case 'day':
      return dayText(/^\d{4}-/.test(sent) ? sent.slice(0, 10) : dayOf(instant(sent, 1)));
    case 'text':
    case 'number':
    case 'json':
    case undefined:
      return null;
  }
}

/**
 * ISO 8601, or milliseconds since 1970: the two that HighLevel sends. So few digits that they can be seconds are those
 * where the value is a moment (`short` is 1000), and milliseconds where it is a day.
 */
function instant(sent: string, short: 1 | 1000): number {
  if (/^-?\d{9,10}$/.test(sent)) return Number(sent) * short;
  if (/^-?\d{11,14}$/.test(sent)) return Number(sent);
  return /^\d{4}-\d\d-\d\dT/.test(sent) ? Date.parse(sent) : Number.NaN;
}

function dayOf(epochMs: number): string {
  return Number.isNaN(epochMs) ? '' : new Date(epochMs).toISOString().slice(0, 10);
}

function meaningAt(path: string, view: ContactView): Meaning | null {
  const field = view.fields.find((each) => each.path === path);
  if (field) return field.meaning;
  const known = view.names.customFields.find((each) => each.path === path);
  if (known?.readsAs?.is === 'value') return known.readsAs.meaning;
  const value = view.customFields.find((each) => each.path === path)?.value;
  return value?.is === 'one' ? value.meaning : null;
}

/** What the value of a change is called on the card. */
function labelFor(path: string, view: ContactView, layout: Layout): string {
  for (const { rows } of layout.customFields) {
    for (const { customField, name } of rows) {
      const own = customField.path;
      if (path !== own && !path.startsWith(`${own}.`)) continue;
      const label = name ?? customField.id ?? cardWords.fieldWithoutId;
      return path === own ? label : `${label} · ${labelOf(path.slice(own.length + 1)).label}`;
    }
  }
  const channel = view.channels.find((each) => each.path === path || each.status?.path === path)?.channel;
  if (channel?.is === 'other') return channelWords.other.label(channel.name);
  return channel === undefined ? labelOf(path).label : channelWords[channel.is].label;
}
