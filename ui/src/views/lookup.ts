import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import type { Send } from '../events';
import { icon } from '../parts/icon';
import { notices } from '../parts/notices';
import type { Failed, Found, Loading, Reading, Round, State } from '../state';
import { en } from '../words/en';
import { aside } from './aside';
import { backToList, leftNotice } from './bulk/left';
import { cardSkeleton, contactCard } from './contact-card';
import { header } from './header';
import { problemPanel } from './problem';
import { recents } from './recents';
import { replaceForm } from './replace-form';
import { sampleBanner } from './sample-banner';
import { sampleList } from './samples';

const words = en.lookup;

/** The times on a card move on by this. */
const stepMs = 15_000;

/** The screen that looks one contact up. */
export function lookup(state: State, send: Send, now: number): TemplateResult {
  const { result } = state;
  const shown = result.is === 'reading' ? 'loading' : result.is;
  return html`${header(state, send)}
    <div class="desk">
      <main class="work">
        ${state.current?.sample ? sampleBanner(state, send) : nothing} ${notices(state.notices, send)}
        ${leftNotice(state, send)} ${aside(state, send)} ${backToList(state, send)}
        ${result.is === 'idle' ? nothing : html`<h1 class="visually-hidden">${words.title}</h1>`}
        ${note(state)}${filled(state)}${waitingLink(state, send)}
        <div
          id="result"
          data-state=${shown}
          data-id=${result.is === 'idle' ? '' : (result.id ?? '')}
          aria-busy=${shown === 'loading' ? 'true' : 'false'}
        >
          ${body(state, send, now)}
        </div>
      </main>
      ${recents(state, send, now)}
    </div>`;
}

function body(state: State, send: Send, now: number): unknown {
  const { result } = state;
  switch (result.is) {
    case 'idle':
      return idle(state, send);
    case 'reading':
    case 'loading':
      return result.before
        ? html`${stale(result.before, state, send, now)}${waiting(result, state, send)}`
        : html`${waiting(result, state, send)}${result.skeleton ? cardSkeleton() : nothing}`;
    case 'found':
      return card(result, state, send, now);
    case 'failed':
      return result.before
        ? html`${failed(result, state, send)}
            <div class="older">${card(result.before, state, send, now)}</div>`
        : failed(result, state, send);
  }
}

function failed(result: Failed, state: State, send: Send): TemplateResult {
  return state.form
    ? replaceForm(state.form, state, send)
    : problemPanel(result.told, 'lookup', state, send, about(result));
}

function card(found: Found, state: State, send: Send, now: number): unknown {
  const time = Math.floor(now / stepMs) * stepMs;
  const { from } = found;
  const { shielded } = state;
  const { quietHours } = state.choices;
  // Typing an ID redraws the page at every key; a card that has not changed is left alone.
  return guard([found.view, found.card, time, from, quietHours, shielded], () =>
    contactCard(
      found.view,
      found.card,
      (event) => {
        send({ is: 'card', event });
      },
      new Date(time),
      { from, quietHours, shielded },
    ),
  );
}

/** The card of the same ID while it is looked up again: still readable, plainly not the new answer. */
function stale(found: Found, state: State, send: Send, now: number): TemplateResult {
  return html`<div class="stale" inert>${card(found, state, send, now)}</div>`;
}

/** The account that a problem is about: not always the one in use. */
function about({ account }: Failed): { account?: string } {
  return account === null ? {} : { account };
}

function waiting(loading: Loading | Reading, state: State, send: Send): TemplateResult {
  const quiet = !loading.skeleton;
  const { round, long } = loading.is === 'loading' ? loading : { round: null, long: false };
  return html`<div class="waiting ${quiet ? 'quiet' : ''} ${loading.before ? 'floating' : ''}">
    <span class="pulse" aria-hidden="true"></span>
    ${
      loading.is === 'loading' && round
        ? progress(loading, round, state)
        : html`<p>${long ? words.stillWaiting : words.lookingUp}</p>`
    }
    <button
      type="button"
      class="button"
      id="cancel-look-up"
      aria-label=${round ? en.accounts.stop : words.cancelLookUp}
      @click=${() => {
        send({ is: 'cancel' });
      }}
    >
      ${words.cancel}
    </button>
  </div>`;
}

/** Which of several accounts is being asked. */
function progress({ account, long }: Loading, { next, total }: Round, state: State): TemplateResult {
  const name = state.accounts.find(({ id }) => id === account)?.name ?? '';
  const number = total - next.length;
  return html`<div class="asking">
    <p dir="auto">${en.accounts.asking(name, number, total)}</p>
    ${long ? html`<p>${words.stillWaiting}</p>` : nothing}
    ${
      total === 1
        ? nothing
        : html`<progress
            id="try-all-progress"
            max=${total}
            value=${number - 1}
            aria-label=${en.accounts.progress}
          ></progress>`
    }
  </div>`;
}

/** What was done to the text to find the ID in it. It waits with the rest: nothing moves at first. */
function note({ note, result }: State): TemplateResult | typeof nothing {
  const hidden =
    result.is === 'idle' || result.is === 'reading' || (result.is === 'loading' && !result.skeleton);
  if (!note || hidden) return nothing;
  const several = note.further > 0;
  const parts = [
    several ? words.firstOf(note.further + 1) : null,
    note.taken === 'from-link' ? words.fromLink : null,
    note.taken === 'tidied' && !several ? words.tidied : null,
  ].filter((part) => part !== null);
  const odd = note.unusualLength && result.id !== null ? words.unusualLength(result.id.length) : null;
  if (parts.length === 0 && odd === null) return nothing;
  return html`<ul class="id-note" id="id-note">
    ${parts.map((part) => html`<li>${part}</li>`)}
    ${odd === null ? nothing : html`<li class="odd">${icon('warn')}${odd}</li>`}
  </ul>`;
}

/** Where the text in the box came from, as long as it waits there. */
function filled({ filled, text }: State): TemplateResult | typeof nothing {
  return filled && text !== '' ? html`<p class="fill-note" id="fill-note">${words.filled}</p>` : nothing;
}

/** A link that came while the box was being typed into. */
function waitingLink({ waitingLink }: State, send: Send): TemplateResult | typeof nothing {
  if (waitingLink === null) return nothing;
  return html`<p class="fill-note" id="link-note">
    ${words.linkWaits}
    <button
      type="button"
      class="link"
      id="use-link"
      @click=${() => {
        send({ is: 'use-link' });
      }}
    >
      ${words.useLink}
    </button>
  </p>`;
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
