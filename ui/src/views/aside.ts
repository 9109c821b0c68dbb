import { nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../events';
import { ownProblem, type State } from '../state';
import { problemPanel } from './problem';

/** A problem aside from what the person is doing, unless they have one of their own to look at. */
export function aside(state: State, send: Send): TemplateResult | typeof nothing {
  return state.passing && !ownProblem(state) ? problemPanel(state.passing, 'aside', state, send) : nothing;
}
