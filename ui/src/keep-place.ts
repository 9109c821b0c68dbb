/** What names a button of the card, or a value, wherever it stands. */
const NAMES = ['data-copy', 'data-open', 'data-reveal', 'data-more', 'data-field'] as const;

/** A part of the card that can be found again after the card has changed. */
interface Mark {
  readonly attribute: string;
  readonly path: string;
}

/**
 * Makes a change to what is in a place without taking away what a person reads or has the focus on: what stood at
 * the top of the window stands there again, and the focus is on the button of the same name. The rows of a list
 * may change their order, and the engine would leave the focus where another value is now.
 */
export function keepPlace(place: HTMLElement | null, change: () => void): void {
  if (place === null) {
    change();
    return;
  }
  const { activeElement } = document;
  const focused = place.contains(activeElement) ? markOf(activeElement) : null;
  // At the top nothing has to be held: what is new is below.
  const read = window.scrollY > 0 ? firstRead(place) : null;
  const before = read === null ? 0 : top(place, read);
  change();
  if (read !== null) {
    const moved = top(place, read) - before;
    if (Number.isFinite(moved) && Math.abs(moved) >= 1) window.scrollBy(0, moved);
  }
  if (focused === null) return;
  const after = find(place, focused);
  if (after !== null && after !== document.activeElement) after.focus({ preventScroll: true });
}

function markOf(element: Element | null): Mark | null {
  for (const name of NAMES) {
    const path = element?.getAttribute(name) ?? null;
    if (path !== null) return { attribute: name, path };
  }
  return null;
}

function find(place: HTMLElement, { attribute, path }: Mark): HTMLElement | null {
  return elementNamed(place, attribute, path);
}

/** The first element whose attribute says just that. A path may hold signs that a selector would trip over. */
export function elementNamed(place: ParentNode, attribute: string, value: string): HTMLElement | null {
  for (const element of place.querySelectorAll<HTMLElement>(`[${attribute}]`)) {
    if (element.getAttribute(attribute) === value) return element;
  }
  return null;
}

/** The first value that stands in the window. */
function firstRead(place: HTMLElement): Mark | null {
  for (const element of place.querySelectorAll('[data-field]')) {
    const { top, height } = element.getBoundingClientRect();
    if (top >= 0 && height > 0) return markOf(element);
  }
  return null;
}

function top(place: HTMLElement, mark: Mark): number {
  return find(place, mark)?.getBoundingClientRect().top ?? Number.NaN;
}
