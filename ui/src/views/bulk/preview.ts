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
import type { ListChoice } from '../../update/bulk/list-in';
import { press, sendBulk } from './press';

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
    ${facts(list, state, send)} ${choices(list, state, send)}
  </section>`;
}

function facts(list: ListView, state: State, send: Send): TemplateResult | typeof nothing {
  const account = state.current?.name ?? '';
  const all = [
    fact('unsolved', list.unsolved, words.unsolved, { warns: true }),
    alike(list, state, send),
    hidden(list, send),
    fact('taken-out', list.takenOut ? list.rows : 0, words.takenOut),
    fact('titles', list.titles, words.titles),
    fact('duplicates', list.duplicates, words.duplicates),
    fact('blank', list.blank, words.blanks),
    fact('links', list.links, words.links),
    fact('elsewhere', list.elsewhere, (count) => words.elsewhere(count, account), { warns: true }),
    fact('not-ids', list.notIds, words.notIds, { warns: true, more: examples(list) }),
    fact('tokens', list.tokens, () => words.tokens, { warns: true }),
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
  { warns = false, more = nothing }: { readonly warns?: boolean; readonly more?: unknown } = {},
): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  return html`<li data-fact=${name} class=${warns ? 'warns' : ''}>
    ${icon(warns ? 'warn' : 'info')}
    <div><span dir="auto">${text(count)}</span>${more}</div>
  </li>`;
}

/** Which of two columns was taken, and the way to the other. */
function alike(list: ListView, { shielded }: State, send: Send): TemplateResult | typeof nothing {
  const { alike, column, columns } = list;
  const [taken, other] = [columns[column], alike === null ? undefined : columns[alike]];
  if (alike === null || taken === undefined || other === undefined) return nothing;
  const name = (of: ListColumnView, at: number) => of.heading ?? columnName(of, at, shielded);
  const use = html`<button
    type="button"
    class="link"
    id="bulk-other-column"
    @click=${press(send, { is: 'choose', ...choiceOf(list), column: alike })}
  >
    ${words.useOther(name(other, alike))}
  </button>`;
  return fact('alike', 1, () => words.alike(name(taken, column)), { warns: true, more: use });
}

function hidden(list: ListView, send: Send): TemplateResult | typeof nothing {
  const { hidden, withHidden } = list;
  const turn = html`<button
    type="button"
    class="link"
    id="bulk-hidden"
    @click=${press(send, { is: 'choose', ...choiceOf(list), hidden: !withHidden })}
  >
    ${withHidden ? words.leaveHidden(hidden) : words.useHidden(hidden)}
  </button>`;
  return fact('hidden', hidden, withHidden ? words.withHidden : words.hidden, { more: turn });
}

function choiceOf({ sheet, column, headings, withHidden }: ListView): ListChoice {
  return { sheet, column, headings, hidden: withHidden };
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
  const choose = (changes: Partial<ListChoice>) => {
    sendBulk(send, { is: 'choose', ...choiceOf(list), ...changes });
  };
  const several = columns.length > 1;
  // What was taken out of a text has no columns, and no headings.
  if (list.takenOut && sheets.length < 2) return nothing;
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
      <span>${list.titles === 0 ? words.headings : words.headingsBelow(list.titles)}</span>
    </label>
  </div>`;
}

function columnName({ heading, sample }: ListColumnView, index: number, shielded: boolean): string {
  const name = heading ?? words.columnNumber(index + 1);
  return sample === null || shielded ? name : words.columnSample(name, beginning(sample, sampleLength));
}
