import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../../events';
import type { State } from '../../state';
import { en } from '../../words/en';
import { press } from './press';
import { saveAll } from './save-menu';

const words = en.bulk;

/** Asks whether the program is to be closed although results go with it. "Cancel" has the focus. */
export function leaveQuestion(state: State, send: Send): TemplateResult | typeof nothing {
  const { view, leaves, saving } = state.bulk;
  if (!leaves) return nothing;
  return html`<div class="list-question" id="leave" role="group" aria-labelledby="leave-question">
    <p id="leave-question">${words.leaveAsks(view.done)}</p>
    <div class="buttons">
      <button type="button" class="button primary" id="leave-save" @click=${saveAll(state, send)}>
        ${saving ? words.saving : words.save}
      </button>
      <button
        type="button"
        class="button danger"
        id="window-close"
        @click=${press(send, { is: 'close-window' })}
      >
        ${words.leave}
      </button>
      <button
        type="button"
        class="button"
        id="window-stay"
        aria-describedby="leave-question"
        @click=${press(send, { is: 'stay' })}
      >
        ${words.cancel}
      </button>
    </div>
  </div>`;
}

/** Asks once whether the results are to be deleted. "Cancel" has the focus. */
export function deleteQuestion({ bulk }: State, send: Send): TemplateResult | typeof nothing {
  const { view, deletes } = bulk;
  if (!deletes) return nothing;
  return html`<div class="list-question" role="group" aria-labelledby="bulk-question">
    <p id="bulk-question">${view.saved ? words.deleteSaved(view.done) : words.deleteAsks(view.done)}</p>
    <div class="buttons">
      <button type="button" class="button danger" id="bulk-delete" @click=${press(send, { is: 'delete' })}>
        ${words.deleteResults}
      </button>
      <button
        type="button"
        class="button"
        id="bulk-keep"
        aria-describedby="bulk-question"
        @click=${press(send, { is: 'keep' })}
      >
        ${words.cancel}
      </button>
    </div>
  </div>`;
}
