import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import { icon } from '../parts/icon';
import { pasteAsOneLine } from '../parts/paste';
import { isStoreFault, type State, type TokenForm } from '../state';
import { en } from '../words/en';
import { contextOf, problemPanel } from './problem';
import { problemWords } from '../words/problems';

const words = en.form;

/** The fields and buttons that connect an account or give it another token. What is typed stays in the fields. */
export function tokenForm(
  form: TokenForm,
  state: State,
  send: Send,
  extra: unknown = nothing,
): TemplateResult {
  const submit = (from: HTMLFormElement | null, sessionOnly: boolean) => {
    if (!from) return;
    const fields = new FormData(from);
    const text = (name: string) => {
      const value = fields.get(name);
      return typeof value === 'string' ? value : '';
    };
    send({ is: 'submit-token', name: text('name'), token: text('token'), sessionOnly });
  };
  const replaces = form.account !== null;
  const waits = form.busy && form.long;
  const session = waits || offersSession(form);
  // Without a store, Connect can only say so; what works is put forward. Enter does what it always does.
  const sessionFirst = session && !waits && form.told === null;
  const blocked = form.busy || (form.told?.wait ?? 0) > 0;
  return html`<form
    class="token-form"
    id="token-form"
    autocomplete="off"
    novalidate
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      submit(event.currentTarget as HTMLFormElement, false);
    }}
  >
    ${tokenField(form, send)} ${replaces ? nothing : nameField(form)}
    ${form.told ? problemPanel(form.told, 'form', state, send) : storeNote(form, state)}
    ${waits ? html`<p class="notice plain" role="note">${icon('info')}<span>${words.storeMayAsk}</span></p>` : nothing}
    <div class="buttons">
      <button type="submit" class="button ${sessionFirst ? '' : 'primary'}" id="connect" ?disabled=${blocked}>
        ${submitText(form)}
      </button>
      ${
        session
          ? html`<button
              type="button"
              class="button ${sessionFirst ? 'primary' : ''}"
              id="session-only"
              ?disabled=${blocked && !waits}
              @click=${(event: MouseEvent) => {
                submit((event.currentTarget as HTMLButtonElement).form, true);
              }}
            >
              ${words.sessionOnly}
            </button>`
          : nothing
      }
      ${extra}
    </div>
    ${form.busy ? html`<p class="small-print">${words.escape}</p>` : nothing}
    <p class="small-print">${session ? words.sentOnly : words.kept(state.system)}</p>
  </form>`;
}

function nameField(form: TokenForm): TemplateResult {
  return html`<div class="field">
    <label for="account-name">${words.accountName} <span class="optional">${words.optional}</span></label>
    <input
      id="account-name"
      name="name"
      class="input"
      type="text"
      maxlength="200"
      placeholder=${words.accountNameHint}
      autocomplete="off"
      dir="auto"
      ?readonly=${form.busy}
    />
  </div>`;
}

/** The tokens that were found where one was wanted, by what they can be known by. */
function tokenChoice({ choices, busy }: TokenForm, send: Send): TemplateResult {
  return html`<div class="field token-choice" role="group" aria-labelledby="which-token">
    <p class="label" id="which-token">${words.whichToken(choices.length)}</p>
    <ul>
      ${choices.map(
        ({ label, lastFour }, index) =>
          html`<li>
            <button
              type="button"
              class="button"
              id="token-choice-${index}"
              data-token-choice=${index}
              ?disabled=${busy}
              @click=${() => {
                send({ is: 'choose-token', index });
              }}
            >
              <bdi>${label ?? words.unlabelledToken(index + 1)}</bdi>
              <span class="quiet-text">${words.endsIn(lastFour)}</span>
            </button>
          </li>`,
      )}
    </ul>
    <button
      type="button"
      class="link"
      id="forget-token"
      @click=${() => {
        send({ is: 'forget-pasted' });
      }}
    >
      ${words.noneOfThem}
    </button>
  </div>`;
}

function tokenField(form: TokenForm, send: Send): TemplateResult {
  const { pasted } = form;
  if (form.choices.length > 0) return tokenChoice(form, send);
  if (pasted) {
    return html`<div class="field">
      <span class="label">${words.token}</span>
      <p class="chip-line">
        <span class="token-chip">${icon('check')}<span>${words.pasted(pasted.lastFour)}</span></span>
        <button
          type="button"
          class="icon-button"
          id="forget-token"
          aria-label=${words.forgetPasted}
          title=${words.forgetPasted}
          ?disabled=${form.busy}
          @click=${() => {
            send({ is: 'forget-pasted' });
          }}
        >
          ${icon('close')}
        </button>
      </p>
    </div>`;
  }
  return html`<div class="field">
    <label for="token">${words.token}</label>
    <div class="input-row">
      <input
        id="token"
        name="token"
        class="input"
        type="password"
        placeholder=${words.tokenHint}
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        ?readonly=${form.busy}
        @paste=${pasteAsOneLine}
      />
      <button
        type="button"
        class="button tall"
        id="paste-token"
        ?disabled=${form.busy}
        @click=${() => {
          send({ is: 'paste-token' });
        }}
      >
        ${words.paste}
      </button>
    </div>
  </div>`;
}

function submitText(form: TokenForm): string {
  if (form.account) return form.busy ? words.replacing : words.replace;
  return form.busy ? words.connecting : words.connect;
}

function offersSession({ storeFault, told }: TokenForm): boolean {
  return [storeFault, told?.problem.kind].some(
    (kind) => kind !== null && kind !== undefined && isStoreFault(kind),
  );
}

/** Said calmly, before anything was tried: this computer cannot keep the token. */
function storeNote({ storeFault }: TokenForm, state: State): TemplateResult | typeof nothing {
  if (!storeFault || !isStoreFault(storeFault)) return nothing;
  return html`<div class="notice plain" role="note" data-store=${storeFault}>
    ${icon('info')}
    <p>
      <strong>${problemWords({ kind: storeFault, facts: {} }, contextOf(0, 'form', state)).title}.</strong>
      ${words.sessionOnlyNote}
    </p>
  </div>`;
}
