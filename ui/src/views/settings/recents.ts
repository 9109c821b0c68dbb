import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Send } from '../../events';
import type { State } from '../../state';
import { en } from '../../words/en';
import { block } from './block';

const words = en.settings;

/** What is kept of the recent lookups, and the way to be rid of them. */
export function recentLookups(state: State, send: Send): TemplateResult {
  const none = state.recents.length === 0;
  return block(
    'recents',
    words.recents,
    ['rememberNames'],
    state,
    html`<label class="tick">
        <input
          type="checkbox"
          id="remember-names"
          aria-describedby="remember-names-note"
          .checked=${live(state.choices.rememberNames)}
          @change=${(event: Event) => {
            const to = (event.currentTarget as HTMLInputElement).checked;
            send({ is: 'choose', chosen: { set: 'rememberNames', to } });
          }}
        />
        <span>${words.rememberNames}</span>
      </label>
      <p class="quiet-text" id="remember-names-note">${words.rememberNamesNote}</p>
      <button
        type="button"
        class="button"
        id="clear-recents"
        aria-disabled=${none ? 'true' : nothing}
        @click=${() => {
          // Not disabled: whoever has just pressed it keeps the focus.
          if (!none) send({ is: 'recents', act: { is: 'clear' } });
        }}
      >
        ${none ? words.noRecents : words.clearRecents}
      </button>`,
  );
}
