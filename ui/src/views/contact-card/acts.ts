import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { ContactView } from '../../generated/ContactView';
import { icon } from '../../parts/icon';
import { actWords as words, cardWords } from '../../words/card';
import { ADDRESS_LABEL, WHOLE_CARD } from './card-state';
import type { CardEvent } from './card-state';
import { cardText } from './card-text';
import type { CardContext } from './context';
import type { Layout } from './layout';

/** What can be done with the whole of the card. */
export function acts(view: ContactView, { address }: Layout, context: CardContext): TemplateResult {
  const { card, send } = context;
  const copied = card.copied === WHOLE_CARD;
  const press = (event: CardEvent) => () => {
    send(event);
  };
  return html`<div class="acts" role="group" aria-label=${words.acts}>
    <div class="main-acts">
      <div class="menu-place split" id="copy-place">
        <button
          type="button"
          class="button"
          id="copy-all"
          title=${words.copyAllName}
          @click=${() => {
            send({ is: 'copyAll', text: cardText(view, context) });
          }}
        >
          ${copied ? cardWords.copied : words.copyAll}
        </button>
        <button
          type="button"
          class="button more-acts"
          id="copy-more"
          aria-label=${words.more}
          title=${words.more}
          aria-expanded=${card.menuOpen ? 'true' : 'false'}
          aria-controls="copy-menu"
          @click=${press({ is: 'toggleMenu' })}
        >
          ${icon('down')}
        </button>
        <div class="menu" id="copy-menu" ?hidden=${!card.menuOpen}>
          ${card.menuOpen ? menu(address.size > 0, press) : nothing}
        </div>
      </div>
      <button type="button" class="button" id="open-in-highlevel" @click=${press({ is: 'openInHighLevel' })}>
        ${cardWords.openInHighLevel}${icon('away')}
      </button>
    </div>
    <div class="other-acts">
      <button type="button" class="link" id="refresh" @click=${press({ is: 'refresh' })}>
        ${cardWords.refresh}
      </button>
      <button type="button" class="link" id="save-vcard" @click=${press({ is: 'saveVcard' })}>
        ${words.saveVcard}
      </button>
      <button
        type="button"
        class="link"
        id="open-card-search"
        aria-label=${words.searchName}
        aria-keyshortcuts="Control+F Meta+F"
        @click=${press({ is: 'openSearch' })}
      >
        ${words.search}
      </button>
    </div>
    ${saved(card.saved)}
  </div>`;
}

/** What was saved under which name, for a while. */
function saved(file: string | null): unknown {
  return file === null
    ? nothing
    : html`<p class="saved" id="saved"><bdi data-personal>${words.saved(file)}</bdi></p>`;
}

function menu(hasAddress: boolean, press: (event: CardEvent) => () => void): TemplateResult {
  const item = (id: string, event: CardEvent, text: string) =>
    html`<li>
      <button type="button" class="menu-item" id=${id} @click=${press(event)}>${text}</button>
    </li>`;
  return html`<ul>
    ${item('menu-copy-name', { is: 'copyName' }, words.copyName)}
    ${hasAddress ? item('menu-copy-label', { is: 'copyAddress' }, words.copyLabelName) : nothing}
    ${item('print-card', { is: 'print' }, words.print)}
  </ul>`;
}

/** Copies the address as it is written on a letter. */
export function labelButton({ card, send }: CardContext): TemplateResult {
  const copied = card.copied === ADDRESS_LABEL;
  return html`<button
    type="button"
    class="link copy-label ${copied ? 'copied' : ''}"
    id="copy-label"
    @click=${() => {
      send({ is: 'copyAddress' });
    }}
  >
    ${copied ? cardWords.copied : words.copyLabel}
  </button>`;
}
