import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Send } from '../events';
import { icon } from '../parts/icon';
import { pasteAsOneLine } from '../parts/paste';
import type { State } from '../state';
import { en } from '../words/en';

const words = en.header;

/** The top of the lookup screen: the ID box, the account in use, the settings. */
export function header(state: State, send: Send): TemplateResult {
  return html`<header class="top">
    ${find(state, send)}
    <div class="tools">
      ${account(state, send)}
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
      aria-invalid=${refused ? 'true' : 'false'}
      aria-describedby=${refused ? 'problem-title problem-reason' : nothing}
      .value=${live(state.text)}
      @paste=${pasteAsOneLine}
      @input=${(event: InputEvent) => {
        const { value } = event.currentTarget as HTMLInputElement;
        send({ is: 'typed', text: value, at: Date.now() });
      }}
    />
    <button type="submit" class="button primary" id="look-up">${words.lookUp}</button>
  </form>`;
}

function boxOf(form: EventTarget | null): HTMLInputElement | null {
  return form instanceof HTMLFormElement ? form.querySelector('input') : null;
}

function account(state: State, send: Send): TemplateResult {
  const name = state.current?.name ?? '';
  const shown = state.current?.sample ? words.samples : name;
  return html`<div class="menu-place" id="account-place">
    <button
      type="button"
      class="button account"
      id="account"
      data-account=${name}
      aria-label=${words.account(shown)}
      aria-expanded=${state.menuOpen ? 'true' : 'false'}
      aria-controls="account-menu"
      @click=${() => {
        send({ is: 'toggle-menu' });
      }}
    >
      <span class="dot ${state.current?.sample ? 'hollow' : ''}" aria-hidden="true"></span>
      <span class="name" dir="auto">${shown}</span>
      ${icon('down')}
    </button>
    <div class="menu" id="account-menu" ?hidden=${!state.menuOpen}>
      ${state.menuOpen ? menu(state, send) : nothing}
    </div>
  </div>`;
}

function menu(state: State, send: Send): TemplateResult {
  return html`${
      state.accounts.length === 0
        ? nothing
        : html`<ul aria-label=${words.accounts}>
            ${state.accounts.map((account) => {
              const current = account.id === state.current?.id;
              return html`<li>
                <button
                  type="button"
                  class="menu-item"
                  data-choose-account=${account.id}
                  aria-current=${current ? 'true' : nothing}
                  @click=${() => {
                    send({ is: 'choose-account', account: account.id });
                  }}
                >
                  <span dir="auto">${account.name}</span>
                  ${current ? icon('check') : nothing}
                </button>
              </li>`;
            })}
          </ul>`
    }
    <ul>
      <li>
        <button
          type="button"
          class="menu-item"
          id="add-account"
          @click=${() => {
            send({ is: 'add-account' });
          }}
        >
          ${words.addAccount}
        </button>
      </li>
      ${
        state.current?.sample
          ? nothing
          : html`<li>
              <button
                type="button"
                class="menu-item"
                id="use-samples"
                @click=${() => {
                  send({ is: 'use-samples' });
                }}
              >
                ${words.samples}
              </button>
            </li>`
      }
      <li>
        <button
          type="button"
          class="menu-item"
          @click=${() => {
            send({ is: 'go', to: 'settings' });
          }}
        >
          ${words.settings}
        </button>
      </li>
    </ul>`;
}
