import type { Event, Shortcut } from './events';
import type { BulkAct } from './events/bulk';
import { showsWhole } from './format';
import type { Problem } from './generated/Problem';
import { pickable } from './recents';
import type { State, Told } from './state';
import * as accounts from './update/accounts';
import { ended, focusBox, isOfRow, toBox } from './update/asking';
import { bulk, bulkReport, escapeBulk, searchList } from './update/bulk';
import { stay } from './update/bulk/result';
import {
  call,
  card,
  copiedMs,
  copyPhone,
  escapeCard,
  hideAll,
  linkRead,
  searchCard,
  valueOpened,
} from './update/card';
import { cancelCheck, checkConnection, checked, checkOverdue, checkTakesLong } from './update/check';
import * as choices from './update/choose';
import { also, step, type Effect, type Step } from './update/effect';
import { back, go } from './update/go';
import * as lookups from './update/look-up';
import { namesHere } from './update/names';
import { recents, recentsReport } from './update/recents';
import * as settings from './update/settings';
import { shieldHides, toggleShield } from './update/shield';
import { news, started } from './update/start';
import { countdown, lasting, say, tell, waited } from './update/tell';
import { tryAccounts } from './update/try-accounts';

/** The state after an event, and what is to be done. Pure: the clock and the program are told by events. */
export function update(state: State, event: Event): Step {
  return goesOn(event) && lasting(state.notices).length < state.notices.length
    ? apply({ ...state, notices: lasting(state.notices) }, event)
    : apply(state, event);
}

/** Whether the person goes on to something else, and is done with what was told of the act before. */
function goesOn(event: Event): boolean {
  if (event.is === 'recents') return event.act.is === 'open' || event.act.is === 'clear';
  return event.is === 'bulk' ? listGoesOn.has(event.act.is) : personGoesOn.has(event.is);
}

const personGoesOn: ReadonlySet<Event['is']> = new Set<Event['is']>([
  'submit-token',
  'use-samples',
  'leave-samples',
  'add-account',
  'choose-account',
  'replace-token',
  'test-token',
  'edit-name',
  'remove',
  'look-up',
  'look-up-id',
  'try-again',
  'try-accounts',
  'check-connection',
]);

const listGoesOn: ReadonlySet<BulkAct['is']> = new Set<BulkAct['is']>([
  'pasted',
  'open-file',
  'start',
  'pause',
  'go-on',
  'go-on-without-names',
  'show-hidden',
  'stop',
  'retry',
  'open-row',
  'save',
  'close',
  'delete',
  'ask-to-delete',
]);

function apply(state: State, event: Event): Step {
  switch (event.is) {
    case 'start-again':
      return step(state, { phase: 'starting' }, { do: 'start' });
    case 'started':
      return started(state, event.answer, event.at);
    case 'news':
      return news(state, event.news, event.at);
    case 'go':
      return go(state, event.to);
    case 'back':
      return back(state);
    case 'pressed':
      return pressed(state, event.shortcut, event.at);
    case 'toggle-menu':
      return accounts.toggleMenu(state);
    case 'narrow-menu':
      return step(state, { menuText: event.text });
    case 'open-menu':
      return accounts.openMenu(state);
    case 'close-menu':
      return step(state, { menuOpen: false });
    case 'window-left':
      return step(hideAll(state), { menuOpen: false });

    case 'submit-token':
      return accounts.submitToken(state, event.name, event.token, event.sessionOnly);
    case 'token-kept':
      return accounts.tokenKept(state, event.attempt, event.answer, event.at);
    case 'token-takes-long':
      return accounts.tokenTakesLong(state, event.attempt);
    case 'paste-token':
      return step(state, {}, { do: 'paste-token' });
    case 'token-pasted':
      return accounts.tokenPasted(state, event.answer, event.at);
    case 'choose-token':
      return step(state, {}, { do: 'choose-token', index: event.index });
    case 'forget-pasted':
      return accounts.forgetPasted(state);
    case 'close-form':
      return accounts.leaveForm(state);
    case 'store-checked':
      return accounts.storeChecked(state, event.answer);
    case 'use-samples':
      return step(state, {}, { do: 'use-samples' });
    case 'leave-samples':
      return step(state, {}, { do: 'leave-samples' });
    case 'add-account':
      return accounts.welcome(state);
    case 'choose-account':
      return accounts.chooseAccount(state, event.account);
    case 'account-entered':
      return accounts.accountEntered(state, event.answer, event.at);
    case 'replace-token':
      return accounts.replaceToken(state, event.account);

    case 'test-token':
      return settings.testToken(state, event.account);
    case 'tested':
      return settings.tested(state, event.account, event.answer, event.at);
    case 'edit-name':
      return settings.editName(state, event.account);
    case 'rename':
      return step(state, {}, { do: 'rename', account: event.account, name: event.name });
    case 'renamed':
      return settings.renamed(state, event.account, event.typed, event.answer, event.at);
    case 'remove':
      return settings.remove(state, event.account);
    case 'removed':
      return settings.removed(state, event.account, event.answer, event.at);
    case 'undo-remove':
      return step(state, {}, { do: 'restore', account: event.account.id });
    case 'restored':
      return settings.restored(state, event.account, event.answer, event.at);
    case 'choose':
      return choices.choose(state, event.chosen);
    case 'chosen':
      return choices.chosen(state, event.turn, event.choice, event.answer, event.at);
    case 'saved-faded':
      return choices.savedFaded(state);
    case 'typed-host':
      return choices.typedHost(state);
    case 'search-accounts':
      return choices.searchAccounts(state, event.text);
    case 'check-connection':
      return checkConnection(state);
    case 'cancel-check':
      return cancelCheck(state);
    case 'checked':
      return checked(state, event.attempt, event.answer, event.at);
    case 'check-takes-long':
      return checkTakesLong(state, event.attempt);
    case 'check-overdue':
      return checkOverdue(state, event.attempt, event.at);
    case 'toggle-shield':
      return toggleShield(state, event.leaves);

    case 'typed':
      return lookups.typed(state, event.text, event.at);
    case 'look-up':
      return lookups.lookUpBox(state, event.text);
    case 'look-up-id':
      return lookups.lookUpBox(state, event.id);
    case 'open-picker':
      return pickable(state).length === 0 ? step(state) : step(state, { picker: { at: 0 } });
    case 'close-picker':
      return step(state, { picker: null });
    case 'pick':
      return step(state, { picker: { at: event.at } });
    case 'use-link':
      return state.waitingLink === null ? step(state) : lookups.fill(state, state.waitingLink, Infinity);
    case 'try-again':
      return also(lookups.again(state), toBox(state));
    case 'try-accounts':
      return tryAccounts(state, event.accounts);
    case 'recents':
      return recents(state, event.act);
    case 'recents-report':
      return recentsReport(state, event.report);
    case 'bulk':
      return bulk(state, event.act, event.at);
    case 'bulk-report':
      return bulkReport(state, event.report);
    case 'edit-id':
      return step(state, {}, { do: 'focus', place: 'contact-id', select: true });
    case 'cancel':
      return lookups.cancelLookUp(state);
    case 'id-read':
      return lookups.idRead(state, event.text, event.answer, event.at);
    case 'contact-here':
      return lookups.contactHere(state, event.request, event.answer, event.at);
    case 'quiet-over':
    case 'rested':
    case 'takes-long':
      return lookups.timePassed(state, event.request, event.is);
    case 'overdue':
      return lookups.overdue(state, event.request, event.at);
    case 'card':
      if (state.shielded && event.event.is === 'reveal') return shieldHides(state);
      return card(state, event.event, null);
    case 'card-report':
      if (state.shielded && event.event.is === 'revealed') return step(state);
      return card(state, event.event, event.request);

    case 'value-opened':
      return valueOpened(state, event.path, event.opened);
    case 'undo-over':
      return settings.undoOver(state, event.account);
    case 'names-here':
      return namesHere(state, event.request, event.answer);
    case 'link-read':
      // To show the address whole would show what is hidden, and to open it unseen would be careless.
      if (state.shielded && !showsWhole(event.shown, event.address)) return shieldHides(state);
      return linkRead(state, event.request, event.path, event.shown, event.address);

    case 'copy-problem':
      return step(state, {}, { do: 'copy-problem', text: event.text, what: event.what });
    case 'problem-copied':
      return step(
        state,
        { copied: event.what, ...say(state, { is: 'copied' }) },
        { do: 'after', key: 'problem-copied', ms: copiedMs, event: { is: 'copied-faded' } },
      );
    case 'copied-faded':
      return step(state, { copied: null });
    case 'open-page':
      return step(state, {}, { do: 'open-page', page: event.page });
    case 'dismiss-notice':
      return step(state, { notices: state.notices.filter((_, index) => index !== event.index) });
    case 'dismiss-problem':
      return step(state, { passing: null, settings: { ...state.settings, trouble: null } });
    case 'second-passed':
      return secondPassed(state, event.at);
    case 'trouble':
      return step(state, { passing: tell(event.problem, event.at) });
    case 'undrawable':
      return undrawable(state, event.problem, event.at, event.again);
  }
}

/** Lets go of what cannot be drawn, and tells of it; at last of all but that. */
function undrawable(state: State, problem: Problem, at: number, again: boolean): Step {
  const passing = tell(problem, at);
  if (again) return step(state, { phase: 'broken', passing });
  const cancel: Effect[] = state.result.is === 'loading' ? ended({ ...state, form: null }) : [];
  return step(state, { result: { is: 'idle' }, note: null, notices: [], passing }, ...cancel);
}

function pressed(state: State, shortcut: Shortcut, at: number): Step {
  if (state.phase !== 'running') return step(state);
  switch (shortcut) {
    case 'box':
      // The box is there too, and a list is not left for having something else to look up.
      if (state.screen === 'bulk') return step(state, {}, focusBox);
      return state.current ? go(state, 'lookup') : step(state);
    case 'bulk':
      return state.screen === 'bulk' ? step(state) : go(state, 'bulk');
    case 'again':
      return state.screen === 'lookup' ? also(lookups.again(state), toBox(state)) : step(state);
    case 'settings':
      return state.screen === 'settings' ? step(state) : go(state, 'settings');
    case 'help':
      return state.screen === 'help' ? step(state) : go(state, 'help');
    case 'shield':
      return toggleShield(state, false);
    case 'find':
      return state.screen === 'bulk' ? searchList(state) : searchCard(state);
    case 'call':
      return call(state, at);
    case 'copy-phone':
      return copyPhone(state);
    case 'larger-text':
      return choices.resizeText(state, 1);
    case 'smaller-text':
      return choices.resizeText(state, -1);
    case 'usual-text':
      return choices.resizeText(state, 0);
    case 'print':
      return step(hideAll(state), {}, { do: 'print' });
    case 'escape':
      return escape(state);
  }
}

/** Escape closes what is open, else ends what is under way, else clears. */
function escape(state: State): Step {
  if (state.bulk.leaves) return stay(state);
  if (state.menuOpen)
    return step(state, { menuOpen: false }, { do: 'focus', place: 'account', select: false });
  if (state.picker) return step(state, { picker: null });
  if (state.form?.busy) return accounts.cancelToken(state);
  if (state.form?.account) return accounts.leaveForm(state);
  switch (state.screen) {
    case 'settings':
      if (state.settings.renaming !== null) return settings.editName(state, null);
      return state.choosing.search === '' ? back(state) : choices.searchAccounts(state, '');
    case 'help':
      return back(state);
    case 'welcome':
      return state.current ? back(state) : step(state);
    case 'bulk':
      return escapeBulk(state) ?? back(state);
    case 'lookup':
      return escapeBulk(state) ?? escapeCard(state) ?? (isOfRow(state) ? go(state, 'bulk') : clear(state));
  }
}

function clear(state: State): Step {
  if (state.result.is === 'loading' || state.result.is === 'reading') return lookups.cancelLookUp(state);
  if (state.passing) return step(state, { passing: null });
  // A card outlives the first Escape: an emptied box is no reason to take it away.
  const keepsCard = state.result.is === 'found' && state.text !== '';
  return step(
    hideAll(state),
    {
      notices: lasting(state.notices),
      text: '',
      edited: false,
      note: null,
      filled: false,
      ...(keepsCard ? {} : { result: { is: 'idle' } }),
    },
    { do: 'focus', place: 'contact-id', select: false },
  );
}

function secondPassed(state: State, at: number): Step {
  const wait = <T extends Told | null>(told: T) => (told ? waited(told, at) : told);
  const { form, result, passing, bulk } = state;
  const { trouble } = state.settings;
  const next: State = {
    ...state,
    passing: wait(passing),
    form: form && { ...form, told: wait(form.told) },
    bulk: { ...bulk, told: wait(bulk.told) },
    result: result.is === 'failed' ? { ...result, told: waited(result.told, at) } : result,
    settings: { ...state.settings, trouble: trouble && { ...trouble, told: waited(trouble.told, at) } },
  };
  const waiting = [next.form?.told, next.settings.trouble?.told, next.passing, next.bulk.told].concat(
    next.result.is === 'failed' ? next.result.told : null,
  );
  const still = waiting.find((told) => told && told.wait > 0);
  return step(next, {}, ...(still ? countdown(still) : []));
}
