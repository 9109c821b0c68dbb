import { html, nothing } from 'lit-html';
import { actWords as words } from '../../words/card';
import type { CardContext } from './context';

/**
 * The question before a value is opened: the whole of an address that is not what the card shows, or why a call should
 * wait. "Cancel" has the focus: who presses twice opens nothing.
 */
export function openQuestion(path: string, { card, send }: CardContext): unknown {
  const { asked } = card;
  if (asked?.path !== path) return nothing;
  const press = (is: 'openAsked' | 'cancelOpen') => () => {
    send({ is });
  };
  const isCall = asked.about === 'call';
  const text = isCall
    ? words.callAnyway[asked.obstacle]
    : html`${words.opens} <code dir="ltr" data-personal>${asked.address}</code>`;
  return html`<div
    class="open-question"
    role="group"
    aria-label=${isCall ? words.callAnywayName : words.opensName}
  >
    <p id="open-question-text">${text}</p>
    <div class="buttons">
      <button type="button" class="button small" id="open-asked" @click=${press('openAsked')}>
        ${isCall ? words.callAnywayYes : words.open}
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
