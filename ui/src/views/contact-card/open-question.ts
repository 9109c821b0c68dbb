import { html, nothing } from 'lit-html';
import { actWords as words } from '../../words/card';
import type { CardContext } from './context';

/**
 * The whole of an address that is not what the card shows, before it is opened. "Cancel" has the focus: who presses
 * twice opens nothing.
 */
export function openQuestion(path: string, { card, send }: CardContext): unknown {
  if (card.asked?.path !== path) return nothing;
  const press = (is: 'openAsked' | 'cancelOpen') => () => {
    send({ is });
  };
  return html`<div class="open-question" role="group" aria-label=${words.opensName}>
    <p id="open-question-text">${words.opens} <code dir="ltr" data-personal>${card.asked.address}</code></p>
    <div class="buttons">
      <button type="button" class="button small" id="open-asked" @click=${press('openAsked')}>
        ${words.open}
      </button>
      <button
        type="button"
        class="button small"
        id="cancel-open"
        aria-describedby="open-question-text"
        @click=${press('cancelOpen')}
      >
        ${words.cancel}
      </button>
    </div>
  </div>`;
}
