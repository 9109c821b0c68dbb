import { render } from 'lit-html';
import type { Backend } from './backend';
import { desk, listScrolled } from './desk';
import { createRunner } from './effects';
import type { Event as PageEvent } from './events';
import type { Problem } from './generated/Problem';
import { reloads, shortcutOf } from './shortcuts';
import { initialState, usableCard, type State } from './state';
import { createStore, type Store } from './store';
import { update } from './update';
import { announcement, app } from './views/app';

/** How often the times on a card are looked at again. */
const timesMs = 15_000;

/** A page that is under way. */
export interface Page {
  readonly store: Store;
  /** Lets go of the window. */
  stop(): void;
}

/** Wires backend, store and page, and asks the program for the first picture. */
export function startPage(backend: Backend): Page {
  const page = placeFor('app');
  const announcer = placeFor('announcer');
  const send = (event: PageEvent) => {
    store.send(event);
  };

  function draw(state: State): void {
    document.documentElement.dataset['theme'] = state.choices.theme;
    const { screen } = document.body.dataset;
    if (state.phase === 'running') document.body.dataset['screen'] = state.screen;
    document.body.toggleAttribute('data-shield', state.shielded);
    keepFocus(state.text, () => render(app(state, send, desk.now()), page));
    // Each screen begins at its top, not where the one before was left.
    if (screen !== undefined && screen !== document.body.dataset['screen']) window.scrollTo(0, 0);
    render(announcement(state), announcer);
  }

  function onFault(fault: unknown, undrawn: number): PageEvent | null {
    // The message may hold a value of the contact, which details never do.
    const facts = fault instanceof Error ? { detail: fault.name } : {};
    const problem: Problem = { kind: 'unexpected', facts };
    const at = desk.now();
    if (undrawn === 0) return { is: 'trouble', problem, at };
    // The first time without what was on the page, then with nothing but the problem.
    return undrawn > 2 ? null : { is: 'undrawable', problem, at, again: undrawn === 2 };
  }

  const store = createStore(initialState, update, draw, createRunner(backend, desk, send), onFault);
  const leaving = new AbortController();
  listen(store, leaving.signal);
  const times = window.setInterval(() => {
    if (store.state.screen === 'lookup' && !document.hidden) store.redraw();
  }, timesMs);
  send({ is: 'start-again' });
  return {
    store,
    stop() {
      leaving.abort();
      window.clearInterval(times);
    },
  };
}

/**
 * Draws without taking focus or selection away. The engine takes the focus from an element that moves within the page,
 * and the selection from a box that gets another text.
 */
function keepFocus(text: string, drawing: () => void): void {
  const { activeElement } = document;
  const box =
    activeElement instanceof HTMLInputElement && activeElement.id === 'contact-id' ? activeElement : null;
  const changes = box !== null && box.value !== text;
  const whole = changes && box.selectionStart === 0 && box.selectionEnd === box.value.length;
  drawing();
  if (whole && document.activeElement === box) box.select();
  const lost = document.activeElement === document.body && activeElement instanceof HTMLElement;
  if (lost && activeElement.isConnected) activeElement.focus({ preventScroll: true });
}

function placeFor(id: string): HTMLElement {
  const place = document.getElementById(id);
  if (!place) throw new Error(`index.html lacks #${id}`);
  return place;
}

function listen(store: Store, signal: AbortSignal): void {
  document.addEventListener(
    'keydown',
    (event) => {
      if (reloads(event)) event.preventDefault();
      if (event.key === 'Tab') document.documentElement.toggleAttribute('data-tabbing', true);
      const shortcut = shortcutOf(event, store.state.system);
      // While a word is being composed, its keys belong to the input method.
      if (!shortcut || event.isComposing) return;
      event.preventDefault();
      store.send({ is: 'pressed', shortcut, at: Date.now() });
    },
    { signal },
  );
  document.addEventListener(
    'pointerdown',
    () => {
      document.documentElement.toggleAttribute('data-tabbing', false);
    },
    { signal },
  );
  for (const name of ['pointerdown', 'focusin'] as const) {
    document.addEventListener(
      name,
      (event) => {
        const inside = event.target instanceof Element && event.target.closest('#account-place');
        if (store.state.menuOpen && !inside) store.send({ is: 'close-menu' });
        const atCopy = event.target instanceof Element && event.target.closest('#copy-place');
        if (!atCopy && usableCard(store.state.result)?.card.menuOpen) {
          store.send({ is: 'card', event: { is: 'closeMenu' } });
        }
        const { menu } = store.state.bulk;
        const atMenu = event.target instanceof Element && event.target.closest(`#bulk-${menu}-place`);
        if (menu && !atMenu) store.send({ is: 'bulk', act: { is: 'close-menu' }, at: Date.now() });
      },
      { signal },
    );
  }
  // It does not bubble; and where it is, no event of the page needs to know.
  document.addEventListener(
    'scroll',
    ({ target }) => {
      if (target instanceof HTMLElement && target.id === 'bulk-scroll') listScrolled(target.scrollTop);
    },
    { signal, capture: true },
  );
  window.addEventListener(
    'blur',
    () => {
      store.send({ is: 'window-left' });
    },
    { signal },
  );
  // A file or link dropped on the window would take the place of the page. Text may be dropped into a field.
  for (const name of ['dragover', 'drop'] as const) {
    window.addEventListener(
      name,
      (event) => {
        const carriesText = event.dataTransfer?.types.every((type) => type.startsWith('text/')) ?? false;
        const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
        if (!(field && carriesText)) event.preventDefault();
      },
      { signal },
    );
  }
}
