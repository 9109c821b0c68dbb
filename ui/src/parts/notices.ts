import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import type { Notice } from '../state';
import { en } from '../words/en';
import { icon } from './icon';

/** The small things worth saying, in a row above the rest. They are spoken by the live region. */
export function notices(list: readonly Notice[], send: Send): TemplateResult | typeof nothing {
  if (list.length === 0) return nothing;
  return html`<section class="notices" aria-label=${en.notices.region}>
    ${list.map((notice, index) => oneNotice(notice, index, send))}
  </section>`;
}

function oneNotice(notice: Notice, index: number, send: Send): TemplateResult {
  const good = notice.is === 'connected' || notice.is === 'token-replaced';
  return html`<div class="notice ${good ? 'good' : 'plain'}" data-notice=${notice.is}>
    ${icon(good ? 'check' : 'info')}
    <p dir="auto">${text(notice)}</p>
    ${
      notice.is === 'removed'
        ? html`<button
            type="button"
            class="button small"
            id="undo-remove"
            aria-label=${en.notices.undoRemove(notice.account.name)}
            @click=${() => {
              send({ is: 'undo-remove', account: notice.account });
            }}
          >
            ${en.notices.undo}
          </button>`
        : nothing
    }
    <button
      type="button"
      class="icon-button"
      aria-label=${en.notices.dismiss}
      title=${en.notices.dismiss}
      @click=${() => {
        send({ is: 'dismiss-notice', index });
      }}
    >
      ${icon('close')}
    </button>
  </div>`;
}

function text(notice: Notice): string {
  switch (notice.is) {
    case 'connected':
      return en.notices.connected(notice.account);
    case 'token-replaced':
      return en.notices.tokenReplaced(notice.account);
    case 'switched':
      return en.notices.switched(notice.account);
    case 'removed':
      return en.notices.removed(notice.account.name);
    case 'reloaded':
      return en.notices.reloaded;
    case 'settings':
      return en.notices.settings[notice.what];
  }
}
