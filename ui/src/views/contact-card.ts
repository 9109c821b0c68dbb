import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { ContactView } from '../generated/ContactView';
import { actWords, cardWords, contactLineWords } from '../words/card';
import { shieldWords } from '../words/shield';
import { acts } from './contact-card/acts';
import type { CardEvent, CardState } from './contact-card/card-state';
import { contactLine } from './contact-card/contact-line';
import { asOf, changesBlock } from './contact-card/changes';
import type { CardContext, CardSetting } from './contact-card/context';
import { pressed } from './contact-card/context';
import { customFieldsPanel, FIRST_CUSTOM_FIELDS } from './contact-card/custom-fields';
import { fold } from './contact-card/fold';
import { header, otherContact } from './contact-card/header';
import { layoutOf } from './contact-card/layout';
import type { Layout } from './contact-card/layout';
import { narrow } from './contact-card/narrow';
import { contactPanel, doNotDisturbPanel, foundUsPanel, recordPanel } from './contact-card/panels';
import { nothingFound, searchBar } from './contact-card/search';
import { MOST_OF_CARD } from './contact-card/some';
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
  setting: CardSetting,
): TemplateResult {
  const whole = layoutOf(view);
  const looked = card.search?.text.trim() ?? '';
  const context: CardContext = {
    card,
    now,
    country: whole.address.get('country')?.sent ?? null,
    named: whole.named,
    changes: whole.changes,
    narrowed: looked !== '',
    shielded: setting.shielded,
    room: { left: MOST_OF_CARD },
    press: pressed(card, send),
    send,
  };
  const narrowed = looked === '' ? null : narrow(whole, looked, context);
  const layout = narrowed?.layout ?? whole;
  const { text, tone } = contactLine(view, now, setting);
  return html`<article class="card ${setting.from === 'memory' ? 'from-memory' : ''}" id="card" tabindex="-1">
    ${searchBar(narrowed?.count ?? null, context)} ${asOf(view, setting, now)} ${otherContact(view)}
    <div class="card-head">
      ${header(view, layout, context)}
      <p class="band ${tone}" id="contact-line">
        <span class="sign ${tone}" aria-hidden="true"></span>
        <span><span class="visually-hidden">${contactLineWords.question} </span>${text}</span>
      </p>
      ${changesBlock(view, whole, context)}
      ${narrowed?.count === 0 ? nothingFound(context) : nothing}${tiles(view, layout, context)}${acts(view, layout, context)}
    </div>
    ${panels(view, layout, whole, context)} ${fold(view, layout, context)}
    <p class="visually-hidden" role="status">${done(card, setting.shielded)}</p>
  </article>`;
}

/** The panels. `whole` says where they stand, so that what a search leaves over stays in its place. */
function panels(view: ContactView, layout: Layout, whole: Layout, context: CardContext): unknown {
  const customFields = customFieldsPanel(view, layout, context);
  // Many custom fields get the whole width below the other panels, as the record always does.
  const count = whole.customFields.reduce((sum, { rows }) => sum + rows.length, 0);
  const many = count > FIRST_CUSTOM_FIELDS;
  const first = stack(contactPanel(view, layout, context), many ? nothing : customFields);
  const second = stack(doNotDisturbPanel(layout, context), foundUsPanel(layout, context));
  const record = recordPanel(view, layout, context);
  return html`<div class="panels">${first} ${second} ${many ? customFields : nothing} ${record}</div>`;
}

/** What is said of the last thing done with the card. */
function done({ copied, saved: file }: CardState, shielded: boolean): unknown {
  if (file !== null) return shielded ? shieldWords.savedFile : actWords.saved(file);
  return copied === null ? nothing : cardWords.copied;
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
