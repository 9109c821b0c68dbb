import type { Answer } from '../../backend';
import type { BulkRowView } from '../../generated/BulkRowView';
import type { RecentView } from '../../generated/RecentView';
import type { SaveBulk } from '../../generated/SaveBulk';
import type { SavedTableView } from '../../generated/SavedTableView';
import type { State } from '../../state';
import { step, type Effect, type Step } from '../effect';
import { recents } from '../recents';
import { notify, say, tell } from '../tell';
import { withBulk } from './run';

/** Asks where to, and writes the table there. */
export function save(state: State, how: SaveBulk): Step {
  if (state.bulk.saving) return step(state);
  // The pressed item goes with its menu.
  const focus: Effect[] = state.bulk.menu === 'save' ? [focusMore] : [];
  return step(
    withBulk(state, { saving: true, menu: null }),
    { passing: null },
    { do: 'bulk', ask: { is: 'save', how } },
    ...focus,
  );
}

const focusMore: Effect = { do: 'focus', place: 'bulk-save-more', select: false };

/** The table is saved, or the person thought better. */
export function saved(state: State, answer: Answer<SavedTableView | null>, at: number): Step {
  const next = withBulk(state, { saving: false });
  if (!answer.ok) return step(next, { passing: tell(answer.problem, at) });
  if (answer.value === null) return step(next);
  const { file, rows, cut, saved } = answer.value;
  const { view } = next.bulk;
  // What was asked is answered by that.
  const focus: Effect[] = state.bulk.leaves ? [{ do: 'catch-focus', place: 'heading' }] : [];
  return step(
    withBulk(next, { view: { ...view, saved: view.saved || saved }, leaves: false }),
    {
      notices: notify(state.notices, { is: 'bulk-saved', file, rows, cut }),
      ...say(state, { is: 'bulk', what: { is: 'saved', file, rows } }),
    },
    ...focus,
  );
}

/** Closes the list. Results that are nowhere else are not deleted without a question. */
export function close(state: State): Step {
  return state.bulk.view.saved ? deleteResults(state) : askToDelete(state);
}

/** Asks whether the results are to be deleted. "Cancel" has the focus: who presses twice deletes nothing. */
export function askToDelete(state: State): Step {
  return step(
    withBulk(state, { deletes: true, menu: null }),
    {},
    { do: 'focus', place: 'bulk-keep', select: false },
  );
}

/** Deletes the results from this computer, and with them the list. */
export function deleteResults(state: State): Step {
  const notices = state.notices.filter(({ is }) => is !== 'bulk-busy');
  return step(state, { notices }, { do: 'bulk', ask: { is: 'close' } });
}

/** Asks whether the program is to be closed, and the results with it. "Cancel" has the focus. */
export function askToLeave(state: State): Step {
  return step(
    withBulk(state, { leaves: true }),
    {},
    { do: 'show', place: 'window-stay' },
    { do: 'focus', place: 'window-stay', select: false },
  );
}

/** The program stays open after all. */
export function stay(state: State): Step {
  return step(withBulk(state, { leaves: false }), {}, { do: 'catch-focus', place: 'heading' });
}

/** The results are kept after all. */
export function keep(state: State): Step {
  return step(withBulk(state, { deletes: false }), {}, { do: 'focus', place: 'bulk-close', select: false });
}

/** Opens the card of a row, as that of a recent lookup: from memory where it is there, in the account that has it. */
export function openRow(state: State, { at, id, account: foundIn }: BulkRowView): Step {
  const account = foundIn ?? state.bulk.view.account ?? state.current;
  if (account === null) return step(state);
  const opened = { at, id };
  const next = withBulk(state, { opened, menu: null });
  // Nothing of the samples is asked of HighLevel: their account is entered first.
  if (account.sample && state.current?.sample !== true) {
    return step(next, { waitingText: id }, { do: 'use-samples' });
  }
  const recent: RecentView = {
    id,
    account: account.id,
    accountName: account.name,
    at: 0,
    name: null,
    inMemory: false,
  };
  return recents(next, { is: 'open', recent });
}
