import { html, nothing, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Send } from '../events';
import { beginning } from '../format';
import { isJustNow, recentTimeText } from '../format/recent-time';
import type { RecentView } from '../generated/RecentView';
import { moveByArrows } from '../parts/arrows';
import { icon } from '../parts/icon';
import { accountOf, isOf, recentsShown } from '../recents';
import type { State } from '../state';
import { en } from '../words/en';

const words = en.recents;

/** Of a name no more is drawn than this, in UTF-16 units: it has one line. */
const LONGEST_NAME = 200;

/** How often the times in the list are looked at again. */
const minuteMs = 60_000;

/** The recent lookups: beside the card, or above it behind a button where there is no room. */
export function recents(state: State, send: Send, now: number): unknown {
  const { accounts, choices, current, recentsOpen, result, shielded } = state;
  const id = result.is === 'idle' ? null : result.id;
  const account = result.is === 'idle' || result.is === 'reading' ? null : result.account;
  // Typing an ID redraws the page at every key; the list is then as it was.
  const minute = Math.floor(now / minuteMs);
  return guard([state.recents, accounts, choices, current, recentsOpen, id, account, shielded, minute], () =>
    list(state, send, new Date(now), (recent) => isOf(recent, id, account)),
  );
}

function list(state: State, send: Send, now: Date, isShown: (recent: RecentView) => boolean): TemplateResult {
  const all = recentsShown(state);
  const open = state.recentsOpen;
  const clear = () => {
    send({ is: 'recents', act: { is: 'clear' } });
  };
  return html`<nav class="recents" id="recents" aria-labelledby="recents-title" ?data-open=${open}>
    <div class="recents-frame">
      <div class="recents-top">
        <h2 id="recents-title" tabindex="-1">${words.title}</h2>
        <button
          type="button"
          class="link recents-toggle"
          id="toggle-recents"
          aria-expanded=${open ? 'true' : 'false'}
          aria-controls="recents-list"
          ?hidden=${all.length === 0}
          @click=${() => {
            send({ is: 'recents', act: { is: 'toggle' } });
          }}
        >
          ${open ? words.hide : words.show(all.length)}
        </button>
        ${
          // From within the samples it would take the person's own with it, unseen.
          all.length === 0 || state.current?.sample === true
            ? nothing
            : html`<button
                type="button"
                class="link"
                id="clear-recents"
                aria-label=${words.clearName}
                @click=${clear}
              >
                ${words.clear}
              </button>`
        }
      </div>
      <div id="recents-list">
        ${
          all.length === 0
            ? html`<p class="quiet-text">${words.empty}</p>`
            : html`${offersNames(state, all) ? namesOffer(send) : nothing}
                <ul @keydown=${moveByArrows}>
                  ${repeat(
                    all,
                    // Each stays what it is: whoever has the focus on one must not press another after news of the list.
                    ({ account, id }) => `${account} ${id}`,
                    (recent, index) => entry(recent, index, isShown(recent), state, send, now),
                  )}
                </ul>`
        }
      </div>
    </div>
  </nav>`;
}

/** Whether bare IDs are left of lookups before a restart, and the person has not said what they want. */
function offersNames({ choices, current }: State, all: readonly RecentView[]): boolean {
  const asked = choices.rememberNames || choices.namesDecided || current?.sample === true;
  return !asked && all.some(({ name, inMemory }) => name === null && !inMemory);
}

function namesOffer(send: Send): TemplateResult {
  const choose = (to: boolean) => () => {
    send({ is: 'choose', chosen: { set: 'rememberNames', to } });
  };
  return html`<div class="names-offer" role="group" aria-labelledby="names-offer">
    <h3 id="names-offer">${words.keepNames}</h3>
    <p>${words.keepNamesNote}</p>
    <div class="buttons">
      <button type="button" class="button small primary" id="keep-names" @click=${choose(true)}>
        ${words.keep}
      </button>
      <button type="button" class="button small" id="decline-names" @click=${choose(false)}>
        ${words.decline}
      </button>
    </div>
  </div>`;
}

function entry(
  recent: RecentView,
  index: number,
  shown: boolean,
  state: State,
  send: Send,
  now: Date,
): TemplateResult {
  const { id, name, at } = recent;
  const account = accountOf(recent, state);
  const time = isJustNow(at, now) ? words.justNow : recentTimeText(at, now);
  const removes = (event: KeyboardEvent) => {
    const { ctrlKey, metaKey, altKey, shiftKey, key } = event;
    // The one key that deletes on a Mac.
    const deletes = key === 'Delete' || (key === 'Backspace' && state.system === 'macos');
    if (!deletes || ctrlKey || metaKey || altKey || shiftKey) return;
    event.preventDefault();
    if (!event.repeat) send({ is: 'recents', act: { is: 'remove', recent } });
  };
  return html`<li class="recent">
    <button
      type="button"
      class="recent-open"
      aria-keyshortcuts="Delete"
      @keydown=${removes}
      id="recent-${index}"
      data-recent=${id}
      data-recent-account=${recent.account}
      aria-current=${shown ? 'true' : nothing}
      @click=${() => {
        send({ is: 'recents', act: { is: 'open', recent } });
      }}
    >
      ${
        name === null
          ? html`<code class="recent-id">${id}</code>`
          : html`<span class="recent-name" dir="auto" data-personal>${beginning(name, LONGEST_NAME)}</span>`
      }
      <span class="recent-about"
        ><bdi>${account ? account.name : words.gone}</bdi>${time === null ? nothing : html` · ${time}`}</span
      >
    </button>
    <button
      type="button"
      class="icon-button"
      data-aside
      data-remove-recent=${id}
      aria-label=${words.remove(name === null || state.shielded ? id : name)}
      @click=${() => {
        send({ is: 'recents', act: { is: 'remove', recent } });
      }}
    >
      ${icon('close')}
    </button>
  </li>`;
}
