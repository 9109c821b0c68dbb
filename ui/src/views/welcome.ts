import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import { icon } from '../parts/icon';
import { notices } from '../parts/notices';
import type { State } from '../state';
import { en } from '../words/en';
import { aside } from './aside';
import { tokenForm } from './token-form';

const words = en.welcome;

/** Connects an account: the first screen of all, and the one that adds another account. */
export function welcome(state: State, send: Send): TemplateResult {
  const more = state.accounts.length > 0;
  const inside = state.current !== null;
  const extra = html`${
    inside
      ? html`<button
          type="button"
          class="button"
          @click=${() => {
            send({ is: 'back' });
          }}
        >
          ${words.cancel}
        </button>`
      : nothing
  }${
    more || state.current?.sample
      ? nothing
      : html`<button
          type="button"
          class="button"
          id="try-sample"
          @click=${() => {
            send({ is: 'use-samples' });
          }}
        >
          ${words.trySamples}
        </button>`
  }`;
  return html`<main class="center">
    ${notices(state.notices, send)} ${aside(state, send)}
    <div class="sheet">
      <h1 id="heading" tabindex="-1">${more ? words.addTitle : words.title}</h1>
      <p class="lead">${more ? words.addLead : words.lead}</p>
      <ol class="numbered">
        ${words.steps.map((text) => html`<li>${text}</li>`)}
      </ol>
      <p class="links">
        <button
          type="button"
          class="link"
          @click=${() => {
            send({ is: 'open-page', page: 'private-integrations' });
          }}
        >
          ${words.openPage}${icon('away')}
        </button>
        <button
          type="button"
          class="link"
          @click=${() => {
            send({ is: 'open-page', page: 'private-integrations-help' });
          }}
        >
          ${words.openHelp}${icon('away')}
        </button>
      </p>
      ${state.form ? tokenForm(state.form, state, send, extra) : nothing}
    </div>
  </main>`;
}
