import { html, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import { icon } from '../parts/icon';
import type { State } from '../state';
import { en } from '../words/en';
import { backBar } from './back-bar';

const words = en.help;

/** Where an ID and a token come from, and the keys. */
export function help(state: State, send: Send): TemplateResult {
  return html`${backBar(words.title, words.back, send)}
    <main class="page">
      <section class="block" aria-labelledby="help-id">
        <h2 id="help-id">${words.idTitle}</h2>
        <p>${words.id}</p>
        <p class="address">
          <span>${en.lookup.exampleStart}</span><wbr /><mark>${en.lookup.exampleId}</mark>
        </p>
      </section>
      <section class="block" aria-labelledby="help-keys">
        <h2 id="help-keys">${words.keysTitle}</h2>
        <dl class="keys">
          ${words.keys(state.system).map(
            ([keys, does]) =>
              html`<div>
                <dt><kbd>${keys}</kbd></dt>
                <dd>${does}</dd>
              </div>`,
          )}
        </dl>
      </section>
      <section class="block" aria-labelledby="help-token">
        <h2 id="help-token">${words.tokenTitle}</h2>
        <ol class="numbered">
          ${en.welcome.steps.map((text) => html`<li>${text}</li>`)}
        </ol>
        <button
          type="button"
          class="link"
          @click=${() => {
            send({ is: 'open-page', page: 'private-integrations-help' });
          }}
        >
          ${en.welcome.openHelp}${icon('away')}
        </button>
      </section>
      <section class="block" aria-labelledby="help-network">
        <h2 id="help-network">${words.networkTitle}</h2>
        <p>${words.network}</p>
      </section>
    </main>`;
}
