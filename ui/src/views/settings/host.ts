import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../../events';
import { pasteAsOneLine } from '../../parts/paste';
import { initialState, type State } from '../../state';
import { en } from '../../words/en';
import { block } from './block';

const words = en.settings;
const usualHost = initialState.choices.highlevelHost;

/** Where HighLevel's own pages are. What is typed stays in the field until it is taken. */
export function host(state: State, send: Send): TemplateResult {
  const { highlevelHost } = state.choices;
  const { hostRefused } = state.choosing;
  const keep = (to: string) => {
    send({ is: 'choose', chosen: { set: 'highlevelHost', to } });
  };
  return block(
    'host',
    words.host,
    ['highlevelHost'],
    state,
    html`<p class="quiet-text" id="host-lead">${words.hostLead}</p>
      <form
        class="host"
        autocomplete="off"
        novalidate
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget as HTMLFormElement).get('host');
          // Nothing in it means HighLevel's own.
          keep(typeof typed === 'string' && typed.trim() !== '' ? typed : usualHost);
        }}
      >
        <label for="highlevel-host">${words.hostLabel}</label>
        <div class="input-row">
          <input
            id="highlevel-host"
            class="input"
            name="host"
            type="text"
            dir="ltr"
            maxlength="2000"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-invalid=${hostRefused ? 'true' : 'false'}
            aria-describedby=${hostRefused ? 'host-refused' : 'host-lead'}
            .value=${highlevelHost}
            @paste=${pasteAsOneLine}
            @input=${() => {
              send({ is: 'typed-host' });
            }}
          />
          <button type="submit" class="button tall">${words.hostSave}</button>
        </div>
        ${hostRefused ? html`<p class="refused" id="host-refused">${words.hostRefused}</p>` : nothing}
      </form>
      ${
        highlevelHost === usualHost
          ? nothing
          : html`<button
              type="button"
              class="link"
              id="usual-host"
              @click=${() => {
                keep(usualHost);
              }}
            >
              ${words.hostUsual(usualHost)}
            </button>`
      }`,
  );
}
