import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import { notices } from '../parts/notices';
import type { State } from '../state';
import { stageOf } from '../state/bulk';
import { aside } from './aside';
import { list } from './bulk/list';
import { listIn } from './bulk/list-in';
import { header } from './header';
import { recents } from './recents';
import { sampleBanner } from './sample-banner';

/** The screen that looks many contacts up: a list is put in, looked up, and there are its results. */
export function bulk(state: State, send: Send, now: number): TemplateResult {
  const stage = stageOf(state.bulk);
  return html`${header(state, send)}
    <div class="desk">
      <main class="work many" data-stage=${stage}>
        ${state.current?.sample ? sampleBanner(state, send) : nothing} ${notices(state.notices, send)}
        ${aside(state, send)} ${stage === 'in' ? listIn(state, send) : list(state, send, now)}
      </main>
      ${recents(state, send, now)}
    </div>`;
}
