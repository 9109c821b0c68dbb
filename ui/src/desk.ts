import type { Desk } from './effects';
import { elementNamed, keepPlace } from './keep-place';
import type { Place } from './update/effect';
import { warmUpCard } from './views/contact-card/warm-up';

/** Where to go instead, where the first is not on the page. */
const instead: Partial<Record<Place, Place>> = {
  'token': 'connect',
  'menu-search': 'menu-start',
  'menu-start': 'add-account',
  'try-all': 'contact-id',
  'privacy-shield': 'heading',
  'bulk-ids': 'heading',
  'bulk-close': 'heading',
  'bulk-search': 'heading',
  'bulk-save-more': 'heading',
};

/** Whether the focus is nowhere: what had it has gone from the page. */
function nothingHasFocus(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body;
}

function someTextIsSelected(): boolean {
  return window.getSelection()?.isCollapsed === false;
}

let warm = false;

/** How far the table of many contacts is scrolled: it is there again when the person comes back to it. */
let listTop = 0;

/** Remembers that. */
export function listScrolled(top: number): void {
  listTop = top;
}

/** The window the page is in. */
export const desk: Desk = {
  now: () => Date.now(),

  after(ms, then) {
    const timer = window.setTimeout(then, ms);
    return () => {
      window.clearTimeout(timer);
    };
  },

  focus(place, select) {
    let to: Place | undefined = place;
    while (to && !document.getElementById(to)) to = to.startsWith('bulk-row-') ? 'heading' : instead[to];
    const element = to && document.getElementById(to);
    if (!element) return;
    element.focus();
    if (select && element instanceof HTMLInputElement) element.select();
  },

  empty(place) {
    const field = document.getElementById(place);
    if (field instanceof HTMLInputElement) field.value = '';
  },

  show(place) {
    // Once it is painted: until then the engine may still scroll to what was pressed.
    window.requestAnimationFrame(() => {
      window.setTimeout(() => {
        document.getElementById(place)?.scrollIntoView({ block: 'center' });
      });
    });
  },

  catchFocus(place, select) {
    // A heading has the focus only as long as nothing better is there.
    if (!nothingHasFocus() && document.activeElement?.id !== 'heading') return;
    const element = document.getElementById(place);
    element?.focus({ preventScroll: true });
    if (select && element instanceof HTMLInputElement) element.select();
  },

  scrollList(to) {
    if (to === 'top') listTop = 0;
    const list = document.getElementById('bulk-scroll');
    if (list) list.scrollTop = listTop;
  },

  readyBox() {
    if (!nothingHasFocus()) return;
    // To move the focus and the selection takes the engine longer than to lay a card out. Whoever has gone on
    // meanwhile, to type, to press or to select something, is left alone.
    this.afterPaint(() => {
      const box = document.getElementById('contact-id');
      if (!(box instanceof HTMLInputElement) || !nothingHasFocus() || someTextIsSelected()) return;
      box.focus();
      box.select();
    });
  },

  warmUp() {
    if (warm) return;
    warm = true;
    window.setTimeout(() => {
      warmUpCard(new Date());
    });
  },

  afterPaint(then) {
    window.requestAnimationFrame(() => {
      window.setTimeout(then);
    });
  },

  inPlace(change) {
    keepPlace(document.getElementById('result'), change);
  },

  focusOpen(path) {
    elementNamed(document, 'data-open', path)?.focus();
  },
};
