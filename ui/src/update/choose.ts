import type { Answer } from '../backend';
import type { Chosen } from '../events';
import type { SettingsView } from '../generated/SettingsView';
import { accountsNamed, textSizes, usualTextSize, type Choice, type Screen, type State } from '../state';
import { step, type Effect, type Step } from './effect';
import { say, tell } from './tell';

/** "Saved" stays for this long. */
export const savedMs = 2_000;

/** Takes a choice over at once and has it kept. A host is checked before it counts. */
export function choose(state: State, wanted: Chosen): Step {
  const turn = state.choosing.turn + 1;
  const choosing = { ...state.choosing, turn, saved: null, hostRefused: false };
  if (wanted.set === 'highlevelHost') {
    return step(state, { choosing }, { do: 'choose', turn, chosen: { ...wanted, to: hostIn(wanted.to) } });
  }
  const decides = wanted.set === 'rememberNames' ? { namesDecided: true } : {};
  const choices = { ...state.choices, [wanted.set]: wanted.to, ...decides };
  return step(state, { choices, choosing }, { do: 'choose', turn, chosen: wanted });
}

/** Makes the text larger or smaller by one size, or as it usually is. */
export function resizeText(state: State, by: -1 | 0 | 1): Step {
  const { textSize } = state.choices;
  const next = by === 0 ? usualTextSize : textSizes[textSizes.indexOf(textSize) + by];
  return next === undefined || next === textSize ? step(state) : choose(state, { set: 'textSize', to: next });
}

/** The host in a whole address, which is what people have at hand; any other text as it is. */
function hostIn(text: string): string {
  return text
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/s, '');
}

/** A choice is kept, or cannot be. The answer to a change that was followed by another is overtaken. */
export function chosen(
  state: State,
  turn: number,
  choice: Choice,
  answer: Answer<SettingsView | null>,
  at: number,
): Step {
  if (!answer.ok) return step(state, { passing: tell(answer.problem, at) });
  if (turn !== state.choosing.turn) return step(state);
  if (answer.value === null) {
    return step(
      state,
      { choosing: { ...state.choosing, hostRefused: true } },
      { do: 'focus', place: 'highlevel-host', select: true },
    );
  }
  const { lasts } = state.choosing;
  return step(
    state,
    {
      choices: answer.value,
      choosing: { ...state.choosing, saved: choice },
      ...say(state, { is: 'saved', lasts }),
    },
    { do: 'after', key: 'saved', ms: savedMs, event: { is: 'saved-faded' } },
    ...focusAfter(choice, answer.value, state.screen),
  );
}

/** What was pressed may be gone with what it changed: the focus goes on to what stands nearest. */
function focusAfter(choice: Choice, { quietHours }: SettingsView, screen: Screen): Effect[] {
  if (choice === 'rememberNames' && screen === 'lookup')
    return [{ do: 'catch-focus', place: 'recents-title', select: false }];
  if (choice === 'highlevelHost') return [{ do: 'focus', place: 'highlevel-host', select: false }];
  if (choice === 'quietHours' && quietHours.begin === quietHours.end) {
    return [{ do: 'focus', place: 'quiet-begin', select: false }];
  }
  return [];
}

/** "Saved" has been there long enough. */
export function savedFaded(state: State): Step {
  return step(state, { choosing: { ...state.choosing, saved: null } });
}

/** Another host is being typed: what was said about the last one no longer counts. */
export function typedHost(state: State): Step {
  if (!state.choosing.hostRefused) return step(state);
  return step(state, { choosing: { ...state.choosing, hostRefused: false } });
}

/** Narrows the list of accounts. */
export function searchAccounts(state: State, text: string): Step {
  const choosing = { ...state.choosing, search: text };
  const count = accountsNamed(state.accounts, text).length;
  return step(state, { choosing, ...say(state, { is: 'accounts-found', count }) });
}
