import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../../events';
import { icon } from '../../parts/icon';
import type { State } from '../../state';
import { percentDone } from '../../state/bulk';
import { en } from '../../words/en';

const words = en.bulk;

/** Leads to many contacts at once. From elsewhere, it says how far a list is. */
export function bulkButton(state: State, send: Send): TemplateResult {
  const here = state.screen === 'bulk';
  const text = here ? words.open : standing(state);
  return html`<button
    type="button"
    class="button open-bulk"
    id="open-bulk"
    title=${text}
    aria-current=${here ? 'page' : nothing}
    aria-keyshortcuts="Control+B Meta+B"
    @click=${() => {
      send({ is: 'go', to: 'bulk' });
    }}
  >
    ${icon('list')}<span>${text}</span>
  </button>`;
}

function standing({ bulk: { view } }: State): string {
  switch (view.state) {
    case 'running':
    case 'waiting':
      return words.openProgress(percentDone(view));
    case 'asking':
      return words.openAsks;
    case 'paused':
      return words.openPaused;
    case 'finished':
      return view.saved ? words.open : words.openDone;
    case 'none':
    case 'left':
    case 'stopped':
      return words.open;
  }
}
