import { html, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import type { State, TokenForm } from '../state';
import { en } from '../words/en';
import { tokenForm } from './token-form';

/** The form that gives an account another token, where a problem asks for one. */
export function replaceForm(form: TokenForm, state: State, send: Send): TemplateResult {
  return html`<section class="problem large calm">
    <h2 id="replace-title" tabindex="-1" dir="auto">${en.form.replaceTitle(form.account?.name ?? '')}</h2>
    <p class="why">${en.form.replaceLead}</p>
    ${tokenForm(form, state, send, cancelForm(send))}
  </section>`;
}

function cancelForm(send: Send): TemplateResult {
  return html`<button
    type="button"
    class="button"
    @click=${() => {
      send({ is: 'close-form' });
    }}
  >
    ${en.form.cancel}
  </button>`;
}
