import { html, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import { notices } from '../parts/notices';
import type { State } from '../state';
import { en } from '../words/en';
import { aside } from './aside';
import { backBar } from './back-bar';
import { accounts } from './settings/accounts';
import { host } from './settings/host';
import { look } from './settings/look';
import { quietHours } from './settings/quiet-hours';
import { recentLookups } from './settings/recents';

const words = en.settings;

/** The accounts, what else can be chosen, and what this program is. */
export function settings(state: State, send: Send): TemplateResult {
  return html`${backBar(words.title, words.back, send)}
    <main class="page">
      ${notices(state.notices, send)} ${aside(state, send)} ${accounts(state, send)} ${look(state, send)}
      ${quietHours(state, send)} ${recentLookups(state, send)} ${host(state, send)}
      <section class="block" aria-labelledby="about-title">
        <h2 id="about-title">${words.about}</h2>
        <p id="version">${words.version(state.version)}</p>
        <p class="quiet-text">${words.privacy}</p>
      </section>
    </main>`;
}
