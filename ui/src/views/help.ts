import { html, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import { icon } from '../parts/icon';
import type { State } from '../state';
import { en } from '../words/en';
import { shiftShortcut } from '../words/system';
import { backBar } from './back-bar';
import { leaveQuestion } from './bulk/question';
import { connectionCheck } from './help/check';
import { idDrawing } from './help/drawing';

const words = en.help;

/** Where an ID and a token come from, whether all is well connected, and the keys. */
export function help(state: State, send: Send): TemplateResult {
  return html`${backBar(words.title, words.back, send)}
    <main class="page">
      ${leaveQuestion(state, send)} ${whereIdsAre()} ${connectionCheck(state, send)} ${keys(state)}
      ${whereTokensComeFrom(send)}
      <section class="block" aria-labelledby="help-shield">
        <h2 id="help-shield">${words.shieldTitle}</h2>
        <p>${words.shield(shiftShortcut(state.system, 'H'))}</p>
      </section>
      <section class="block" aria-labelledby="help-network">
        <h2 id="help-network">${words.networkTitle}</h2>
        <p>${words.network}</p>
      </section>
    </main>`;
}

function whereIdsAre(): TemplateResult {
  return html`<section class="block" aria-labelledby="help-id">
    <h2 id="help-id">${words.idTitle}</h2>
    <p>${words.id}</p>
    ${idDrawing()}
    <p class="address"><span>${en.lookup.exampleStart}</span><wbr /><mark>${en.lookup.exampleId}</mark></p>
  </section>`;
}

function keys(state: State): TemplateResult {
  return html`<section class="block" aria-labelledby="help-keys">
    <h2 id="help-keys">${words.keysTitle}</h2>
    <table class="keys" aria-label=${words.keysOf}>
      <thead>
        <tr>
          <th scope="col">${words.keysHead}</th>
          <th scope="col">${words.doesHead}</th>
        </tr>
      </thead>
      <tbody>
        ${words.keys(state.system).map(
          ([pressed, does]) =>
            html`<tr>
              <th scope="row">${pressed.map((key) => html`<kbd>${key}</kbd> `)}</th>
              <td>${does}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function whereTokensComeFrom(send: Send): TemplateResult {
  return html`<section class="block" aria-labelledby="help-token">
    <h2 id="help-token">${words.tokenTitle}</h2>
    <ol class="numbered">
      ${words.tokenSteps.map((text) => html`<li>${text}</li>`)}
    </ol>
    <p class="of-names">${words.tokenNames}</p>
    <dl class="names-given">
      ${Object.values(en.permissions).map(
        ({ name, gives }) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${gives}</dd>
          </div>`,
      )}
    </dl>
    <button
      type="button"
      class="link"
      @click=${() => {
        send({ is: 'open-page', page: 'private-integrations-help' });
      }}
    >
      ${en.welcome.openHelp}${icon('away')}
    </button>
  </section>`;
}
