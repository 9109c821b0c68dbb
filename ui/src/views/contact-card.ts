import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { ContactView } from '../generated/ContactView';
import { cardWords, contactLineWords } from '../words/card';
import type { CardEvent, CardState } from './contact-card/card-state';
import { contactLine } from './contact-card/contact-line';
import type { CardContext } from './contact-card/context';
import { pressed } from './contact-card/context';
import { customFieldsPanel, FIRST_CUSTOM_FIELDS } from './contact-card/custom-fields';
import { fold } from './contact-card/fold';
import { header, otherContact } from './contact-card/header';
import { layoutOf } from './contact-card/layout';
import { contactPanel, doNotDisturbPanel, foundUsPanel, recordPanel } from './contact-card/panels';
import { tiles } from './contact-card/tiles';

/**
 * The contact card: who it is, whether they may be contacted now, how to reach them, and all the rest that was
 * sent. It is drawn anew from its arguments; `now` moves the local time and the ages.
 */
export function contactCard(
  view: ContactView,
  card: CardState,
  send: (event: CardEvent) => void,
  now: Date,
): TemplateResult {
  const layout = layoutOf(view);
  const context: CardContext = {
    card,
    now,
    country: layout.address.get('country')?.sent ?? null,
    press: pressed(card, send),
  };
  const { text, tone, sign } = contactLine(view, now);
  const customFields = customFieldsPanel(layout.customFields, context);
  // Many custom fields get the whole width below the other panels, as the record always does.
  const many = layout.customFields.length > FIRST_CUSTOM_FIELDS;
  const first = stack(contactPanel(layout, context), many ? nothing : customFields);
  const second = stack(doNotDisturbPanel(layout, context), foundUsPanel(layout, context));
  const copied = card.copied === null ? nothing : cardWords.copied;
  return html`<article class="card">
    ${otherContact(view)} ${header(view, layout, context, send)}
    <p class="band ${tone}" id="contact-line">
      <span class="sign ${sign}" aria-hidden="true"></span>
      <span><span class="visually-hidden">${contactLineWords.question} </span>${text}</span>
    </p>
    ${tiles(view, layout, context)}
    <div class="panels">
      ${first} ${second} ${many ? customFields : nothing} ${recordPanel(view, layout, context)}
    </div>
    ${fold(view, layout, context, send)}
    <p class="visually-hidden" role="status">${copied}</p>
  </article>`;
}

/** Panels one below the other, where there is any. */
function stack(...panels: readonly unknown[]): unknown {
  return panels.every((panel) => panel === nothing) ? nothing : html`<div class="stack">${panels}</div>`;
}

/** The shape of a card, while the contact is on its way. What is happening is said elsewhere. */
export function cardSkeleton(): TemplateResult {
  const line = (width: string) => html`<span class="bone ${width}"></span>`;
  const rows = (count: number) =>
    Array.from(
      { length: count },
      () => html`<div class="row">${line('short-bone')}${line('long-bone')}</div>`,
    );
  const tile = html`<div class="tile">${line('short-bone')}${line('medium-bone')}</div>`;
  return html`<div class="card skeleton" aria-hidden="true">
    <div class="who">
      <span class="face"></span>
      <div class="whose">${line('title-bone')}${line('medium-bone')}${line('short-bone')}</div>
    </div>
    <div class="band">${line('medium-bone')}</div>
    <div class="tiles">${tile}${tile}${tile}</div>
    <div class="panels">
      <div class="stack">
        <div class="panel">${rows(5)}</div>
        <div class="panel">${rows(3)}</div>
      </div>
      <div class="stack">
        <div class="panel">${rows(4)}</div>
        <div class="panel">${rows(3)}</div>
      </div>
    </div>
  </div>`;
}
