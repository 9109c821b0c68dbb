import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Send } from '../../events';
import { foldedText } from '../../format';
import type { BulkFilter } from '../../generated/BulkFilter';
import { moveByArrows } from '../../parts/arrows';
import { icon } from '../../parts/icon';
import type { State } from '../../state';
import type { Bulk } from '../../state/bulk';
import { rowsWith, shownRows } from '../../state/bulk-part';
import { en } from '../../words/en';
import { allColumns } from './columns';
import { press, sendBulk } from './press';

const words = en.bulk;

const filters: readonly BulkFilter[] = ['all', 'found', 'attention'];

/** From one more on, the columns can be searched by their name. */
const fewColumns = 10;

/** Which rows and which columns are shown. */
export function tableTools({ bulk }: State, send: Send): TemplateResult {
  return html`<div class="table-tools">
    <fieldset class="segments">
      <legend class="visually-hidden">${words.filter}</legend>
      ${filters.map((filter) => segment(filter, bulk, send))}
    </fieldset>
    <div class="table-search">
      ${icon('search')}
      <input
        id="bulk-search"
        class="input"
        type="search"
        autocomplete="off"
        spellcheck="false"
        dir="auto"
        aria-label=${words.searchRows}
        placeholder=${words.searchRows}
        aria-keyshortcuts="Control+F Meta+F"
        .value=${live(bulk.table.search)}
        @input=${(event: InputEvent) => {
          const { value } = event.currentTarget as HTMLInputElement;
          sendBulk(send, { is: 'search', text: value });
        }}
      />
      <span class="quiet-text" role="status">${searched(bulk)}</span>
    </div>
    ${columnsMenu(bulk, send)}
  </div>`;
}

/** How many rows the search has found. */
function searched(bulk: Bulk): string | typeof nothing {
  return bulk.table.search.trim() === '' ? nothing : words.rowsFound(shownRows(bulk));
}

function segment(filter: BulkFilter, { view, table }: Bulk, send: Send): TemplateResult {
  return html`<label class="segment" data-filter=${filter}>
    <input
      type="radio"
      name="bulk-filter"
      value=${filter}
      .checked=${live(table.filter === filter)}
      @change=${press(send, { is: 'filter', to: filter })}
    />
    <span>${words.filterCount(words.filters[filter], rowsWith(filter, view))}</span>
  </label>`;
}

function columnsMenu(bulk: Bulk, send: Send): TemplateResult {
  const open = bulk.menu === 'columns';
  return html`<div class="menu-place" id="bulk-columns-place">
    <button
      type="button"
      class="button small"
      id="bulk-columns"
      aria-expanded=${open ? 'true' : 'false'}
      aria-controls="bulk-columns-menu"
      @click=${press(send, { is: 'toggle-menu', menu: 'columns' })}
    >
      ${words.columns}${icon('down')}
    </button>
    <div class="menu" id="bulk-columns-menu" ?hidden=${!open} @keydown=${moveByArrows}>
      ${open ? menu(bulk, send) : nothing}
    </div>
  </div>`;
}

function menu({ view, table, columnSearch }: Bulk, send: Send): TemplateResult {
  const all = allColumns(view);
  const wanted = foldedText(columnSearch.trim());
  const found = all.filter(({ label }) => foldedText(label).includes(wanted));
  return html`${all.length > fewColumns ? search(columnSearch, found.length === 0, send) : nothing}
    <ul aria-label=${words.columns}>
      ${found.map(
        ({ path, label }) =>
          html`<li>
            <label class="menu-tick">
              <input
                type="checkbox"
                data-column=${path}
                .checked=${live(table.columns.includes(path))}
                @change=${(event: Event) => {
                  const shown = (event.currentTarget as HTMLInputElement).checked;
                  sendBulk(send, { is: 'show-column', path, shown });
                }}
              />
              <span dir="auto">${label}</span>
            </label>
          </li>`,
      )}
    </ul>`;
}

function search(text: string, none: boolean, send: Send): TemplateResult {
  return html`<div class="menu-search">
    <input
      id="bulk-columns-search"
      class="input"
      type="search"
      autocomplete="off"
      spellcheck="false"
      dir="auto"
      aria-label=${words.columnsSearch}
      placeholder=${words.columnsSearch}
      .value=${live(text)}
      @input=${(event: InputEvent) => {
        const { value } = event.currentTarget as HTMLInputElement;
        sendBulk(send, { is: 'search-columns', text: value });
      }}
    />
    <p class="quiet-text" role="status">${none ? words.noColumns : nothing}</p>
  </div>`;
}
