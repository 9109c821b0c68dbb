import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Send } from '../../events';
import type { BulkRowView } from '../../generated/BulkRowView';
import { icon } from '../../parts/icon';
import type { State } from '../../state';
import { usualColumns, type Bulk } from '../../state/bulk';
import { rowsWith } from '../../state/bulk-part';
import { en } from '../../words/en';
import { outcomeWords } from '../../words/outcomes';
import { namesContact, toneOf, valueCell } from './cells';
import { columnsOf, type Column } from './columns';
import { press } from './press';
import { moveBetweenRows, onScroll, rowPixels } from './scrolling';

const words = en.bulk;

/** The rows of the list. Of a long one only those in sight are on the page, and some around them. */
export function table({ bulk }: State, send: Send): TemplateResult {
  const { view, table } = bulk;
  const columns = columnsOf(view.columns, table.columns);
  const total = totalOf(bulk);
  const labels = columns.map(({ label }) => label).join('\n');
  return html`<div
    id="bulk-scroll"
    class="list-scroll"
    role="region"
    tabindex="0"
    aria-label=${words.table}
    @scroll=${onScroll(bulk, total, send)}
    @keydown=${moveBetweenRows}
  >
    <table class="list-table" aria-rowcount=${total + 1} data-rows=${total}>
      <thead>
        <tr aria-rowindex="1">
          ${heading('row', words.rowSign, bulk, send, 'number')}
          ${heading('id', words.idHead, bulk, send, 'id')}
          ${columns.map(({ path, label }) => heading(path, label, bulk, send))}
          ${heading('outcome', words.outcomeHead, bulk, send, 'result')}
        </tr>
      </thead>
      <tbody>
        ${
          // How far the list is changes often; the rows are drawn again where they have changed.
          guard([table.rows, total, labels], () => body(bulk, columns, total, send))
        }
      </tbody>
    </table>
    ${total === 0 ? html`<p class="no-rows quiet-text">${words.noRows[table.filter]}</p>` : nothing}
  </div>`;
}

/** How many rows the table has: as the rows on the page say, which may be those of a moment ago. */
function totalOf({ view, table }: Bulk): number {
  const { rows, query } = table;
  return rows !== null && query?.filter === table.filter ? rows.total : rowsWith(table.filter, view);
}

function heading(
  by: string,
  label: string,
  { table }: Bulk,
  send: Send,
  kind: string = usualColumns.includes(by) ? by : 'field',
): TemplateResult {
  const sorted = table.sort === by ? (table.descending ? 'descending' : 'ascending') : null;
  return html`<th scope="col" class="of-${kind}" aria-sort=${sorted ?? nothing}>
    <button
      type="button"
      class="sort"
      data-sort=${by}
      aria-label=${by === 'row' ? words.rowHead : nothing}
      title=${label}
      @click=${press(send, { is: 'sort', by })}
    >
      <span dir="auto">${label}</span
      >${sorted === null ? nothing : icon(sorted === 'ascending' ? 'up' : 'down')}
    </button>
  </th>`;
}

/** The rows that are here. Where others are in sight by now, their room is: they come in a moment. */
function body({ table }: Bulk, columns: readonly Column[], total: number, send: Send): TemplateResult {
  const from = table.rows?.from ?? 0;
  const here = table.rows?.rows ?? [];
  const places = columns.map(({ path }) => table.query?.columns.indexOf(path) ?? -1);
  const width = columns.length + 3;
  return html`${space(from, width)}
  ${repeat(
    here,
    ({ row }) => row,
    (row, index) => rowOf(row, from + index, columns, places, send),
  )}
  ${space(Math.max(0, total - from - here.length), width)}`;
}

/** The room of the rows that are not on the page. */
function space(rows: number, width: number): TemplateResult | typeof nothing {
  if (rows === 0) return nothing;
  return html`<tr class="space" aria-hidden="true">
    <td colspan=${width} height=${Math.round(rows * rowPixels())}></td>
  </tr>`;
}

function rowOf(
  { row, id, outcome, cells }: BulkRowView,
  index: number,
  columns: readonly Column[],
  places: readonly number[],
  send: Send,
): TemplateResult {
  const open = press(send, { is: 'open-row', row, id });
  const named = namesContact(outcome);
  return html`<tr
    data-bulk-row=${id}
    data-outcome=${outcome}
    data-index=${index}
    aria-rowindex=${index + 2}
    @dblclick=${named ? open : nothing}
  >
    <td class="number">${row}</td>
    <td class="id">
      ${
        named
          ? html`<button
              type="button"
              class="row-open"
              id="bulk-row-${row}"
              aria-label=${words.openRow(id)}
              title=${id}
              @click=${open}
            >
              ${id}
            </button>`
          : html`<span class="cell" dir="auto" data-personal title=${id}>${id}</span>`
      }
    </td>
    ${columns.map(({ path }, at) => valueCell(path, cells[places[at] ?? -1] ?? null, outcome === 'waiting'))}
    <td>
      <span class="outcome ${toneOf(outcome)}" title=${outcomeWords[outcome]}>${outcomeWords[outcome]}</span>
    </td>
  </tr>`;
}
