import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Send } from '../../events';
import { beginning } from '../../format';
import type { BulkRowView } from '../../generated/BulkRowView';
import { icon } from '../../parts/icon';
import type { State } from '../../state';
import { isOwn, usualColumns, type Bulk } from '../../state/bulk';
import { shownRows } from '../../state/bulk-part';
import { en } from '../../words/en';
import { outcomeWords } from '../../words/outcomes';
import { LONGEST_CELL, namesContact, toneOf, valueCell } from './cells';
import { columnsOf, idHeading, type Column } from './columns';
import { press } from './press';
import { moveBetweenRows, onScroll, rowPixels } from './scrolling';

const words = en.bulk;

/** The rows of the list. Of a long one only those in sight are on the page, and some around them. */
export function table({ bulk }: State, send: Send): TemplateResult {
  const { view, table } = bulk;
  const columns = columnsOf(view, table.columns);
  const own = columns.filter(({ path }) => isOwn(path)).length;
  const total = shownRows(bulk);
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
          ${columns.slice(0, own).map(({ path, label }) => heading(path, label, bulk, send, 'own'))}
          ${heading('id', idHeading(view), bulk, send, 'id')}
          ${columns.slice(own).map(({ path, label }) => heading(path, label, bulk, send))}
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
    ${
      total === 0
        ? html`<p class="no-rows quiet-text">
            ${table.search.trim() === '' ? words.noRows[table.filter] : words.noneFound}
          </p>`
        : nothing
    }
  </div>`;
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
      <span dir="auto">${beginning(label, LONGEST_CELL)}</span
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
    ({ at }) => at,
    (row, index) => rowOf(row, from + index, columns, places, table.memo, send),
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
  view: BulkRowView,
  index: number,
  columns: readonly Column[],
  places: readonly number[],
  memo: object,
  send: Send,
): TemplateResult {
  const { at, row, id, outcome, account, cells } = view;
  const open = press(send, { is: 'open-row', row: view });
  const named = namesContact(outcome);
  const said = account === null ? outcomeWords[outcome] : words.foundIn(account.name);
  const cell = ({ path }: Column, place: number) =>
    valueCell(path, cells[places[place] ?? -1] ?? null, outcome === 'waiting', memo);
  const own = columns.filter(({ path }) => isOwn(path)).length;
  return html`<tr
    data-bulk-row=${id}
    data-outcome=${outcome}
    data-index=${index}
    aria-rowindex=${index + 2}
    @dblclick=${named ? open : nothing}
  >
    <td class="number">${row}</td>
    ${columns.slice(0, own).map(cell)}
    <td class="id">
      ${
        named
          ? html`<button
              type="button"
              class="row-open"
              id="bulk-row-${at + 1}"
              aria-label=${words.openRow(id)}
              title=${id}
              @click=${open}
            >
              ${id}
            </button>`
          : html`<span class="cell" dir="auto" data-personal title=${beginning(id)}
              >${beginning(id, LONGEST_CELL)}</span
            >`
      }
    </td>
    ${columns.slice(own).map((column, index) => cell(column, own + index))}
    <td>
      <span class="outcome ${toneOf(outcome)}" dir="auto" title=${said}>${said}</span>
    </td>
  </tr>`;
}
