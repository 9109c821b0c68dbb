import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../../events';
import type { State } from '../../state';
import { en } from '../../words/en';
import { press } from './press';

const words = en.bulk;

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
