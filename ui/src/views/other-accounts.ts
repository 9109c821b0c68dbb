import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import type { AccountView } from '../generated/AccountView';
import { en } from '../words/en';

const words = en.accounts;

/** So many accounts have a button of their own; the rest are in the menu. */
export const namedAccounts = 6;

/** Leads to the accounts that may have a contact which the one in use has not. */
export function otherAccounts(untried: readonly AccountView[], send: Send): unknown {
  const [only, ...more] = untried;
  if (!only) return nothing;
  const all = untried.map(({ id }) => id);
  const [text, id] = more.length === 0 ? [words.tryOne(only.name), only.id] : [words.tryAll, null];
  return html`${button('try-all', id, text, all, true, send)}
  ${
    more.length === 0
      ? nothing
      : untried
          .slice(0, namedAccounts)
          .map((account) => button(null, account.id, words.tryOne(account.name), [account.id], false, send))
  }`;
}

function button(
  id: string | null,
  account: string | null,
  text: string,
  accounts: readonly string[],
  primary: boolean,
  send: Send,
): TemplateResult {
  return html`<button
    type="button"
    class="button ${primary ? 'primary' : ''}"
    id=${id ?? nothing}
    ?data-enter=${primary}
    data-try-account=${account ?? nothing}
    dir="auto"
    @click=${() => {
      send({ is: 'try-accounts', accounts });
    }}
  >
    ${text}
  </button>`;
}
