import type { Answer, Backend } from './backend';
import { askBulk } from './effects/bulk';
import { keep } from './effects/keep';
import { askRecents, type Asker } from './effects/recents';
import type { Event } from './events';
import type { Effect, Place } from './update/effect';
import { ADDRESS_LABEL } from './views/contact-card/card-state';

/** What the effects need of the window. */
export interface Desk {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back later; the result stops that. */
  after(ms: number, then: () => void): () => void;
  focus(place: Place, select: boolean): void;
  /** Empties a field. */
  empty(place: Place): void;
  /** Scrolls as far as is needed to have something in sight. */
  show(place: Place): void;
  /** Gives the focus to a place where nothing has it. */
  catchFocus(place: Place, select: boolean): void;
  /** Scrolls the table of many contacts. */
  scrollList(to: 'top' | 'kept'): void;
  /** Gives the ID box the focus and selects its text, after the next paint, where nothing has the focus. */
  readyBox(): void;
  /** Readies the page for its first card, in time that would be spent waiting. */
  warmUp(): void;
  /** Calls back once what was drawn last is on the screen. */
  afterPaint(then: () => void): void;
  /** Lets the card change without taking away what the person reads or has the focus on. */
  inPlace(change: () => void): void;
  /** Gives the focus to the button that opens the value at a path. */
  focusOpen(path: string): void;
}

/** Links, other starts and dropped files come as news alone. Where listening does not work, it is tried again after
 * this, each time after twice as long. */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/** Makes what runs effects: it asks the program, and sends what comes back. */
export function createRunner(backend: Backend, desk: Desk, send: (event: Event) => void) {
  const timers = new Map<string, () => void>();

  /** Sends what came of a command, with the time it came at. */
  function report<T>(asked: Promise<Answer<T>>, event: (answer: Answer<T>, at: number) => Event): void {
    void asked.then((answer) => {
      send(event(answer, desk.now()));
    });
  }

  /** For commands that only matter where they do not work. */
  function tellTrouble<T>(asked: Promise<Answer<T>>, then?: (value: T) => Event): void {
    void asked.then((answer) => {
      if (!answer.ok) send({ is: 'trouble', problem: answer.problem, at: desk.now() });
      else if (then) send(then(answer.value));
    });
  }

  const asker: Asker = { backend, desk, report };

  function listen(pause = firstPauseMs): void {
    void backend.nextNews().then((answer) => {
      if (!answer.ok) {
        desk.after(pause, () => {
          listen(Math.min(2 * pause, longestPauseMs));
        });
        return;
      }
      // Another page listens now.
      if (answer.value === null) return;
      send({ is: 'news', news: answer.value, at: desk.now() });
      listen();
    });
  }

  function later(key: string, ms: number, event: Event): void {
    timers.get(key)?.();
    const stop = desk.after(ms, () => {
      timers.delete(key);
      send('at' in event ? { ...event, at: desk.now() } : event);
    });
    timers.set(key, stop);
  }

  return function run(effect: Effect): void {
    switch (effect.do) {
      case 'start':
        report(backend.start(), (answer, at) => ({ is: 'started', answer, at }));
        return;
      case 'listen':
        listen();
        return;
      case 'close-window':
        tellTrouble(backend.closeWindow());
        return;
      case 'check-store':
        report(backend.checkPasswordStore(), (answer) => ({ is: 'store-checked', answer }));
        return;
      case 'paste-token':
        report(backend.pasteToken(), (answer, at) => ({ is: 'token-pasted', answer, at }));
        return;
      case 'choose-token':
        report(backend.choosePastedToken(effect.index), (answer, at) => ({
          is: 'token-pasted',
          answer,
          at,
        }));
        return;
      case 'forget-pasted':
        tellTrouble(backend.forgetPastedToken());
        return;
      case 'connect': {
        const { attempt, name, token, sessionOnly } = effect;
        report(backend.connect(name, token, sessionOnly), (answer, at) => ({
          is: 'token-kept',
          attempt,
          answer,
          at,
        }));
        return;
      }
      case 'replace-token': {
        const { attempt, account, token, sessionOnly } = effect;
        report(backend.replaceToken(account, token, sessionOnly), (answer, at) => ({
          is: 'token-kept',
          attempt,
          answer,
          at,
        }));
        return;
      }
      case 'use-samples':
        report(backend.useSamples(), (answer, at) => ({ is: 'account-entered', answer, at }));
        return;
      case 'leave-samples':
        report(backend.leaveSamples(), (answer, at) => ({ is: 'account-entered', answer, at }));
        return;
      case 'use-account':
        tellTrouble(backend.chooseAccount(effect.account));
        return;
      case 'recents':
        askRecents(effect.ask, asker);
        return;
      case 'bulk':
        askBulk(effect.ask, asker);
        return;
      case 'test-token': {
        const { account } = effect;
        report(backend.testToken(account), (answer, at) => ({ is: 'tested', account, answer, at }));
        return;
      }
      case 'rename': {
        const { account, name } = effect;
        report(backend.renameAccount(account, name), (answer, at) => ({
          is: 'renamed',
          account,
          typed: name,
          answer,
          at,
        }));
        return;
      }
      case 'remove': {
        const { account } = effect;
        report(backend.removeAccount(account.id), (answer, at) => ({ is: 'removed', account, answer, at }));
        return;
      }
      case 'remove-unwanted':
        tellTrouble(backend.removeAccount(effect.account));
        return;
      case 'restore': {
        const { account } = effect;
        report(backend.restoreAccount(account), (answer, at) => ({ is: 'restored', account, answer, at }));
        return;
      }
      case 'choose': {
        const { turn, chosen } = effect;
        const choice = chosen.set;
        report(keep(backend, chosen), (answer, at) => ({ is: 'chosen', turn, choice, answer, at }));
        return;
      }
      case 'check-connection': {
        const { attempt } = effect;
        report(backend.checkConnection(effect.account), (answer, at) => ({
          is: 'checked',
          attempt,
          answer,
          at,
        }));
        return;
      }
      case 'read-id': {
        const { text } = effect;
        report(backend.readContactId(text), (answer, at) => ({ is: 'id-read', text, answer, at }));
        desk.warmUp();
        return;
      }
      case 'get-contact': {
        const { request } = effect;
        report(backend.getContact(effect.account, effect.id, request), (answer, at) => ({
          is: 'contact-here',
          request,
          answer,
          at,
        }));
        return;
      }
      case 'get-names': {
        const { account, id, request } = effect;
        desk.afterPaint(() => {
          void backend.getNames(account, id).then((answer) => {
            desk.inPlace(() => {
              send({ is: 'names-here', request, answer });
            });
          });
        });
        return;
      }
      case 'cancel-look-up':
        tellTrouble(backend.cancelLookUp(effect.request));
        return;
      case 'warm-up':
        // Only ever a head start: a lookup finds its own connection, and tells what is wrong with it.
        void backend.warmUp(effect.account);
        desk.warmUp();
        return;
      case 'reveal': {
        const { request } = effect;
        tellTrouble(backend.reveal(effect.card, effect.path), ({ path, values }) => ({
          is: 'card-report',
          request,
          event: { is: 'revealed', path, values },
        }));
        return;
      }
      case 'copy-value': {
        const { card, request, path, as } = effect;
        const event: Event = { is: 'card-report', request, event: { is: 'copied', path: as } };
        tellTrouble(backend.copyValue(card, path), () => event);
        return;
      }
      case 'copy-text': {
        const { request, text, as } = effect;
        const event: Event = { is: 'card-report', request, event: { is: 'copied', path: as } };
        tellTrouble(backend.copyText(text), () => event);
        return;
      }
      case 'copy-address': {
        const { request } = effect;
        const event: Event = { is: 'card-report', request, event: { is: 'copied', path: ADDRESS_LABEL } };
        tellTrouble(backend.copyAddress(effect.card), () => event);
        return;
      }
      case 'save-vcard': {
        const { request, shielded } = effect;
        void backend.saveVcard(effect.card, shielded).then((answer) => {
          if (!answer.ok) send({ is: 'trouble', problem: answer.problem, at: desk.now() });
          // The person may have thought better of it.
          else if (answer.value !== null)
            send({ is: 'card-report', request, event: { is: 'saved', file: answer.value } });
        });
        return;
      }
      case 'preview-link': {
        const { request, path, shown } = effect;
        tellTrouble(backend.previewLink(effect.card, path), (address) => ({
          is: 'link-read',
          request,
          path,
          shown,
          address,
        }));
        return;
      }
      case 'focus-open':
        desk.focusOpen(effect.path);
        return;
      case 'open-value': {
        const { path } = effect;
        tellTrouble(backend.openValue(effect.card, path), (opened) => ({ is: 'value-opened', path, opened }));
        return;
      }
      case 'open-in-highlevel':
        tellTrouble(backend.openInHighlevel(effect.card));
        return;
      case 'copy-problem': {
        const { what } = effect;
        tellTrouble(backend.copyText(effect.text), () => ({ is: 'problem-copied', what }));
        return;
      }
      case 'open-page':
        tellTrouble(backend.openPage(effect.page));
        return;
      case 'after':
        later(effect.key, effect.ms, effect.event);
        return;
      case 'focus':
        desk.focus(effect.place, effect.select);
        return;
      case 'empty':
        desk.empty(effect.place);
        return;
      case 'show':
        desk.show(effect.place);
        return;
      case 'catch-focus':
        desk.catchFocus(effect.place, effect.select ?? false);
        return;
      case 'list-scroll':
        desk.scrollList(effect.to);
        return;
      case 'ready-box':
        desk.readyBox();
        return;
      case 'print':
        tellTrouble(backend.print());
        return;
    }
  };
}
