import type { State } from '../state';
import { hideAll } from './card';
import { step, type Effect, type Step } from './effect';
import { say } from './tell';

/** Hides all that is personal, or shows it again. What was asked to be shown before is not shown again. */
export function toggleShield(state: State, leaves: boolean): Step {
  const on = !state.shielded;
  const hidden = on ? hideAll(state) : state;
  const focus: Effect[] = leaves ? [{ do: 'focus', place: 'privacy-shield', select: false }] : [];
  return step(hidden, { shielded: on, ...say(state, { is: 'shield', on }) }, ...focus);
}

/** A sensitive value was asked for while everything is hidden: it is not even fetched. */
export function shieldHides(state: State): Step {
  return step(state, say(state, { is: 'shield-hides' }));
}
