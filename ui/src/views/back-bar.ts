import { html, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import { icon } from '../parts/icon';

/** The top of a screen that leads back to the one before. */
export function backBar(title: string, back: string, send: Send): TemplateResult {
  return html`<header class="top back-bar">
    <button
      type="button"
      class="button"
      id="back"
      @click=${() => {
        send({ is: 'back' });
      }}
    >
      ${icon('back')}${back}
    </button>
    <h1 id="heading" tabindex="-1">${title}</h1>
  </header>`;
}
