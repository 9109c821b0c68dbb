import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { beginning, countText, directionOf, initials } from '../../format';
import type { ContactView } from '../../generated/ContactView';
import type { FieldView } from '../../generated/FieldView';
import { copyButton, quietButton } from '../../parts/value';
import { cardWords as words, changeWords, labelOf } from '../../words/card';
import { shieldWords } from '../../words/shield';
import { formerly } from './changes';
import { FULL_NAME } from './card-state';
import type { CardContext } from './context';
import type { Layout } from './layout';
import { copiesAfter, fieldElement } from './rows';
import { some } from './some';

/** How many tags are shown before the rest is asked for. */
const FIRST_TAGS = 12;

/** The same for those that a search has found. */
const FIRST_FOUND = 40;

/** The top of the card: who it is, in short, and what can be done with the whole. */
export function header(view: ContactView, layout: Layout, context: CardContext): TemplateResult {
  return html`<header class="who">
    <div class="face" aria-hidden="true"><span data-personal>${initials(view.displayName)}</span></div>
    <div class="whose">
      <div class="with-copies">
        <h2 aria-label=${context.shielded ? shieldWords.nameHidden : nothing}>
          ${name(view, layout, context)}
        </h2>
        ${nameCopies(layout, context)}
      </div>
      ${facts(layout, context)}
    </div>
    ${tags(layout.tags, context)}
  </header>`;
}

/** Shown above all else where HighLevel sent another contact than the one asked for. */
export function otherContact({ askedFor, otherId }: ContactView): TemplateResult | typeof nothing {
  if (otherId === null) return nothing;
  return html`<div class="band care" role="note">
    <span class="sign care" aria-hidden="true"></span>
    <div>
      <p>${words.otherId}</p>
      <dl class="ids">
        <div>
          <dt>${words.otherIdAsked}</dt>
          <dd><code dir="auto">${beginning(askedFor)}</code></dd>
        </div>
        <div>
          <dt>${words.otherIdReturned}</dt>
          <dd><code dir="auto">${beginning(otherId)}</code></dd>
        </div>
      </dl>
    </div>
  </div>`;
}

function name(view: ContactView, layout: Layout, context: CardContext): unknown {
  if (layout.name.length === 0)
    return html`<span dir="auto" data-personal>${beginning(view.displayName)}</span>`;
  // The blank between first and last name belongs to neither value, and the order of the two to the script of the whole.
  const parts = layout.name.map(
    (field, index) =>
      html`${index === 0 ? nothing : ' '}${fieldElement(field, context)}${formerly(field.path, context)}`,
  );
  return html`<bdi dir=${directionOf(view.displayName)}>${parts}</bdi>`;
}

/** Beside the heading, not in it: their names would be read as part of the contact's. */
function nameCopies({ name: parts }: Layout, context: CardContext): unknown {
  if (parts.length === 0) return nothing;
  const whole =
    parts.length === 1
      ? nothing
      : quietButton('copy-full-name', words.fullNameNoun, context.card.copied === FULL_NAME, () => {
          context.send({ is: 'copyName' });
        });
  return html`<span class="copies">${whole}</span>${copiesAfter(parts, context)}`;
}

/** Company, type and source, each as far as sent. */
function facts({ company, type, source }: Layout, context: CardContext): unknown {
  const { before, after } = words.sourcedFrom;
  const items = [
    company === null ? null : fact(company, context),
    type === null ? null : fact(type, context),
    source === null ? null : html`${before}${fact(source, context)}${after}`,
  ].filter((item) => item !== null);
  if (items.length === 0) return nothing;
  const listed = items.map((item) => html`<li>${item}</li>`);
  const fields = [company, type, source].filter((field) => field !== null);
  return html`<div class="with-copies">
    <ul class="facts" aria-label=${words.facts}>
      ${listed}
    </ul>
    ${copiesAfter(fields, context)}
  </div>`;
}

function fact(field: FieldView, context: CardContext): TemplateResult {
  return html`${fieldElement(field, context)}${formerly(field.path, context)}`;
}

function tags(all: readonly FieldView[], context: CardContext): unknown {
  if (all.length === 0) return nothing;
  const { card, press, narrowed, changes } = context;
  const most = narrowed ? FIRST_FOUND : FIRST_TAGS;
  const expanded = card.expanded.has('tags');
  const change = changes.get('tags');
  const count = countText(all.length);
  const isNew = html` <small class="was">${changeWords.isNew}</small>`;
  const added = new Set(change?.now);
  const [drawn, next] = some('tags', all, context);
  const chips = drawn.map(
    (tag, index) =>
      html`<li class="chip" ?hidden=${!expanded && index >= most}>
        ${fieldElement(tag, context)}${added.has(tag.sent ?? '') ? isNew : nothing}
      </li>`,
  );
  const more =
    all.length <= most
      ? nothing
      : html`<button
          type="button"
          class="link"
          data-more="tags"
          aria-expanded=${expanded}
          aria-label=${expanded ? words.showFewer : words.showAllTagsName(count)}
          @click=${press}
        >
          ${expanded ? words.showFewer : words.showAllTags(count)}
        </button>`;
  return html`<ul class="tags" aria-label=${words.tags}>
    ${chips}
    <li class="of-tags">
      ${expanded ? next : nothing} ${more}
      ${copyButton('tags', labelOf('tags').noun, card.copied === 'tags', press)}
    </li>
  </ul>`;
}
