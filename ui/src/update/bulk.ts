import type { BulkAct, BulkReport } from '../events/bulk';
import type { State } from '../state';
import { stageOf } from '../state/bulk';
import * as lists from './bulk/list-in';
import * as results from './bulk/result';
import { changed, goOn, nextHere, watch, withBulk } from './bulk/run';
import * as tables from './bulk/table';
import { also, step, type Effect, type Step } from './effect';
import { go } from './go';
import { notify } from './tell';

/** The person does something with many contacts at once. `at`: milliseconds since 1970. */
export function bulk(before: State, act: BulkAct, at: number): Step {
  const state = act.is === 'scrolled' ? before : withoutSaved(before);
  switch (act.is) {
    case 'typed':
      return lists.typed(state, act.text);
    case 'pasted':
      return lists.read(state, act.text, 'paste');
    case 'open-file':
      return lists.openFile(state);
    case 'choose':
      return lists.choose(state, act);
    case 'remove-list':
      return lists.removeList(state);
    case 'start':
      return lists.start(state, act.text, at);

    case 'pause':
    case 'stop':
      return step(state, {}, { do: 'bulk', ask: { is: act.is } });
    case 'look-elsewhere':
      return step(state, {}, { do: 'bulk', ask: { is: 'look-elsewhere' } });
    case 'go-on':
    case 'go-on-without-names':
    case 'show-hidden':
    case 'retry':
      return goOn(state, act.is);

    case 'filter':
      return tables.changeTable(state, { filter: act.to });
    case 'search':
      return tables.changeTable(state, { search: act.text });
    case 'sort':
      return tables.sortBy(state, act.by);
    case 'scrolled':
      return tables.scrolled(state, act.first, act.visible);
    case 'show-column':
      return tables.showColumn(state, act.path, act.shown);
    case 'search-columns':
      return step(withBulk(state, { columnSearch: act.text }));
    case 'toggle-menu': {
      const menu = state.bulk.menu === act.menu ? null : act.menu;
      return step(withBulk(state, { menu, columnSearch: '' }));
    }
    case 'close-menu':
      return step(withBulk(state, { menu: null }));
    case 'open-row':
      return results.openRow(state, act.row);

    case 'all-fields':
      return step(withBulk(state, { allFields: act.all }));
    case 'all-rows':
      return step(withBulk(state, { allRows: act.all }));
    case 'save':
      return results.save(state, act.how);
    case 'close':
      return results.close(state);
    case 'ask-to-delete':
      return results.askToDelete(state);
    case 'delete':
      return results.deleteResults(state);
    case 'keep':
      return results.keep(state);
    case 'dismiss-left':
      return step(withBulk(state, { leftSeen: true }));

    case 'close-window':
      return step(state, {}, { do: 'close-window' });
    case 'stay':
      return results.stay(state);
  }
}

/** That a file was saved is old news with the next thing that the person does. */
function withoutSaved(state: State): State {
  const notices = state.notices.filter(({ is }) => is !== 'bulk-saved' && is !== 'bulk-busy');
  return notices.length === state.notices.length ? state : { ...state, notices };
}

/** Something came back for them. */
export function bulkReport(state: State, report: BulkReport): Step {
  switch (report.is) {
    case 'typing-rests':
      return lists.typingRests(state);
    case 'list':
      return lists.listHere(state, report.turn, report.answer, report.at);
    case 'changed':
      return changed(state, report.by, report.answer, report.at);
    case 'next':
      return nextHere(state, report.answer, report.at);
    case 'watch-again':
      return watch(state);
    case 'rows':
      return tables.rowsHere(state, report.query, report.answer, report.at);
    case 'rows-due':
      return tables.rowsDue(state);
    case 'saved':
      return results.saved(state, report.answer, report.at);
  }
}

/** A file was dropped on the window. It never takes the place of results that are nowhere else. */
export function listDropped(state: State): Step {
  if (!state.current) return step(state);
  const there = go(state, 'bulk');
  const stage = stageOf(there.state.bulk);
  if (stage === 'in') {
    const taken = lists.takeDropped(there.state);
    return step(taken.state, {}, ...there.effects, ...taken.effects);
  }
  if (stage === 'result' && there.state.bulk.view.saved) {
    const closing = results.deleteResults(withBulk(there.state, { takes: true }));
    return step(closing.state, {}, ...there.effects, ...closing.effects);
  }
  const notices = notify(there.state.notices, { is: 'bulk-busy' });
  return also(step(there.state, { notices }), ...there.effects);
}

/** Leads to the search over the table, where there is one. */
export function searchList(state: State): Step {
  if (stageOf(state.bulk) === 'in') return step(state);
  return step(withBulk(state, { menu: null }), {}, { do: 'focus', place: 'bulk-search', select: true });
}

/** Closes what is open on the screen; nothing where nothing is. Never ends a run. */
export function escapeBulk(state: State): Step | null {
  const { menu, deletes, table } = state.bulk;
  if (menu !== null) {
    const focus: Effect = {
      do: 'focus',
      place: menu === 'columns' ? 'bulk-columns' : 'bulk-save-more',
      select: false,
    };
    return step(withBulk(state, { menu: null }), {}, focus);
  }
  if (deletes) return results.keep(state);
  const searched = state.screen === 'bulk' && table.search !== '';
  return searched ? tables.changeTable(state, { search: '' }) : null;
}
