import { html, type TemplateResult } from 'lit-html';
import type { Act, Send } from '../../events';
import type { State, Told } from '../../state';
import { administratorText } from '../../words/details';
import { askActionWords, bulkAsks, type AskAction } from '../../words/bulk-asks';
import { en } from '../../words/en';
import { contextOf, problemPanel } from '../problem';

/** What a whole list stopped at, and what the person can do about it. Nothing is lost. */
export function asking(told: Told, state: State, send: Send): TemplateResult {
  const { dailyLeft, account } = state.bulk.view;
  const { words, actions } = bulkAsks(told.problem.kind, dailyLeft, account?.name ?? null);
  // The sample account has no token of its own.
  const own = account?.sample === true ? actions.filter((action) => !ofToken.has(action)) : actions;
  const buttons = own.map((action, index) => button(action, index === 0, told, state, send));
  return problemPanel(told, 'bulk', state, send, { words, buttons });
}

const ofToken: ReadonlySet<AskAction> = new Set<AskAction>(['token', 'session-token']);

/** The same buttons as those of the run, wherever they stand. */
const ids: Partial<Record<AskAction, string>> = {
  'go-on': 'bulk-pause',
  'go-on-anyway': 'bulk-pause',
  'try-again': 'bulk-pause',
  'stop': 'bulk-stop',
};

function button(action: AskAction, primary: boolean, told: Told, state: State, send: Send): TemplateResult {
  const copied = action === 'administrator' && state.copied === 'administrator';
  return html`<button
    type="button"
    class="button ${primary ? 'primary' : ''}"
    id=${ids[action] ?? `bulk-${action}`}
    @click=${() => {
      send(actOf(action, told, state));
    }}
  >
    ${copied ? en.problem.copied : askActionWords[action]}
  </button>`;
}

function actOf(action: AskAction, told: Told, state: State): Act {
  switch (action) {
    case 'token':
    case 'session-token':
      return {
        is: 'replace-token',
        account: (state.bulk.view.asksIn ?? state.bulk.view.account)?.id ?? state.current?.id ?? '',
      };
    case 'go-on':
    case 'go-on-anyway':
    case 'try-again':
      return { is: 'bulk', act: { is: 'go-on' }, at: told.at };
    case 'without-names':
      return { is: 'bulk', act: { is: 'go-on-without-names' }, at: told.at };
    case 'stop':
      return { is: 'bulk', act: { is: 'stop' }, at: told.at };
    case 'administrator': {
      const context = contextOf(told.at, 'bulk', state);
      return {
        is: 'copy-problem',
        text: administratorText(told.problem, state.version, context),
        what: 'administrator',
      };
    }
  }
}
