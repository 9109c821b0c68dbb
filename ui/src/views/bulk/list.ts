import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../../events';
import type { State } from '../../state';
import { percentDone, stageOf } from '../../state/bulk';
import { en } from '../../words/en';
import { replaceForm } from '../replace-form';
import { asking } from './asking';
import { press } from './press';
import { deleteQuestion } from './question';
import { saveButtons } from './save-menu';
import { hidden, summary, titleOf, waiting } from './summary';
import { table } from './table';
import { tableTools } from './table-tools';

const words = en.bulk;

/** A list that is looked up, or was: where it stands, what can be done, and the table of its rows. */
export function list(state: State, send: Send, now: number): TemplateResult {
  const { bulk } = state;
  const { view } = bulk;
  return html`<div class="list-head">
      <div class="list-title">
        <h1 id="heading" tabindex="-1">${titleOf(view)}</h1>
        ${about(state)}
      </div>
      <progress
        id="bulk-progress"
        max=${view.rows}
        value=${view.done}
        aria-label=${words.progress}
        aria-valuetext="${percentDone(view)} %"
      ></progress>
      <div class="list-line">${summary(bulk)} ${buttons(state, send, now)}</div>
      ${waiting(bulk)} ${hidden(bulk, send)}
    </div>
    ${deleteQuestion(state, send)} ${problem(state, send)} ${tableTools(state, send)} ${table(state, send)}`;
}

/**
 * Where the list came from, the account where that is not the one in use, and how many contacts its rows name where
 * that is another number.
 */
function about({ bulk: { view }, current }: State): TemplateResult | typeof nothing {
  const other = view.account !== null && view.account.id !== current?.id ? view.account.name : null;
  const { file, rows, contacts } = view;
  if (file === null && other === null && contacts === rows) return nothing;
  return html`<p class="quiet-text" id="bulk-about">
    ${file === null ? nothing : html`<bdi>${words.fromFile(file)}</bdi>`}
    ${other === null ? nothing : html`<bdi>${words.inAccount(other)}</bdi>`}
    ${contacts === rows ? nothing : html`<span>${words.different(contacts)}</span>`}
  </p>`;
}

function buttons(state: State, send: Send, now: number): TemplateResult | typeof nothing {
  const { bulk } = state;
  // The problem has the buttons then.
  if (bulk.view.state === 'asking') return nothing;
  return html`<div class="buttons">
    ${stageOf(bulk) === 'run' ? runButtons(state, send) : resultButtons(state, send, now)}
  </div>`;
}

function runButtons({ bulk: { view } }: State, send: Send): TemplateResult {
  const paused = view.state === 'paused';
  return html`<button
      type="button"
      class="button"
      id="bulk-pause"
      @click=${press(send, { is: paused ? 'go-on' : 'pause' })}
    >
      ${paused ? words.goOn : words.pause}
    </button>
    <button type="button" class="button" id="bulk-stop" @click=${press(send, { is: 'stop' })}>
      ${words.stop}
    </button>`;
}

function resultButtons(state: State, send: Send, now: number): TemplateResult {
  const { nextRow, canRetry, saved, state: standing } = state.bulk.view;
  const left = standing === 'left' && nextRow !== null;
  return html`${
      nextRow === null
        ? nothing
        : html`<button
            type="button"
            class="button ${left ? 'primary' : ''}"
            id="bulk-continue"
            @click=${press(send, { is: 'go-on' })}
          >
            ${words.continue}
          </button>`
    }
    ${
      canRetry === 0
        ? nothing
        : html`<button type="button" class="button" id="bulk-retry" @click=${press(send, { is: 'retry' })}>
            ${words.retry(canRetry)}
          </button>`
    }
    ${elsewhere(state, send)}
    <button
      type="button"
      class="button"
      id="bulk-close"
      aria-label=${left ? words.deleteName : nothing}
      @click=${press(send, { is: 'close' })}
    >
      ${left ? words.delete : saved ? words.newList : words.closeList}
    </button>
    ${saveButtons(state, !left, send, now)}`;
}

/** Other accounts of the person may have what the list's own has not. */
function elsewhere({ bulk: { view }, accounts }: State, send: Send): TemplateResult | typeof nothing {
  const { account, missing, nextRow } = view;
  // What an account of this session has would stay on the disk with the list of another.
  const others = accounts.filter(
    ({ id, sessionOnly }) => id !== account?.id && (!sessionOnly || account?.sessionOnly === true),
  );
  if (missing === 0 || nextRow !== null || others.length === 0 || account?.sample === true) return nothing;
  return html`<button
    type="button"
    class="button"
    id="bulk-elsewhere"
    @click=${press(send, { is: 'look-elsewhere' })}
  >
    ${words.lookElsewhere(missing, others.length)}
  </button>`;
}

/** What the list stopped at, or the form for the token that lets it go on. */
function problem(state: State, send: Send): TemplateResult | typeof nothing {
  const { told, view } = state.bulk;
  if (view.state !== 'asking' || !told) return nothing;
  return state.form ? replaceForm(state.form, state, send) : asking(told, state, send);
}
