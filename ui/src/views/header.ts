import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Send } from '../events';
import { icon } from '../parts/icon';
import { pasteAsOneLine } from '../parts/paste';
import type { State } from '../state';
import { en } from '../words/en';
import { accountsMenu } from './accounts-menu';
import { bulkButton } from './bulk/open';
import { pickable } from '../recents';
import { pressedInBox } from './box-keys';
import { optionId, recentOptions } from './recent-options';
import { shieldButton } from './shield';

const words = en.header;

/** The top of the lookup screen: the ID box, the account in use, the settings. */
export function header(state: State, send: Send): TemplateResult {
  return html`<header class="top">
    ${find(state, send)}
    <div class="tools">
      ${bulkButton(state, send)} ${accountsMenu(state, send)} ${shieldButton(state, send)}
      <button
        type="button"
        class="icon-button framed"
        id="open-help"
        aria-label=${words.help}
        title=${words.help}
        @click=${() => {
          send({ is: 'go', to: 'help' });
        }}
      >
        ${icon('help')}
      </button>
      <button
        type="button"
        class="icon-button framed"
        id="open-settings"
        aria-label=${words.settings}
        title=${words.settings}
        @click=${() => {
          send({ is: 'go', to: 'settings' });
        }}
      >
        ${icon('settings')}
      </button>
    </div>
  </header>`;
}

function find(state: State, send: Send): TemplateResult {
  const { result } = state;
  // Only what was typed can be marked as wrong; a contact that is not found was a good ID.
  const refused = result.is === 'failed' && result.id === null;
  const { picker } = state;
  const options = picker ? pickable(state) : [];
  const at = picker?.at ?? null;
  const chosen = at === null ? undefined : options[at];
  const open = options.length > 0;
  return html`<form
    class="find"
    role="search"
    autocomplete="off"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      // What stands in the box counts: not every way to fill it in tells the page.
      send({ is: 'look-up', text: boxOf(event.currentTarget)?.value ?? '' });
    }}
  >
    <label class="visually-hidden" for="contact-id">${words.box}</label>
    <input
      id="contact-id"
      type="text"
      placeholder=${words.box}
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      enterkeyhint="search"
      role="combobox"
      aria-label=${words.box}
      aria-autocomplete="list"
      aria-expanded=${open ? 'true' : 'false'}
      aria-controls="recent-options"
      aria-activedescendant=${chosen ? optionId(at ?? 0) : nothing}
      aria-invalid=${refused ? 'true' : 'false'}
      aria-describedby=${refused ? 'problem-title problem-reason' : nothing}
      .value=${live(state.text)}
      @paste=${pasteAsOneLine}
      @keydown=${(event: KeyboardEvent) => {
        pressedInBox(event, state, options, send);
      }}
      @blur=${() => {
        if (picker) send({ is: 'close-picker' });
      }}
      @input=${(event: InputEvent) => {
        const { value } = event.currentTarget as HTMLInputElement;
        send({ is: 'typed', text: value, at: Date.now() });
      }}
    />
    <button type="submit" class="button primary" id="look-up">${words.lookUp}</button>
    ${recentOptions(options, at, state, send)}
  </form>`;
}

function boxOf(form: EventTarget | null): HTMLInputElement | null {
  return form instanceof HTMLFormElement ? form.querySelector('input') : null;
}
