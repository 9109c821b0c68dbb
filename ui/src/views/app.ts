import { html, nothing, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import type { Send } from '../events';
import { beginning } from '../format';
import type { Said, State } from '../state';
import { en } from '../words/en';
import { bulk } from './bulk';
import { spokenOfList } from './bulk/spoken';
import { help } from './help';
import { lookup } from './lookup';
import { problemPanel } from './problem';
import { settings } from './settings';
import { shieldBanner } from './shield';
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
  return html`${screen(state, send, now)}${shieldBanner(state, send)}`;
}

function screen(state: State, send: Send, now: number): TemplateResult {
  switch (state.screen) {
    case 'welcome':
      return welcome(state, send);
    case 'lookup':
      return lookup(state, send, now);
    case 'bulk':
      return bulk(state, send, now);
    case 'settings':
      return settings(state, send);
    case 'help':
      return help(state, send);
  }
}

/** What the live region says: a new element each time, so that the same words are said again. */
export function announcement({ said, shielded, bulk }: State): unknown {
  if (!said) return nothing;
  const text = said.what.is === 'bulk' ? spokenOfList(said.what.what, bulk) : spoken(said.what, shielded);
  return keyed(said.turn, html`<span>${text}</span>`);
}

function spoken(said: Exclude<Said, { is: 'bulk' }>, shielded: boolean): string {
  switch (said.is) {
    case 'found':
      return shielded ? en.shield.found : en.said.found(beginning(said.name));
    case 'connected':
      return en.said.connected;
    case 'same-token':
      return en.accounts.sameToken(said.account, said.other);
    case 'choose-token':
      return en.form.whichToken(said.count);
    case 'store-may-ask':
      return en.form.storeMayAsk;
    case 'still-waiting':
      return en.lookup.stillWaiting;
    case 'works':
      return en.said.works(said.account);
    case 'renamed':
      return en.settings.renamed[said.name](said.account);
    case 'removed':
      return en.said.removed(said.account);
    case 'restored':
      return en.said.restored(said.account);
    case 'token-pasted':
      return en.said.tokenPasted;
    case 'recents-removed':
      return en.recents.undoLater(said.recent ? en.recents.removedOne : en.recents.removedAll);
    case 'recents-back':
      return en.recents.back;
    case 'recent-gone':
      return en.recents.goneNotice;
    case 'no-program':
      return en.notices.noProgram[said.opens];
    case 'filled':
      return en.lookup.filled;
    case 'link-waits':
      return en.lookup.linkWaits;
    case 'trying':
      return en.accounts.trying(said.accounts);
    case 'copied':
      return en.said.copied;
    case 'saved':
      return said.lasts ? en.settings.saved : en.settings.savedForNow;
    case 'accounts-found':
      return said.count === 0 ? en.accounts.noneFound : en.settings.found(said.count);
    case 'still-checking':
      return en.check.stillChecking;
    case 'checked':
      return said.good ? en.check.allGood : en.check.someTrouble;
    case 'check-stopped':
      return en.check.stopped;
    case 'shield':
      return said.on ? en.shield.saidOn : en.shield.saidOff;
    case 'shield-hides':
      return en.shield.saidHides;
  }
}
