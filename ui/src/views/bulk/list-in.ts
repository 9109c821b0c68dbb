import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { live } from 'lit-html/directives/live.js';
import type { Send } from '../../events';
import { icon } from '../../parts/icon';
import type { State } from '../../state';
import type { ListIn } from '../../state/bulk';
import { en } from '../../words/en';
import { problemPanel } from '../problem';
import { pasteLong } from './paste-long';
import { press, sendBulk } from './press';
import { preview } from './preview';

const words = en.bulk;

/** Puts a list in: pasted, typed, opened or dropped. What is in it is seen before the start. */
export function listIn(state: State, send: Send): TemplateResult {
  const { listIn } = state.bulk;
  const readsFile = listIn.reading !== null && listIn.reading !== 'text';
  return html`<div class="list-in">
    <h1 id="heading" tabindex="-1">${words.title}</h1>
    <p class="lead">${words.lead}</p>
    ${listIn.source === 'text' ? field(listIn, send) : chip(listIn, send)} ${acts(listIn, send)}
    ${readsFile ? html`<p class="quiet-text" id="bulk-reading">${words.reading}</p>` : nothing}
    ${listIn.told ? problemPanel(listIn.told, 'list', state, send) : nothing}
    ${listIn.list === null ? nothing : preview(listIn.list, state, send)} ${putAside(state, send)}
    <p class="small-print">${state.current?.sessionOnly ? words.keptForSession : words.kept}</p>
  </div>`;
}

/** What is left of a list that could not be opened may hold many people: it is told, and can go at once. */
function putAside({ bulk }: State, send: Send): TemplateResult | typeof nothing {
  if (!bulk.view.putAside) return nothing;
  return html`<p class="put-aside" id="bulk-put-aside">
    <span>${words.putAside}</span>
    <button type="button" class="link" id="bulk-delete-aside" @click=${press(send, { is: 'delete' })}>
      ${words.deletePutAside}
    </button>
  </p>`;
}

function field(listIn: ListIn, send: Send): TemplateResult {
  // A file that cannot be read says nothing of what stands in the field.
  const refused = listIn.told !== null && listIn.told.problem.kind !== 'file-not-read';
  return html`<div class="field">
    <label for="bulk-ids">${words.ids}</label>
    ${
      // A long text is compared with what stands in the field only where one of them may have changed.
      guard(
        [listIn.text, refused],
        () =>
          html`<textarea
            id="bulk-ids"
            class="input"
            rows="9"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            wrap="off"
            dir="auto"
            placeholder=${en.lookup.exampleId}
            aria-invalid=${refused ? 'true' : 'false'}
            aria-describedby=${refused ? 'problem-title problem-reason' : nothing}
            .value=${live(listIn.text)}
            @paste=${(event: ClipboardEvent) => {
              pasteLong(event, send);
            }}
            @input=${(event: InputEvent) => {
              const text = (event.currentTarget as HTMLTextAreaElement).value;
              sendBulk(send, { is: 'typed', text });
            }}
          ></textarea>`,
      )
    }
  </div>`;
}

/** A file, or a text too long for the field, stands for itself. */
function chip({ list }: ListIn, send: Send): TemplateResult {
  const name = list?.file ?? words.pasted;
  return html`<p class="chip-line list-chip">
    <span class="token-chip"
      >${icon('check')}<bdi id="bulk-file">${words.sized(name, list?.rows ?? 0)}</bdi></span
    >
    <button
      type="button"
      class="link"
      id="bulk-remove"
      aria-label=${words.removeListName(name)}
      @click=${press(send, { is: 'remove-list' })}
    >
      ${words.removeList}
    </button>
  </p>`;
}

/**
 * Starts the list, or opens a file. All that comes and goes on this screen stands below: nobody who is about to press
 * a button has it moved away.
 */
function acts(listIn: ListIn, send: Send): TemplateResult {
  const { list } = listIn;
  const isOfText = listIn.source !== 'text' || listIn.text === listIn.readText;
  const count = list !== null && isOfText && listIn.reading === null ? list.toLookUp : 0;
  const known = count === 0 ? words.start : words.startCount(count);
  return html`<div class="buttons list-acts">
    <button
      type="button"
      class="button primary tall"
      id="bulk-start"
      @click=${() => {
        // What stands in the field counts: it may not have been looked at yet.
        const here = document.getElementById('bulk-ids');
        sendBulk(send, { is: 'start', text: here instanceof HTMLTextAreaElement ? here.value : null });
      }}
    >
      ${listIn.starting ? words.starting : known}
    </button>
    <button type="button" class="button tall" id="bulk-open" @click=${press(send, { is: 'open-file' })}>
      ${words.openFile}
    </button>
    <span class="quiet-text">${words.drop}</span>
  </div>`;
}
