import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../../events';
import type { BulkView } from '../../generated/BulkView';
import type { ProblemKind } from '../../generated/ProblemKind';
import { icon } from '../../parts/icon';
import { stageOf, type Bulk } from '../../state/bulk';
import { en } from '../../words/en';
import { press } from './press';

const words = en.bulk;

/** What the list is, in its heading. */
export function titleOf({ state, rows, asksIn }: BulkView): string {
  if (asksIn !== null) return words.lookingIn(asksIn.name);
  switch (state) {
    case 'finished':
      return words.finished(rows);
    case 'stopped':
      return words.stoppedTitle(rows);
    case 'left':
      return words.leftTitle(rows);
    case 'none':
    case 'running':
    case 'waiting':
    case 'paused':
    case 'asking':
      return words.running(rows);
  }
}

/** Where the list stands, in a line. */
export function summary(bulk: Bulk): TemplateResult {
  return html`<p class="list-summary" id="bulk-summary">
    ${parts(bulk).map((part, index) => (index === 0 ? part : html` · <span>${part}</span>`))}
  </p>`;
}

function parts(bulk: Bulk): readonly string[] {
  const { view } = bulk;
  const { state, rows, done, found, attention, blank, secondsLeft } = view;
  const attends = attention > 0 ? [words.attention(attention)] : [];
  const blanks = blank > 0 ? [words.blank(blank)] : [];
  if (stageOf(bulk) === 'result') {
    const left = rows - done;
    const rest = left === 0 ? [] : [state === 'stopped' ? words.stopped(left) : words.leftOver(left)];
    // All of them together are the rows of the list.
    return [words.foundOf(found, rows), ...attends, ...blanks, ...rest];
  }
  const tail = { running: secondsLeft === null ? null : words.left(secondsLeft), paused: words.paused };
  const last = state === 'running' || state === 'paused' ? tail[state] : null;
  return [
    words.doneOf(done, rows),
    words.found(found),
    ...attends,
    ...blanks,
    ...(last === null ? [] : [last]),
  ];
}

/** Why it waits, told calmly: nobody has to do anything. */
export function waiting({ view, told }: Bulk): TemplateResult | typeof nothing {
  if (view.state !== 'waiting') return nothing;
  return html`<p class="list-waits" id="bulk-waiting">
    ${icon('info')}<span>${waitingText(view.problem?.kind, told?.wait ?? 0)}</span>
  </p>`;
}

/** What is hidden for want of names, why, and what to do about it. */
export function hidden({ view }: Bulk, send: Send): TemplateResult | typeof nothing {
  const { hidden: count, canShowHidden, namesRefused } = view;
  if (count === 0 && !namesRefused) return nothing;
  const why = namesRefused ? words.namesRefused : canShowHidden ? words.namesWereMissing : words.nameless;
  return html`<p class="list-waits" id="bulk-hidden">
    ${icon('info')}<span>${count === 0 ? nothing : words.hiddenValues(count)} ${why}</span>
    ${
      canShowHidden && view.state !== 'asking'
        ? html`<button
            type="button"
            class="link"
            id="bulk-show-hidden"
            @click=${press(send, { is: 'show-hidden' })}
          >
            ${words.showHidden}
          </button>`
        : nothing
    }
  </p>`;
}

/** A sentence for whatever a list waits for. `seconds`: how long that takes; 0 where nobody knows. */
export function waitingText(kind: ProblemKind | undefined, seconds: number): string {
  if (kind === 'too-many-requests') {
    return seconds > 0 ? words.waiting.pause(seconds) : words.waiting.pauseOver;
  }
  if (kind === 'highlevel-down') return words.waiting.down;
  return kind !== undefined && ofNetwork.has(kind) ? words.waiting.network : words.waiting.other;
}

const ofNetwork: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'offline',
  'server-not-found',
  'cannot-connect',
  'connection-cut',
  'timed-out',
  'certificate-not-trusted',
  'network-sign-in',
  'proxy-unreachable',
  'proxy-sign-in',
]);
