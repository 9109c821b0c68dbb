import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Send } from '../../events';
import type { SaveBulk } from '../../generated/SaveBulk';
import type { TableFormat } from '../../generated/TableFormat';
import { moveByArrows } from '../../parts/arrows';
import { icon } from '../../parts/icon';
import type { State } from '../../state';
import { usualColumns, type Bulk } from '../../state/bulk';
import { en } from '../../words/en';
import { outcomeWords } from '../../words/outcomes';
import { columnsOf } from './columns';
import { press, sendBulk } from './press';

const words = en.bulk;

/** Saves the table; the menu beside it has the other forms of a file, and which columns are in it. */
export function saveButtons({ bulk }: State, primary: boolean, send: Send, now: number): TemplateResult {
  const open = bulk.menu === 'save';
  const look = primary ? 'primary' : '';
  const save = (format: TableFormat) => () => {
    sendBulk(send, { is: 'save', how: howToSave(bulk, format, new Date(now)) });
  };
  return html`<div class="menu-place list-split" id="bulk-save-place">
    <button type="button" class="button ${look}" id="bulk-save" @click=${save('csv')}>
      ${bulk.saving ? words.saving : words.save}
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

function menu({ allFields }: Bulk, save: (format: TableFormat) => () => void, send: Send): TemplateResult {
  const radio = (all: boolean, text: string) =>
    html`<label class="menu-tick">
      <input
        type="radio"
        name="bulk-fields"
        value=${all ? 'all' : 'shown'}
        .checked=${live(allFields === all)}
        @change=${press(send, { is: 'all-fields', all })}
      />
      <span>${text}</span>
    </label>`;
  const item = (format: TableFormat, note: unknown = nothing) =>
    html`<li>
      <button type="button" class="menu-item" id="bulk-save-${format}" @click=${save(format)}>
        <span>${words.formats[format]}${note}</span>
      </button>
    </li>`;
  return html`<fieldset class="menu-choice">
      <legend>${words.saveWhat}</legend>
      ${radio(true, words.allFields)} ${radio(false, words.columnsShown)}
    </fieldset>
    <ul aria-label=${words.saveAs} @keydown=${moveByArrows}>
      ${item('xlsx')} ${item('csv')}
      ${item('csv-plain', html`<small class="menu-note">${words.plainWarning}</small>`)}
    </ul>`;
}

/** How the table is saved. All sentences in a file are the page's. */
function howToSave({ view, table, allFields }: Bulk, format: TableFormat, now: Date): SaveBulk {
  const paths = allFields
    ? [
        ...usualColumns,
        ...view.columns.map(({ path }) => path).filter((path) => !usualColumns.includes(path)),
      ]
    : table.columns;
  return {
    format,
    name: view.file?.replace(/\.[^.]{1,5}$/, '') ?? words.fileName(dayOf(now)),
    headings: { row: words.rowHead, id: words.idHead, outcome: words.outcomeHead },
    columns: columnsOf(view.columns, paths).map(({ path, label }) => ({ path, heading: label })),
    outcomes: outcomeWords,
  };
}

/** The reader's day, in the order that sorts: "2026-03-04". */
function dayOf(now: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
