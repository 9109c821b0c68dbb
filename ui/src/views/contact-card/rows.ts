import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { age, beginning, countryName, phoneText, relativeText } from '../../format';
import type { FieldView } from '../../generated/FieldView';
import type { Meaning } from '../../generated/Meaning';
import type { SentView } from '../../generated/SentView';
import {
  AS_SENT,
  copyButton,
  hiddenElement,
  inList,
  openButton,
  shownAs,
  textElement,
  valueElement,
} from '../../parts/value';
import type { Shown } from '../../parts/value';
import { nameFor } from '../../named-ids';
import { cardWords as words, labelOf } from '../../words/card';
import type { Label } from '../../words/card';
import { formerly } from './changes';
import type { CardContext } from './context';
import { labelIn } from './names';
import { openQuestion } from './open-question';
import { some } from './some';

/** A panel with a heading. The note says something about all of it. */
export function panel(
  name: string,
  heading: string,
  content: unknown,
  note: string | null = null,
): TemplateResult {
  return html`<section class="panel ${name}" aria-labelledby="panel-${name}">
    <h3 id="panel-${name}">${heading}${note === null ? nothing : html` <small>${note}</small>`}</h3>
    ${content}
  </section>`;
}

/** Of the name of a field no more is drawn than this, in UTF-16 units. */
const LONGEST_LABEL = 200;

/** A row of a `dl`: a label, the value, and what can be done with it. */
export function row(
  label: string,
  value: unknown,
  actions: unknown = nothing,
  title: string | null = null,
  beside: string | null = null,
): TemplateResult {
  return html`<div class="row">
    <dt dir="auto"><span title=${title ?? nothing}>${labelled(label, beside)}</span></dt>
    <dd>
      <div class="shown">${value}</div>
      ${actions}
    </dd>
  </div>`;
}

/** A label, and what tells it from another of the same name. */
function labelled(label: string, beside: string | null): unknown {
  const text = beginning(label, LONGEST_LABEL);
  return beside === null
    ? text
    : html`${text} <small class="beside">${beginning(beside, LONGEST_LABEL)}</small>`;
}

/** A row for a value of the contact, under the label of its path or another. */
export function fieldRow(
  field: FieldView,
  context: CardContext,
  aside: unknown = nothing,
  label = labelIn(field, context.named),
): TemplateResult {
  const { path, sent } = field;
  if (sent === null) return sensitiveRow(path, label, context);
  const beside = asideOf(path, field.meaning, context);
  const was = formerly(path, context);
  const value = fieldElement(field, context);
  const plain = beside === nothing && aside === nothing && was === nothing;
  const shown = plain ? value : html`${value}${beside}${aside}${was}`;
  return row(label.label, shown, actionsOf(path, sent, field.opens, label, context), path);
}

/** The value of a field, inside the element of its list where it is the item of one. */
export function fieldElement(field: FieldView, context: CardContext): TemplateResult {
  const { path, list, sent, meaning } = field;
  if (sent === null) return hiddenElement(path);
  const shown = shownField(field, context);
  const element =
    shown.as === 'sent'
      ? textElement(path, sent, context.card.expanded.has(`text:${path}`), context.press, list)
      : inList(list, path, valueElement(path, sent, shown));
  return meaning.is === 'json' ? html`<code>${element}</code>` : element;
}

/** A value at the end of a line, with its copy button after it, seen when it is pointed at. */
export function withCopy(
  field: FieldView,
  context: CardContext,
  label = labelOf(field.path),
): TemplateResult {
  const copied = context.card.copied === field.path;
  return html`<span class="with-copy"
      >${fieldElement(field, context)}${copyButton(field.path, label.noun, copied, context.press)}</span
    >${formerly(field.path, context)}`;
}

/** Several values that make one line, the button of each after the whole: none lies over what it stands beside. */
export function copiesAfter(fields: readonly FieldView[], context: CardContext): TemplateResult {
  const { card, press } = context;
  const buttons = fields.map(({ path }) => copyButton(path, labelOf(path).noun, card.copied === path, press));
  return html`<span class="copies">${buttons}</span>`;
}

/** How a field is written: by its path where that says more than its meaning. */
export function shownField(field: FieldView, context: Pick<CardContext, 'country' | 'named'>): Shown {
  const { path, sent, meaning } = field;
  if (sent === null || meaning.is === 'json') return AS_SENT;
  const name = nameFor(field, context.named);
  if (name !== null) return { as: 'data', text: name, title: sent };
  if (path === 'dnd' && meaning.is === 'yesNo')
    return { as: 'data', text: meaning.yes ? words.on : words.off };
  const text = textByPath(path, sent, context);
  return text === null || text === sent ? shownAs(meaning) : { as: 'data', text };
}

/** To write a number with its gaps takes long: what comes after a hundred of them is written as it was sent. */
const PHONE = /^(?:phone|additionalPhones\.\d{1,2}(?:\.phone)?)$/;

function textByPath(path: string, sent: string, context: Pick<CardContext, 'country'>): string | null {
  if (PHONE.test(path)) return phoneText(sent, context.country);
  if (path === 'country') return countryName(sent);
  if (path === 'type') return words.types.get(sent) ?? null;
  return null;
}

/** What is worth knowing beside a moment or a birthday. */
export function asideOf(path: string, meaning: Meaning, { now }: CardContext): unknown {
  if (meaning.is === 'moment') {
    const relative = relativeText(meaning.epochMs, now);
    return relative === null ? nothing : html` <span class="aside">${relative}</span>`;
  }
  if (meaning.is === 'day' && path === 'dateOfBirth') {
    const years = age(meaning.day, now);
    return years === null ? nothing : html` <span class="aside">${words.age(years)}</span>`;
  }
  return nothing;
}

/** The buttons of a row. */
export function actionsOf(
  path: string,
  sent: string,
  opens: FieldView['opens'],
  { noun }: Label,
  context: CardContext,
): TemplateResult {
  const { card, press, shielded } = context;
  const copy = copyButton(path, noun, card.copied === path, press);
  if (opens === null) return copy;
  return html`<span class="actions">${openButton(path, opens, shielded ? null : sent, press)}${copy}</span
    >${openQuestion(path, context)}`;
}

/** A row whose value is withheld until it is asked for; `why` where its label does not say it. */
export function sensitiveRow(
  path: string,
  { label, noun }: Label,
  context: CardContext,
  beside: string | null = null,
  why: string | null = null,
): TemplateResult {
  const { card, press } = context;
  const values = card.revealed.get(path);
  const shown = values === undefined ? hiddenElement(path) : revealedElement(path, values, context);
  return html`<div class="row sensitive">
    <dt dir="auto"><span title=${path}>${labelled(label, beside)}</span></dt>
    <dd>
      <div class="shown">
        ${shown}${formerly(path, context)}${why === null ? nothing : html` <small class="why">${why}</small>`}
      </div>
      <span class="actions">
        <button
          type="button"
          class="link"
          data-reveal=${path}
          aria-label=${values === undefined ? words.showName(noun) : words.hideName(noun)}
          @click=${press}
        >
          ${values === undefined ? words.show : words.hide}
        </button>
        ${copyButton(path, noun, card.copied === path, press)}
      </span>
    </dd>
  </div>`;
}

/** A sensitive value that was asked for; one that has parts shows them all. */
function revealedElement(path: string, values: readonly SentView[], context: CardContext): TemplateResult {
  const [first] = values;
  if (values.length === 1 && first?.path === path) return valueElement(path, first.sent, AS_SENT);
  const [drawn, next] = some(path, values, context);
  const parts = drawn.map(
    (value) => html`<span class="part">${valueElement(value.path, value.sent, AS_SENT)}</span>`,
  );
  return html`<span data-field=${path} class="parts">${parts}</span>${next}`;
}
