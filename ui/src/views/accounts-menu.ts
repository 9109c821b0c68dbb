import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Act, Send } from '../events';
import type { AccountView } from '../generated/AccountView';
import { moveByArrows } from '../parts/arrows';
import { icon } from '../parts/icon';
import { accountsNamed, type State } from '../state';
import { en } from '../words/en';

const words = en.header;

/** From one more on, the accounts can be searched by their name. */
const fewAccounts = 7;

/** Shows the account in use, and leads to the others. */
export function accountsMenu(state: State, send: Send): TemplateResult {
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
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        send({ is: 'open-menu' });
      }}
    >
      ${state.current?.sample ? html`<span class="dot" aria-hidden="true"></span>` : nothing}
      <span class="name" dir="auto">${shown}</span>
      ${icon('down')}
    </button>
    <div class="menu" id="account-menu" ?hidden=${!state.menuOpen} @keydown=${moveByArrows}>
      ${state.menuOpen ? menu(state, send) : nothing}
    </div>
  </div>`;
}

function menu(state: State, send: Send): TemplateResult {
  const { accounts, current } = state;
  const searched = accounts.length > fewAccounts;
  const found = searched ? accountsNamed(accounts, state.menuText) : accounts;
  // The choice begins at the account in use.
  const start = found.find(({ id }) => id === current?.id) ?? found[0];
  return html`${searched ? search(state, found, send) : nothing}
    ${
      found.length === 0
        ? nothing
        : html`<ul aria-label=${words.accounts}>
            ${found.map((account) => choice(account, account === start, state, send))}
          </ul>`
    }
    <ul>
      <li>${item('add-account', words.addAccount, { is: 'add-account' }, send)}</li>
      ${
        current?.sample
          ? nothing
          : html`<li>${item('use-samples', words.samples, { is: 'use-samples' }, send)}</li>`
      }
      <li>${item('menu-settings', words.settings, { is: 'go', to: 'settings' }, send)}</li>
    </ul>`;
}

function search(state: State, found: readonly AccountView[], send: Send): TemplateResult {
  return html`<div class="menu-search">
    <input
      id="menu-search"
      class="input"
      type="search"
      autocomplete="off"
      spellcheck="false"
      dir="auto"
      aria-label=${en.accounts.search}
      placeholder=${en.accounts.search}
      .value=${live(state.menuText)}
      @input=${(event: InputEvent) => {
        send({ is: 'narrow-menu', text: (event.currentTarget as HTMLInputElement).value });
      }}
      @keydown=${(event: KeyboardEvent) => {
        const [first] = found;
        if (event.key !== 'Enter' || event.isComposing || !first || state.menuText.trim() === '') return;
        event.preventDefault();
        send({ is: 'choose-account', account: first.id });
      }}
    />
    <p class="quiet-text" role="status">${found.length === 0 ? en.accounts.noneFound : nothing}</p>
  </div>`;
}

function choice(account: AccountView, start: boolean, state: State, send: Send): TemplateResult {
  const current = account.id === state.current?.id;
  return html`<li>
    <button
      type="button"
      class="menu-item"
      id=${start ? 'menu-start' : nothing}
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
}

function item(id: string, text: string, act: Act, send: Send): TemplateResult {
  return html`<button
    type="button"
    class="menu-item"
    id=${id}
    @click=${() => {
      send(act);
    }}
  >
    ${text}
  </button>`;
}
