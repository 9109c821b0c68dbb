import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Send } from '../../events';
import type { BulkAct } from '../../events/bulk';
import type { BulkView } from '../../generated/BulkView';
import type { SaveBulk } from '../../generated/SaveBulk';
import type { TableFormat } from '../../generated/TableFormat';
import { moveByArrows } from '../../parts/arrows';
import { icon } from '../../parts/icon';
import type { State } from '../../state';
import { isOwn, usualColumns, type Bulk } from '../../state/bulk';
import { isNarrowed, shownRows, wantedRows } from '../../state/bulk-part';
import { en } from '../../words/en';
import { outcomeWords } from '../../words/outcomes';
import { columnsOf, idHeading } from './columns';
import { press, sendBulk } from './press';

const words = en.bulk;

/** Saves the table; the menu beside it has the other forms of a file, and which columns are in it. */
export function saveButtons(state: State, primary: boolean, send: Send, now: number): TemplateResult {
  const { bulk } = state;
  const open = bulk.menu === 'save';
  const look = primary ? 'primary' : '';
  const save = (format: TableFormat) => () => {
    sendBulk(send, { is: 'save', how: howToSave(state, format, new Date(now)) });
  };
  const only = isNarrowed(bulk.table) && !bulk.allRows;
  return html`<div class="menu-place list-split" id="bulk-save-place">
    <button type="button" class="button ${look}" id="bulk-save" @click=${save('xlsx')}>
      ${bulk.saving ? words.saving : only ? words.saveOnly(shownRows(bulk)) : words.save}
    </button>
    <button
      type="button"
      class="button ${look} more-acts"
      id="bulk-save-more"
      aria-label=${words.saveMore}
      title=${words.saveMore}
      aria-expanded=${open ? 'true' : 'false'}
      aria-controls="bulk-save-menu"
      @click=${press(send, { is: 'toggle-menu', menu: 'save' })}
    >
      ${icon('down')}
    </button>
    <div class="menu save-menu" id="bulk-save-menu" ?hidden=${!open}>
      ${open ? menu(bulk, save, send) : nothing}
    </div>
  </div>`;
}

/** Saves everything: all rows with all fields, whatever is shown. */
export function saveAll(state: State, send: Send): () => void {
  return () => {
    const all: State = { ...state, bulk: { ...state.bulk, allFields: true, allRows: true } };
    sendBulk(send, { is: 'save', how: howToSave(all, 'xlsx', new Date()) });
  };
}

function menu(bulk: Bulk, save: (format: TableFormat) => () => void, send: Send): TemplateResult {
  const { view, table, allFields, allRows } = bulk;
  const radio = (name: string, value: string, text: string, chosen: boolean, act: BulkAct) =>
    html`<label class="menu-tick">
      <input type="radio" name=${name} value=${value} .checked=${live(chosen)} @change=${press(send, act)} />
      <span>${text}</span>
    </label>`;
  const item = (format: TableFormat, note: unknown = nothing) =>
    html`<li>
      <button type="button" class="menu-item" id="bulk-save-${format}" @click=${save(format)}>
        <span>${words.formats[format]}${note}</span>
      </button>
    </li>`;
  const rows = html`<fieldset class="menu-choice" id="bulk-save-rows">
    <legend>${words.saveWhich}</legend>
    ${radio('bulk-rows', 'these', words.onlyThese(shownRows(bulk)), !allRows, { is: 'all-rows', all: false })}
    ${radio('bulk-rows', 'all', words.allRows(view.rows), allRows, { is: 'all-rows', all: true })}
  </fieldset>`;
  return html`${isNarrowed(table) ? rows : nothing}
    <fieldset class="menu-choice" id="bulk-save-fields">
      <legend>${words.saveWhat}</legend>
      ${radio('bulk-fields', 'shown', words.columnsShown, !allFields, { is: 'all-fields', all: false })}
      ${radio('bulk-fields', 'all', words.allFields, allFields, { is: 'all-fields', all: true })}
    </fieldset>
    <ul aria-label=${words.saveAs} @keydown=${moveByArrows}>
      ${item('xlsx')} ${item('csv')}
      ${item('csv-plain', html`<small class="menu-note">${words.plainWarning}</small>`)}
    </ul>`;
}

/** How the table is saved: the person's own sheet, with what was found behind it. All sentences in it are the page's. */
function howToSave({ bulk, accounts }: State, format: TableFormat, now: Date): SaveBulk {
  const { view, table, allFields, allRows } = bulk;
  const all = [...usualColumns, ...view.columns.map(({ path }) => path)];
  const fields = allFields ? new Set(all) : table.columns.filter((path) => !isOwn(path));
  const paths = [...view.own.map(({ path }) => path), ...fields];
  const stem = view.file?.replace(/\.[^.]{1,5}$/, '');
  return {
    format,
    // Never the name of the file that was opened: that one is the person's, with what only they have in it.
    name: stem === undefined ? words.fileName(dayOf(now)) : words.lookedUpName(stem),
    headings: {
      row: words.rowHead,
      id: view.ownIds ? null : idHeading(view),
      outcome: words.outcomeHead,
    },
    columns: columnsOf(view, paths).map(({ path, label }) => ({
      path,
      heading: headingOf(view, path, label),
    })),
    outcomes: outcomeWords,
    foundIn: Object.fromEntries(accounts.map(({ id, name }) => [id, words.foundIn(name)])),
    ...wantedRows(allRows ? { ...table, filter: 'all', search: '' } : table),
  };
}

/** The file's own headings are written as they are, blank ones too. */
function headingOf({ own }: BulkView, path: string, label: string): string {
  return isOwn(path) ? (own.find((column) => column.path === path)?.heading ?? '') : label;
}

/** The reader's day, in the order that sorts: "2026-03-04". */
function dayOf(now: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
