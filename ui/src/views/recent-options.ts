import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import type { RecentView } from '../generated/RecentView';
import { accountOf } from '../recents';
import type { State } from '../state';
import { en } from '../words/en';

/** Names an option, for the box to say which one is chosen. */
export function optionId(at: number): string {
  return `recent-option-${String(at)}`;
}

/** The recent lookups below the box. The focus stays in the box: who types goes on typing. */
export function recentOptions(
  options: readonly RecentView[],
  at: number | null,
  state: State,
  send: Send,
): TemplateResult {
  return html`<ul
    class="menu recent-options"
    id="recent-options"
    role="listbox"
    aria-label=${en.recents.choose}
    ?hidden=${options.length === 0}
  >
    ${options.map((recent, index) => option(recent, index, index === at, state, send))}
  </ul>`;
}

function option(
  recent: RecentView,
  index: number,
  chosen: boolean,
  state: State,
  send: Send,
): TemplateResult {
  const { id, name } = recent;
  const account = accountOf(recent, state);
  // eslint-disable-next-line lit-a11y/click-events-have-key-events -- the keys of the options are the box's
  return html`<li
    role="option"
    class="menu-item"
    id=${optionId(index)}
    data-recent-option=${id}
    aria-selected=${chosen ? 'true' : 'false'}
    @mousedown=${(event: MouseEvent) => {
      // The focus stays in the box.
      event.preventDefault();
    }}
    @click=${() => {
      send({ is: 'recents', act: { is: 'open', recent } });
    }}
  >
    ${
      name === null
        ? html`<code>${id}</code>`
        : html`<span class="recent-name" dir="auto" data-personal>${name}</span> <code>${id}</code>`
    }
    ${state.accounts.length > 1 && account ? html`<bdi class="quiet-text">${account.name}</bdi>` : nothing}
  </li>`;
}
