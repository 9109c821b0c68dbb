import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../../events';
import type { AccountView } from '../../generated/AccountView';
import { icon } from '../../parts/icon';
import { accountsNamed, type State } from '../../state';
import { en } from '../../words/en';
import { problemPanel } from '../problem';
import { tokenForm } from '../token-form';

const words = en.settings;

/** As many accounts as are found at a glance. Among more, a person searches. */
const AT_A_GLANCE = 7;

/** The saved accounts, and what can be done with each. */
export function accounts(state: State, send: Send): TemplateResult {
  const { search } = state.choosing;
  const shown = accountsNamed(state.accounts, search);
  return html`<section class="block" aria-labelledby="accounts-title">
    <h2 id="accounts-title">${words.accounts}</h2>
    ${state.accounts.length > AT_A_GLANCE || search !== '' ? searchBox(search, send) : nothing}
    ${
      shown.length === 0
        ? html`<p class="quiet-text none">
            ${state.accounts.length === 0 ? words.none : en.accounts.noneFound}
          </p>`
        : html`<ul class="accounts">
            ${shown.map(
              (account) => html`<li data-account-row=${account.id}>${row(account, state, send)}</li>`,
            )}
          </ul>`
    }
    <button
      type="button"
      class="button"
      id="add-account"
      @click=${() => {
        send({ is: 'add-account' });
      }}
    >
      ${icon('plus')}${words.add}
    </button>
  </section>`;
}

function searchBox(search: string, send: Send): TemplateResult {
  return html`<div class="search-line">
    ${icon('search')}
    <input
      id="account-search"
      class="input"
      type="text"
      autocomplete="off"
      spellcheck="false"
      dir="auto"
      aria-label=${en.accounts.search}
      placeholder=${en.accounts.search}
      .value=${search}
      @input=${(event: InputEvent) => {
        send({ is: 'search-accounts', text: (event.currentTarget as HTMLInputElement).value });
      }}
    />
  </div>`;
}

function row(account: AccountView, state: State, send: Send): TemplateResult {
  const { renaming, works, trouble } = state.settings;
  const current = account.id === state.current?.id;
  const kept = account.sessionOnly ? words.keptForSession : words.keptInStore(state.system);
  return html`<div class="account-row">
      ${
        renaming === account.id
          ? renameForm(account, send)
          : html`<div class="account-name">
              <h3 dir="auto">${account.name}</h3>
              ${current ? html`<span class="tag">${words.inUse}</span>` : nothing}
              <p class="quiet-text">${kept}</p>
            </div>`
      }
      <div class="buttons">${buttons(account, state, send)}</div>
    </div>
    ${
      works === account.id
        ? html`<p class="answer good" data-works=${account.id}>${icon('check')}${words.works}</p>`
        : nothing
    }
    ${
      trouble?.account === account.id && !state.form
        ? problemPanel(trouble.told, 'settings', state, send, { account: account.id })
        : nothing
    }
    ${state.form?.account?.id === account.id ? replaceForm(state, send) : nothing}`;
}

function renameForm(account: AccountView, send: Send): TemplateResult {
  return html`<form
    class="rename"
    autocomplete="off"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      const name = new FormData(event.currentTarget as HTMLFormElement).get('name');
      send({ is: 'rename', account: account.id, name: typeof name === 'string' ? name : '' });
    }}
  >
    <label class="visually-hidden" for="account-name">${words.nameOf}</label>
    <input
      id="account-name"
      class="input"
      name="name"
      type="text"
      maxlength="200"
      autocomplete="off"
      dir="auto"
      .defaultValue=${account.name}
    />
    <button type="submit" class="button primary">${words.save}</button>
    <button
      type="button"
      class="button"
      @click=${() => {
        send({ is: 'edit-name', account: null });
      }}
    >
      ${words.cancel}
    </button>
  </form>`;
}

function buttons(account: AccountView, state: State, send: Send): unknown {
  const { id, name } = account;
  const testing = state.settings.testing === id;
  const all = [
    ['test', testing ? words.testing : words.test, words.testOf(name), { is: 'test-token', account: id }],
    ['rename', words.rename, words.renameOf(name), { is: 'edit-name', account: id }],
    ['replace', words.replace, words.replaceOf(name), { is: 'replace-token', account: id }],
    ['remove', words.remove, words.removeOf(name), { is: 'remove', account }],
  ] as const;
  return all.map(
    ([what, text, label, act]) =>
      html`<button
        type="button"
        class="button small"
        id=${`${what}-${id}`}
        data-account-action=${what}
        aria-label=${what === 'test' && testing ? text : label}
        aria-disabled=${state.settings.testing !== null && what === 'test' ? 'true' : nothing}
        @click=${() => {
          send(act);
        }}
      >
        ${text}
      </button>`,
  );
}

function replaceForm(state: State, send: Send): TemplateResult | typeof nothing {
  if (!state.form) return nothing;
  const cancel = html`<button
    type="button"
    class="button"
    @click=${() => {
      send({ is: 'close-form' });
    }}
  >
    ${en.form.cancel}
  </button>`;
  return html`<div class="replace">
    <p class="quiet-text">${en.form.replaceLead}</p>
    ${tokenForm(state.form, state, send, cancel)}
  </div>`;
}
