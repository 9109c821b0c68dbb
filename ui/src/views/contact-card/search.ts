import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { icon } from '../../parts/icon';
import { searchWords as words } from '../../words/card';
import type { CardContext } from './context';

/** The search within the card, while it is open. `count`: how many fields were found, once something is looked for. */
export function searchBar(count: number | null, { card, send }: CardContext): unknown {
  const { search } = card;
  if (search === null) return nothing;
  const told = count === null ? '' : count === 0 ? words.nothingSaid : words.found(count);
  const typed = (event: InputEvent) => {
    send({ is: 'search', text: (event.currentTarget as HTMLInputElement).value });
  };
  const close = () => {
    send({ is: 'closeSearch' });
  };
  return html`<div class="card-search" role="search" aria-label=${words.region}>
    ${icon('search')}
    <label class="visually-hidden" for="card-search">${words.label}</label>
    <input
      id="card-search"
      type="text"
      class="input"
      placeholder=${words.label}
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      .value=${live(search.text)}
      @input=${typed}
    />
    <span class="found" aria-hidden="true">${told}</span>
    <button
      type="button"
      class="icon-button"
      id="close-card-search"
      aria-label=${words.close}
      title=${words.close}
      @click=${close}
    >
      ${icon('close')}
    </button>
    <p class="visually-hidden" role="status">${search.settled ? told : nothing}</p>
  </div>`;
}

/** Said plainly where nothing on the card has the text. */
export function nothingFound({ card, send }: CardContext): unknown {
  const text = card.search?.text.trim() ?? '';
  return html`<div class="nothing-found">
    <p>${words.nothing(text)}</p>
    <button
      type="button"
      class="button"
      id="clear-card-search"
      @click=${() => {
        send({ is: 'closeSearch' });
      }}
    >
      ${words.clear}
    </button>
  </div>`;
}
