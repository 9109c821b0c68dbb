import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../../events';
import { beginning } from '../../format';
import type { ListColumnView } from '../../generated/ListColumnView';
import type { ListView } from '../../generated/ListView';
import { icon } from '../../parts/icon';
import type { State } from '../../state';
import { en } from '../../words/en';
import { outcomeWords } from '../../words/outcomes';
import { dropDown } from '../settings/drop-down';
import { sendBulk } from './press';

const words = en.bulk;

/** HighLevel allows a hundred requests in ten seconds. */
const perSecond = 10;

/** What a column begins with is shown up to this length. */
const sampleLength = 32;

/** What is in the list, before anything is looked up. */
export function preview(list: ListView, state: State, send: Send): TemplateResult {
  return html`<section class="list-preview" id="bulk-preview" aria-label=${words.preview}>
    <p class="counted">
      ${list.toLookUp === 0 ? words.nothingToLookUp : words.willLookUp(list.toLookUp, list.rows)}
    </p>
    ${list.toLookUp === 0 ? nothing : html`<p class="quiet-text" id="bulk-takes">${words.takes(list.toLookUp / perSecond)}</p>`}
    ${facts(list, state)} ${choices(list, state, send)}
  </section>`;
}

function facts(list: ListView, { current }: State): TemplateResult | typeof nothing {
  const account = current?.name ?? '';
  const all = [
    fact('duplicates', list.duplicates, words.duplicates),
    fact('blank', list.blank, words.blanks),
    fact('links', list.links, words.links),
    fact('elsewhere', list.elsewhere, (count) => words.elsewhere(count, account), true),
    fact('not-ids', list.notIds, words.notIds, true, examples(list)),
    fact('tokens', list.tokens, () => words.tokens, true),
  ].filter((each) => each !== nothing);
  return all.length === 0
    ? nothing
    : html`<ul class="list-facts">
        ${all}
      </ul>`;
}

/** Something that is worth knowing of the list, where it is so at all. */
function fact(
  name: string,
  count: number,
  text: (count: number) => string,
  warns = false,
  more: unknown = nothing,
): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return html`<li data-fact=${name} class=${warns ? 'warns' : ''}>
    ${icon(warns ? 'warn' : 'info')}
    <div><span dir="auto">${text(count)}</span>${more}</div>
  </li>`;
}

function examples({ examples }: ListView): TemplateResult | typeof nothing {
  if (examples.length === 0) return nothing;
  return html`<ul class="list-examples">
    ${examples.map(
      ({ row, text, kind }) =>
        html`<li>
          ${words.example(row, outcomeWords[kind])}
          ${text === '' ? nothing : html`<code dir="auto" data-personal>${text}</code>`}
        </li>`,
    )}
  </ul>`;
}

/** Which sheet, which column: asked only where there is more than one. */
function choices(list: ListView, state: State, send: Send): TemplateResult | typeof nothing {
  const { sheets, sheet, columns, column, headings } = list;
  const choose = (changes: { sheet?: number; column?: number; headings?: boolean }) => {
    sendBulk(send, { is: 'choose', sheet, column, headings, ...changes });
  };
  const several = columns.length > 1;
  if (sheets.length < 2 && !several && !headings) return nothing;
  return html`<div class="list-choices">
    ${
      sheets.length < 2
        ? nothing
        : dropDown({
            id: 'bulk-sheet',
            label: words.sheet,
            value: String(sheet),
            options: sheets.map((name, index) => [String(index), name]),
            choose: (value) => {
              choose({ sheet: Number(value) });
            },
          })
    }
    ${
      several
        ? dropDown({
            id: 'bulk-column',
            label: words.column,
            value: String(column),
            options: columns.map((each, index) => [String(index), columnName(each, index, state.shielded)]),
            choose: (value) => {
              choose({ column: Number(value) });
            },
          })
        : nothing
    }
    <label class="tick">
      <input
        type="checkbox"
        id="bulk-headings"
        .checked=${headings}
        @change=${(event: Event) => {
          choose({ headings: (event.currentTarget as HTMLInputElement).checked });
        }}
      />
      <span>${words.headings}</span>
    </label>
  </div>`;
}

function columnName({ heading, sample }: ListColumnView, index: number, shielded: boolean): string {
  const name = heading ?? words.columnNumber(index + 1);
  return sample === null || shielded ? name : words.columnSample(name, beginning(sample, sampleLength));
}
