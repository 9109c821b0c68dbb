import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import { icon } from '../parts/icon';
import type { State } from '../state';
import { en } from '../words/en';

const words = en.shield;

/** Turns the privacy shield on and off. */
export function shieldButton(state: State, send: Send): TemplateResult {
  const title = words.buttonTitle(state.system);
  return html`<button
    type="button"
    class="icon-button framed"
    id="privacy-shield"
    aria-label=${words.button}
    aria-pressed=${state.shielded ? 'true' : 'false'}
    title=${title}
    @click=${() => {
      send({ is: 'toggle-shield', leaves: false });
    }}
  >
    ${icon('shield')}
  </button>`;
}

/**
 * Says that the shield is on, and how it is turned off. It lies over the foot of the window, so that nothing on the
 * page moves when it comes and goes.
 */
export function shieldBanner(state: State, send: Send): TemplateResult | typeof nothing {
  if (!state.shielded) return nothing;
  return html`<section class="shield-banner" id="shield-banner" aria-label=${words.region}>
    ${icon('shield')}
    <p><strong>${words.banner}</strong> <span class="how">${words.how(state.system)}</span></p>
    <button
      type="button"
      class="button small"
      id="shield-off"
      @click=${() => {
        send({ is: 'toggle-shield', leaves: true });
      }}
    >
      ${words.off}
    </button>
  </section>`;
}
