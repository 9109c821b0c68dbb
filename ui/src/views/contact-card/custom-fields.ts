import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { beginning, countText, sizeText } from '../../format';
import type { ContactView } from '../../generated/ContactView';
import type { CustomFieldNameView } from '../../generated/CustomFieldNameView';
import type { CustomValue } from '../../generated/CustomValue';
import type { FieldView } from '../../generated/FieldView';
import type { FileView } from '../../generated/FileView';
import {
  AS_SENT,
  copyButton,
  itemElement,
  openButton,
  readAs,
  shownAs,
  textElement,
  valueElement,
} from '../../parts/value';
import type { Shown } from '../../parts/value';
import { cardWords as words, labelOf } from '../../words/card';
import type { Label } from '../../words/card';
import { formerly } from './changes';
import type { CardContext } from './context';
import type { CustomFieldGroup, CustomFieldRow } from './custom-field-groups';
import { deniedHint } from './denied-hint';
import type { Layout } from './layout';
import { openQuestion } from './open-question';
import { actionsOf, asideOf, fieldElement, panel, row, sensitiveRow, withCopy } from './rows';
import { some } from './some';

/** How many custom fields are shown before the rest is asked for. More than these get the card's whole width. */
export const FIRST_CUSTOM_FIELDS = 12;

/** The same for those that a search has found. One letter is in nearly all, and to lay them all out takes long. */
const FIRST_FOUND = 40;

/** The fields that the account made up itself. */
export function customFieldsPanel(
  view: ContactView,
  { customFields }: Layout,
  context: CardContext,
): unknown {
  if (customFields.length === 0) return nothing;
  const { card, press, narrowed } = context;
  const all = customFields.flatMap(({ rows }) => rows);
  const [drawn, next] = some('custom-fields', all, context);
  const most = narrowed ? FIRST_FOUND : FIRST_CUSTOM_FIELDS;
  const long = all.length > most;
  const expanded = card.expanded.has('custom-fields');
  const nameless = all.some(({ name }) => name === null);
  const denied = view.names.denied.includes('custom-fields') && nameless;
  const more = html`<p class="more">
    ${expanded ? next : nothing}
    <button type="button" class="link" data-more="custom-fields" aria-expanded=${expanded} @click=${press}>
      ${expanded ? words.showFewer : words.showAllCustomFields(countText(all.length))}
    </button>
  </p>`;
  return panel(
    'custom-fields',
    words.panels.customFields,
    html`${parts(customFields, most, drawn.length, expanded, context)} ${long ? more : nothing}
    ${denied ? deniedHint(['custom-fields']) : nothing}`,
    // While names may still come, nothing is said that would have to be taken back.
    nameless && card.named && !denied && all.every(({ name }) => name === null) ? words.noFieldNames : null,
  );
}

/**
 * The groups, as many fields as are shown at first before the rest. A group that stands in both goes on where it left off.
 * Of all, no more than `drawn` are on the page.
 */
function parts(
  groups: readonly CustomFieldGroup[],
  most: number,
  drawn: number,
  expanded: boolean,
  context: CardContext,
): unknown[] {
  let [left, room] = [most, drawn];
  return groups.map((group) => {
    const rows = group.rows.slice(0, room).map((each) => customFieldRow(each, context));
    if (rows.length === 0) return nothing;
    const first = rows.slice(0, left);
    const rest = rows.slice(first.length);
    left -= first.length;
    room -= rows.length;
    const look = group.rows.every(({ name }) => name === null) ? 'by-id' : '';
    const heading = group.kind === 'other' && groups.length > 1 ? words.otherCustomFields : group.folder;
    return html`${
      heading === null
        ? nothing
        : html`<h4 dir="auto" ?hidden=${first.length === 0 && !expanded}>${beginning(heading)}</h4>`
    }${first.length === 0 ? nothing : html`<dl class=${look}>${first}</dl>`}${
      rest.length === 0 ? nothing : html`<dl class=${look} ?hidden=${!expanded}>${rest}</dl>`
    }`;
  });
}

function customFieldRow(custom: CustomFieldRow, context: CardContext): TemplateResult {
  const { customField, parts, name, twin } = custom;
  const { path, value, id, byLook } = customField;
  const label = labelOfCustom(custom);
  const beside = twin && name !== null && id !== null ? words.fieldId(id) : null;
  if (value === null) return sensitiveRow(path, label, context, beside, byLook ? words.byLook : null);
  const opens = value.is === 'one' ? value.opens : null;
  const was = formerly(path, context);
  const shown = customValue(custom, value, parts, context);
  return row(
    label.label,
    was === nothing ? shown : html`${shown}${was}`,
    actionsOf(path, value.sent, opens, label, context),
    path,
    beside,
  );
}

function labelOfCustom({ name, customField }: CustomFieldRow): Label {
  const label = name ?? customField.id ?? words.fieldWithoutId;
  return { label, noun: `“${label}”` };
}

function customValue(
  { customField: { path }, known }: CustomFieldRow,
  value: CustomValue,
  parts: readonly FieldView[],
  context: CardContext,
): unknown {
  switch (value.is) {
    case 'one': {
      const shown = shownValue(value, known);
      if (shown.as !== 'sent') {
        const meaning = known?.readsAs?.is === 'value' ? known.readsAs.meaning : value.meaning;
        return html`${valueElement(path, value.sent, shown)}${asideOf(path, meaning, context)}`;
      }
      return textElement(path, value.sent, context.card.expanded.has(`text:${path}`), context.press);
    }
    case 'list': {
      const [drawn, next] = some(path, value.items, context, 'parts');
      const items = drawn.map((item) => itemElement(path, item));
      return html`<data data-field=${path} value=${value.sent} class="list">${items}</data>${next}`;
    }
    case 'files': {
      const [drawn, next] = some(path, value.files, context, 'parts');
      const files = drawn.map((file) => fileElement(file, parts, context));
      return html`<data data-field=${path} value=${value.sent} class="files">${files}</data>${next}`;
    }
    case 'other': {
      if (parts.length === 0) {
        const expanded = context.card.expanded.has(`text:${path}`);
        return html`<code>${textElement(path, value.sent, expanded, context.press)}</code>`;
      }
      const [drawn, next] = some(path, parts, context, 'parts');
      const shown = drawn.map((part) => partElement(part, path, context));
      return html`<data data-field=${path} value=${value.sent} class="parts">${shown}</data>${next}`;
    }
  }
}

/** How a value is written: by what its kind of field makes of it, where that is known, else by itself. */
export function shownValue(
  { sent, meaning }: CustomValue & { is: 'one' },
  known: CustomFieldNameView | null,
): Shown {
  const read = known?.readsAs ? readAs(known.readsAs, sent) : AS_SENT;
  return read.as === 'sent' ? shownAs(meaning) : read;
}

/** A part of a custom field that has parts, under what of its path is its own. */
function partElement(part: FieldView, customPath: string, context: CardContext): TemplateResult {
  const label = labelOf(part.path.slice(customPath.length + 1));
  return html`<span class="part"
    ><span class="aside">${label.label}</span> ${withCopy(part, context, label)}</span
  >`;
}

/** A file: its name and size, its address in full, and what can be done with it. */
function fileElement(file: FileView, parts: readonly FieldView[], context: CardContext): TemplateResult {
  const { card, press, shielded } = context;
  const address = parts.find(({ path }) => path === file.path);
  const size = file.bytes === null ? null : sizeText(file.bytes);
  const name = file.name ?? words.file;
  return html`<span class="file"
    ><span class="name"
      ><bdi>${beginning(name)}</bdi
      >${size === null ? nothing : html` <span class="aside">${size}</span>`}</span
    >${address === undefined ? nothing : html`<span class="file-address">${fieldElement(address, context)}</span>`}<span
      class="actions"
      >${
        file.opens === null
          ? nothing
          : openButton(file.path, file.opens, shielded ? null : (address?.sent ?? name), press, 'text')
      }${copyButton(file.path, words.fileNoun, card.copied === file.path, press)}</span
    >${openQuestion(file.path, context)}</span
  >`;
}
