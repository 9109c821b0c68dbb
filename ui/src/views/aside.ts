import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import { ownProblem, type State } from '../state';
import { leaveQuestion } from './bulk/question';
import { problemPanel } from './problem';

/** What comes from aside of what the person is doing: whether the program is to be closed, and a problem, unless they
 * have one of their own to look at. */
export function aside(state: State, send: Send): TemplateResult {
  return html`${leaveQuestion(state, send)}
  ${state.passing && !ownProblem(state) ? problemPanel(state.passing, 'aside', state, send) : nothing}`;
}
