import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import type { Send } from '../events';
import { icon } from '../parts/icon';
import { notices } from '../parts/notices';
import type { Found, Loading, State } from '../state';
import { en } from '../words/en';
import { aside } from './aside';
import { cardSkeleton, contactCard } from './contact-card';
import { header } from './header';
import { problemPanel } from './problem';
import { sampleList } from './samples';
import { tokenForm } from './token-form';

const words = en.lookup;

/** The times on a card move on by this. */
const stepMs = 15_000;

/** The screen that looks one contact up. */
export function lookup(state: State, send: Send, now: number): TemplateResult {
  const { result } = state;
  const shown = result.is === 'reading' ? 'loading' : result.is;
  return html`${header(state, send)}
    <main class="work">
      ${state.current?.sample ? banner(state, send) : nothing} ${notices(state.notices, send)}
      ${aside(state, send)}
      ${result.is === 'idle' ? nothing : html`<h1 class="visually-hidden">${words.title}</h1>`} ${note(state)}
      <div
        id="result"
        data-state=${shown}
        data-id=${result.is === 'idle' ? '' : (result.id ?? '')}
        aria-busy=${shown === 'loading' ? 'true' : 'false'}
      >
        ${body(state, send, now)}
      </div>
    </main>`;
}

function body(state: State, send: Send, now: number): unknown {
  const { result } = state;
  switch (result.is) {
    case 'idle':
      return idle(state, send);
    case 'reading':
      return result.before ? stale(result.before, send, now) : nothing;
    case 'loading':
      return result.before
        ? html`${stale(result.before, send, now)}${waiting(result, send)}`
        : html`${waiting(result, send)}${result.skeleton ? cardSkeleton() : nothing}`;
    case 'found':
      return card(result, send, now);
    case 'failed':
      return state.form
        ? html`<section class="problem large calm">
            <h2 id="heading" tabindex="-1" dir="auto">
              ${en.form.replaceTitle(state.form.account?.name ?? '')}
            </h2>
            <p class="why">${en.form.replaceLead}</p>
            ${tokenForm(state.form, state, send, cancelForm(send))}
          </section>`
        : problemPanel(result.told, 'lookup', state, send);
  }
}

function card(found: Found, send: Send, now: number): unknown {
  const time = Math.floor(now / stepMs) * stepMs;
  // Typing an ID redraws the page at every key; a card that has not changed is left alone.
  return guard([found.view, found.card, time], () =>
    contactCard(
      found.view,
      found.card,
      (event) => {
        send({ is: 'card', event });
      },
      new Date(time),
    ),
  );
}

/** The card of the same ID while it is looked up again: still readable, plainly not the new answer. */
function stale(found: Found, send: Send, now: number): TemplateResult {
  return html`<div class="stale" inert>${card(found, send, now)}</div>`;
}

function waiting(loading: Loading, send: Send): TemplateResult {
  const quiet = !loading.skeleton;
  return html`<div class="waiting ${quiet ? 'quiet' : ''} ${loading.before ? 'floating' : ''}">
    <span class="pulse" aria-hidden="true"></span>
    <p>${loading.long ? words.stillWaiting : words.lookingUp}</p>
    <button
      type="button"
      class="button"
      id="cancel-look-up"
      aria-label=${words.cancelLookUp}
      @click=${() => {
        send({ is: 'cancel' });
      }}
    >
      ${words.cancel}
    </button>
  </div>`;
}

function cancelForm(send: Send): TemplateResult {
  return html`<button
    type="button"
    class="button"
    @click=${() => {
      send({ is: 'close-form' });
    }}
  >
    ${en.form.cancel}
  </button>`;
}

/** What was done to the text to find the ID in it. It waits with the rest: nothing moves at first. */
function note({ note, result }: State): TemplateResult | typeof nothing {
  const hidden =
    result.is === 'idle' || result.is === 'reading' || (result.is === 'loading' && !result.skeleton);
  if (!note || hidden) return nothing;
  const parts = [
    note.taken === 'from-link' ? words.fromLink : null,
    note.taken === 'tidied' ? words.tidied : null,
    note.unusualLength ? words.unusualLength : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return nothing;
  return html`<ul class="id-note" id="id-note">
    ${parts.map((part) => html`<li>${part}</li>`)}
  </ul>`;
}

function idle(state: State, send: Send): TemplateResult {
  return html`<div class="idle">
    <span class="seal" aria-hidden="true">${icon('search')}</span>
    <h1>${words.title}</h1>
    <p class="lead">${words.lead}</p>
    ${
      state.current?.sample
        ? sampleList(state, send)
        : html`<div class="where">
            <p>${words.where}</p>
            <p class="address"><span>${words.exampleStart}</span><wbr /><mark>${words.exampleId}</mark></p>
          </div>`
    }
  </div>`;
}

function banner(state: State, send: Send): TemplateResult {
  const has = state.accounts.length > 0;
  return html`<div class="banner" id="sample-banner">
    ${icon('info')}
    <p>${en.samples.banner}</p>
    <button
      type="button"
      class="link"
      id="connect-own"
      @click=${() => {
        send({ is: 'leave-samples' });
      }}
    >
      ${has ? en.samples.leave : en.samples.connect}
    </button>
  </div>`;
}
