import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import type { Send } from '../events';
import type { Said, State } from '../state';
import { en } from '../words/en';
import { help } from './help';
import { lookup } from './lookup';
import { problemPanel } from './problem';
import { settings } from './settings';
import { welcome } from './welcome';

/** The page: one screen, drawn from the state. `now` is in milliseconds since 1970. */
export function app(state: State, send: Send, now: number): TemplateResult | typeof nothing {
  if (state.phase === 'starting') return nothing;
  if (state.phase === 'broken') {
    return html`<main class="center">
      <h1 class="visually-hidden">${en.program}</h1>
      ${state.passing ? problemPanel(state.passing, 'start', state, send) : nothing}
    </main>`;
  }
  switch (state.screen) {
    case 'welcome':
      return welcome(state, send);
    case 'lookup':
      return lookup(state, send, now);
    case 'settings':
      return settings(state, send);
    case 'help':
      return help(state, send);
  }
}

/** What the live region says: a new element each time, so that the same words are said again. */
export function announcement({ said }: State): unknown {
  return said ? keyed(said.turn, html`<span>${spoken(said.what)}</span>`) : nothing;
}

function spoken(said: Said): string {
  switch (said.is) {
    case 'found':
      return en.said.found(said.name);
    case 'connected':
      return en.said.connected;
    case 'store-may-ask':
      return en.form.storeMayAsk;
    case 'still-waiting':
      return en.lookup.stillWaiting;
    case 'works':
      return en.said.works(said.account);
    case 'removed':
      return en.said.removed(said.account);
    case 'restored':
      return en.said.restored(said.account);
    case 'token-pasted':
      return en.said.tokenPasted;
    case 'copied':
      return en.said.copied;
  }
}
