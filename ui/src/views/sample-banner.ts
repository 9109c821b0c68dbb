import { html, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import { icon } from '../parts/icon';
import type { State } from '../state';
import { en } from '../words/en';

/** Says that the contacts are invented, and leads to the person's own. */
export function sampleBanner(state: State, send: Send): TemplateResult {
  const has = state.accounts.length > 0;
  return html`<div class="banner" id="sample-banner">
    ${icon('info')}
    <p>${en.samples.banner}</p>
    <button
      type="button"
      class="link"
      id="connect-own"
      @click=${() => {
        send({ is: 'leave-samples' });
      }}
    >
      ${has ? en.samples.leave : en.samples.connect}
    </button>
  </div>`;
}
