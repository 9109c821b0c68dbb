import { quietSettings, type Screen, type State } from '../state';
import { stageOf } from '../state/bulk';
import { closeForm, welcome } from './accounts';
import { askRows } from './bulk/table';
import { hideAll } from './card';
import { also, step, type Effect, type Step } from './effect';
import { lasting } from './tell';

/** Goes to another screen. */
export function go(state: State, to: Screen): Step {
  if (to === 'welcome') return welcome(state);
  // Nothing can be looked up without an account.
  if (to === 'bulk' && !state.current) return step(state);
  const closed = closeForm(hideAll(state));
  const changes = {
    screen: to,
    ...(to === state.screen ? {} : { notices: lasting(state.notices) }),
    menuOpen: false,
    settings: quietSettings,
    choosing: { ...state.choosing, saved: null, hostRefused: false, search: '' },
    check: { is: 'none' } as const,
    passing: null,
    // Whether the program is to be closed stays asked on every screen, but where the results are shown.
    bulk: { ...state.bulk, menu: null, deletes: false, leaves: state.bulk.leaves && to !== 'bulk' },
  };
  const there = also(step(closed.state, changes), ...closed.effects);
  return to === 'bulk' ? atTheList(there) : also(there, focusOf(to));
}

/** Goes back to where contacts are looked up. */
export function back(state: State): Step {
  return state.current ? go(state, 'lookup') : welcome(state);
}

function focusOf(to: Screen): Effect {
  return to === 'lookup'
    ? { do: 'focus', place: 'contact-id', select: true }
    : { do: 'focus', place: 'heading', select: false };
}

/** The list is where it was left: its rows are still there, at the same place, and the row that was opened is found. */
function atTheList({ state, effects }: Step): Step {
  const { bulk } = state;
  const { opened } = bulk;
  const rows = askRows({ ...state, bulk: { ...bulk, opened: null } });
  if (stageOf(bulk) === 'in') {
    return step(rows.state, {}, ...effects, { do: 'focus', place: 'bulk-ids', select: false });
  }
  return step(
    rows.state,
    {},
    ...effects,
    ...rows.effects,
    { do: 'list-scroll', to: 'kept' },
    { do: 'focus', place: opened ? `bulk-row-${opened.at + 1}` : 'heading', select: false },
  );
}
