import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../../events';
import { icon } from '../../parts/icon';
import type { State } from '../../state';
import { en } from '../../words/en';
import { press } from './press';
import { deleteQuestion } from './question';

const words = en.bulk;

/** What an earlier start of the program has left, and what can be done with it. */
export function leftNotice(state: State, send: Send): TemplateResult | typeof nothing {
  const { view, leftSeen } = state.bulk;
  if (view.state !== 'left' || leftSeen) return nothing;
  const { nextRow, done, rows, file } = view;
  return html`<section class="notice left-list" id="bulk-left" aria-label=${en.notices.region}>
    ${icon('info')}
    <p dir="auto">
      ${(nextRow === null ? words.leftDone : words.leftNotice)(file ?? words.pasted, done, rows)}
    </p>
    <div class="buttons">
      ${
        nextRow === null
          ? nothing
          : html`<button
              type="button"
              class="button small"
              id="bulk-continue"
              @click=${press(send, { is: 'go-on' })}
            >
              ${words.continue}
            </button>`
      }
      <button
        type="button"
        class="button small"
        id="bulk-show"
        @click=${() => {
          send({ is: 'go', to: 'bulk' });
        }}
      >
        ${words.show}
      </button>
      <button
        type="button"
        class="button small"
        id="bulk-close"
        aria-label=${words.deleteName}
        @click=${press(send, { is: 'ask-to-delete' })}
      >
        ${words.delete}
      </button>
    </div>
    <button
      type="button"
      class="icon-button"
      aria-label=${words.dismissLeft}
      title=${words.dismissLeft}
      @click=${press(send, { is: 'dismiss-left' })}
    >
      ${icon('close')}
    </button>
    ${deleteQuestion(state, send)}
  </section>`;
}

/** The way back from the card of a row. */
export function backToList(state: State, send: Send): TemplateResult | typeof nothing {
  const { bulk, result } = state;
  if (bulk.opened === null || result.is === 'idle' || result.id !== bulk.opened.id) return nothing;
  return html`<button
    type="button"
    class="link back-to-list"
    id="back-to-list"
    @click=${() => {
      send({ is: 'go', to: 'bulk' });
    }}
  >
    ${icon('back')}${words.back}
  </button>`;
}
