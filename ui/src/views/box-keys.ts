import type { Send } from '../events';
import type { RecentView } from '../generated/RecentView';
import type { State } from '../state';
import { optionId } from './recent-options';

/** A press of Enter this soon after a problem has come belongs to the lookup, not to the problem. */
const momentMs = 1_000;

/** What a key does in the ID box, beside what it does in any box. */
export function pressedInBox(
  event: KeyboardEvent,
  state: State,
  options: readonly RecentView[],
  send: Send,
): void {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (event.isComposing || ctrlKey || metaKey || altKey || shiftKey) return;
  switch (key) {
    case 'ArrowDown':
    case 'ArrowUp':
      moveChoice(event, state, options, send);
      return;
    case 'Enter':
      enter(event, state, options, send);
      return;
    case 'Tab':
      toAnswer(event, state);
      return;
  }
}

function moveChoice(event: KeyboardEvent, state: State, options: readonly RecentView[], send: Send): void {
  const { picker } = state;
  const down = event.key === 'ArrowDown';
  if (!picker) {
    if (!down) return;
    event.preventDefault();
    send({ is: 'open-picker' });
    return;
  }
  event.preventDefault();
  const last = options.length - 1;
  // Above the first one is the text itself.
  const at = picker.at === null ? (down ? 0 : last) : picker.at + (down ? 1 : -1);
  send({ is: 'pick', at: at < 0 || last < 0 ? null : Math.min(at, last) });
  document.getElementById(optionId(at))?.scrollIntoView({ block: 'nearest' });
}

/** Enter opens the lookup that is chosen. After a problem, with the box as it was, it takes the problem's main action,
 * but not by a key that is held down or was pressed twice. */
function enter(event: KeyboardEvent, state: State, options: readonly RecentView[], send: Send): void {
  const { picker, result, edited } = state;
  const recent = options[picker?.at ?? -1];
  if (event.repeat) {
    event.preventDefault();
  } else if (recent) {
    event.preventDefault();
    send({ is: 'recents', act: { is: 'open', recent } });
  } else if (result.is === 'failed' && !edited && !state.form) {
    const main = document.querySelector<HTMLButtonElement>('#result [data-enter]');
    if (!main) return;
    event.preventDefault();
    if (Date.now() - result.told.at >= momentMs) main.click();
  }
}

/** Tab leads from the box to what can be done with the answer. What stands between is reached backwards from there. */
function toAnswer(event: KeyboardEvent, { result, edited, form }: State): void {
  if (edited || form || (result.is !== 'failed' && result.is !== 'found')) return;
  const places =
    result.is === 'failed'
      ? ['#result .problem > .buttons button:not(:disabled)']
      : ['#result .tile .actions button', '#copy-all'];
  const [first] = places.flatMap((place) => [...document.querySelectorAll<HTMLElement>(place)]);
  if (!first) return;
  event.preventDefault();
  first.focus();
}
