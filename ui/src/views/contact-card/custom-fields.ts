import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { sizeText } from '../../format';
import type { CustomFieldView } from '../../generated/CustomFieldView';
import type { CustomValue } from '../../generated/CustomValue';
import type { FieldView } from '../../generated/FieldView';
import type { FileView } from '../../generated/FileView';
import { copyButton, openButton, shownAs, textElement, valueElement } from '../../parts/value';
import { cardWords as words, labelOf } from '../../words/card';
import type { Label } from '../../words/card';
import type { CardContext } from './context';
import type { CustomFieldRow } from './layout';
import { actionsOf, asideOf, fieldElement, panel, row, sensitiveRow, withCopy } from './rows';

/** How many custom fields are shown before the rest is asked for. More than these get the card's whole width. */
export const FIRST_CUSTOM_FIELDS = 12;

/** The fields that the account made up itself. */
export function customFieldsPanel(rows: readonly CustomFieldRow[], context: CardContext): unknown {
  if (rows.length === 0) return nothing;
  const { card, press } = context;
  const expanded = card.expanded.has('custom-fields');
  const nameless = rows.some(({ customField }) => customField.name === null);
  const count = rows.length.toLocaleString();
  const drawn = rows.map((each) => customFieldRow(each, context));
  const look = rows.every(({ customField }) => customField.name === null) ? 'by-id' : '';
  const more =
    rows.length <= FIRST_CUSTOM_FIELDS
      ? nothing
      : html`<dl class=${look} ?hidden=${!expanded}>${drawn.slice(FIRST_CUSTOM_FIELDS)}</dl>
          <p class="more">
            <button
              type="button"
              class="link"
              data-more="custom-fields"
              aria-expanded=${expanded}
              @click=${press}
            >
              ${expanded ? words.showFewer : words.showAllCustomFields(count)}
            </button>
          </p>`;
  return panel(
    'custom-fields',
    words.panels.customFields,
    html`<dl class=${look}>${drawn.slice(0, FIRST_CUSTOM_FIELDS)}</dl>
      ${more}`,
    nameless ? words.noFieldNames : null,
  );
}

function customFieldRow({ customField, parts }: CustomFieldRow, context: CardContext): TemplateResult {
  const { path, value } = customField;
  const label = labelOfCustom(customField);
  if (value === null) return sensitiveRow(path, label, context);
  const opens = value.is === 'one' ? value.opens : null;
  return row(
    label.label,
    customValue(path, value, parts, context),
    actionsOf(path, value.sent, opens, label, context),
    path,
  );
}

function labelOfCustom({ name, id }: CustomFieldView): Label {
  const label = name ?? id ?? words.fieldWithoutId;
  return { label, noun: `“${label}”` };
}

function customValue(
  path: string,
  value: CustomValue,
  parts: readonly FieldView[],
  context: CardContext,
): unknown {
  switch (value.is) {
    case 'one': {
      const shown = shownAs(value.meaning);
      if (shown.as !== 'sent') {
        return html`${valueElement(path, value.sent, shown)}${asideOf(path, value.meaning, context)}`;
      }
      return textElement(path, value.sent, context.card.expanded.has(`text:${path}`), context.press);
    }
    case 'list': {
      const items = value.items.map((item) => html`<span data-field=${path} dir="auto">${item}</span>`);
      return html`<data data-field=${path} value=${value.sent} class="list">${items}</data>`;
    }
    case 'files': {
      const files = value.files.map((file) => fileElement(file, parts, context));
      return html`<data data-field=${path} value=${value.sent} class="files">${files}</data>`;
    }
    case 'other': {
      if (parts.length === 0) {
        const expanded = context.card.expanded.has(`text:${path}`);
        return html`<code>${textElement(path, value.sent, expanded, context.press)}</code>`;
      }
      const shown = parts.map((part) => partElement(part, path, context));
      return html`<data data-field=${path} value=${value.sent} class="parts">${shown}</data>`;
    }
  }
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
  const { card, press } = context;
  const address = parts.find(({ path }) => path === file.path);
  const size = file.bytes === null ? null : sizeText(file.bytes);
  const name = file.name ?? words.file;
  return html`<span class="file"
    ><span class="name"
      ><bdi>${name}</bdi>${size === null ? nothing : html` <span class="aside">${size}</span>`}</span
    >${address === undefined ? nothing : html`<span class="address">${fieldElement(address, context)}</span>`}<span
      class="actions"
      >${
        file.opens === null
          ? nothing
          : openButton(file.path, file.opens, address?.sent ?? name, press, 'text')
      }${copyButton(file.path, words.fileNoun, card.copied === file.path, press)}</span
    ></span
  >`;
}
