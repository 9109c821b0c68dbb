import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { localTime, offsetAt, zoneCity } from '../../format';
import type { ContactView } from '../../generated/ContactView';
import type { FieldView } from '../../generated/FieldView';
import { copyButton, openButton } from '../../parts/value';
import { cardWords as words, labelOf, zoneName } from '../../words/card';
import { formerly } from './changes';
import type { CardContext } from './context';
import type { Layout } from './layout';
import { openQuestion } from './open-question';
import { fieldElement, shownField } from './rows';

/** The ways to reach the contact and the time there: what a person looks a contact up for. */
export function tiles(view: ContactView, { phone, email }: Layout, context: CardContext): unknown {
  const shown = [
    valueTile(words.tiles.phone, phone, words.noPhone, context),
    valueTile(words.tiles.email, email, words.noEmail, context),
    context.narrowed ? null : timeTile(view, context),
  ].filter((tile) => tile !== null);
  return shown.length === 0 ? nothing : html`<dl class="tiles">${shown}</dl>`;
}

function valueTile(
  label: string,
  field: FieldView | null,
  none: string,
  context: CardContext,
): TemplateResult | null {
  if (field === null) {
    // Said, so that nobody looks for it further down; a search leaves out what it did not find.
    if (context.narrowed) return null;
    return html`<div class="tile">
      <dt>${label}</dt>
      <dd class="big none">${none}</dd>
    </div>`;
  }
  const { path, opens, sent } = field;
  const { card, press, shielded } = context;
  const shown = shownField(field, context);
  const text = shown.as === 'sent' ? (sent ?? '') : shown.text;
  const asked = openQuestion(path, context);
  const question = asked === nothing ? nothing : html`<dd class="asked">${asked}</dd>`;
  return html`<div class="tile">
    <dt>${label}</dt>
    <dd class="big">${fieldElement(field, context)}${formerly(path, context)}</dd>
    <dd class="actions">
      ${opens === null ? nothing : openButton(path, opens, shielded ? null : text, press)}
      ${copyButton(path, labelOf(path).noun, card.copied === path, press, 'link')}
    </dd>
    ${question}
  </div>`;
}

function timeTile({ timeZone: zone }: ContactView, { now }: CardContext): TemplateResult | null {
  if (zone === null) return null;
  const { clock, weekday } = localTime(zone, now);
  return html`<div class="tile">
    <dt>${words.tiles.localTime}</dt>
    <dd class="big">
      ${words.clockAndDay(clock, weekday)}
      <span class="aside">${words.zoneName(zoneCity(zone) ?? zoneName(offsetAt(zone, now)))}</span>
    </dd>
  </div>`;
}
