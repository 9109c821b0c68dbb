import { html, nothing, type TemplateResult } from 'lit-html';
import type { Act, Send } from '../events';
import type { Notice } from '../state';
import { en } from '../words/en';
import { markedName, sentenceParts } from '../format/direction';
import { icon } from './icon';

/** The one small thing worth saying, over the foot of the page: nothing moves for it. The live region speaks it. */
export function notices([notice]: readonly Notice[], send: Send): TemplateResult | typeof nothing {
  if (!notice) return nothing;
  return html`<section class="notices" aria-label=${en.notices.region}>${oneNotice(notice, send)}</section>`;
}

function oneNotice(notice: Notice, send: Send): TemplateResult {
  const good = notice.is === 'connected' || notice.is === 'token-replaced' || notice.is === 'bulk-saved';
  return html`<div class="notice ${good ? 'good' : 'plain'}" data-notice=${notice.is}>
    ${icon(good ? 'check' : 'info')}
    <p>
      ${sentenceParts(text(notice)).map((part, index) => (index % 2 === 0 ? part : html`<bdi>${part}</bdi>`))}
    </p>
    ${offer(notice, send)}
    <button
      type="button"
      class="icon-button"
      aria-label=${en.notices.dismiss}
      title=${en.notices.dismiss}
      @click=${() => {
        send({ is: 'dismiss-notice', index: 0 });
      }}
    >
      ${icon('close')}
    </button>
  </div>`;
}

/** What can be done about it. */
function offer(notice: Notice, send: Send): TemplateResult | typeof nothing {
  switch (notice.is) {
    case 'removed': {
      const { account } = notice;
      const label = en.notices.undoRemove(account.name);
      return button('undo-remove', en.notices.undo, label, { is: 'undo-remove', account }, send);
    }
    case 'recents-removed': {
      const act = { is: 'recents', act: { is: 'undo' } } as const;
      return button('undo-recents', en.recents.undo, en.recents.undoName, act, send);
    }
    case 'recent-gone': {
      const act = { is: 'recents', act: { is: 'remove', recent: notice.recent } } as const;
      return button('remove-gone', en.recents.goneRemove, null, act, send);
    }
    case 'no-program': {
      const act = { is: 'card', event: { is: 'copy', path: notice.path } } as const;
      return button('copy-instead', en.notices.copyInstead[notice.opens], null, act, send);
    }
    case 'connected':
    case 'token-replaced':
    case 'same-token':
    case 'renamed':
    case 'switched':
    case 'reloaded':
    case 'bulk-saved':
    case 'bulk-busy':
    case 'settings':
      return nothing;
  }
}

function button(id: string, text: string, label: string | null, act: Act, send: Send): TemplateResult {
  return html`<button
    type="button"
    class="button small"
    id=${id}
    aria-label=${label ?? nothing}
    @click=${() => {
      send(act);
    }}
  >
    ${text}
  </button>`;
}

function switched(why: 'link' | 'recent' | 'found', account: string): string {
  switch (why) {
    case 'link':
      return en.accounts.switchedByLink(account);
    case 'recent':
      return en.accounts.switchedByRecent(account);
    case 'found':
      return en.accounts.switchedByFinding(account);
  }
}

function text(notice: Notice): string {
  switch (notice.is) {
    case 'connected':
      return en.accounts.connected[notice.name](markedName(notice.account));
    case 'token-replaced':
      return en.notices.tokenReplaced(markedName(notice.account));
    case 'same-token':
      return en.accounts.sameToken(markedName(notice.account), markedName(notice.other));
    case 'renamed':
      return en.settings.renamed[notice.name](markedName(notice.account));
    case 'switched':
      return switched(notice.why, markedName(notice.account));
    case 'recents-removed':
      return notice.recent ? en.recents.removedOne : en.recents.removedAll;
    case 'recent-gone':
      return en.recents.goneNotice;
    case 'removed':
      return en.notices.removed(markedName(notice.account.name));
    case 'no-program':
      return en.notices.noProgram[notice.opens];
    case 'reloaded':
      return en.notices.reloaded;
    case 'bulk-saved': {
      const { file, rows, cut } = notice;
      const saved = en.bulk.saved(rows, markedName(file));
      return cut === 0 ? saved : `${saved} ${en.bulk.cut(cut)}`;
    }
    case 'bulk-busy':
      return en.bulk.oneListAtATime;
    case 'settings':
      return en.notices.settings[notice.what];
  }
}
