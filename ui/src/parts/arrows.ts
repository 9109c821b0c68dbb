/** What takes part: a field that narrows the list, and the buttons of the list. */
const stops = 'input, button:not([data-aside])';

/**
 * Moves the focus within a list by the arrow keys, and to its ends by Home and End. It goes round at neither end:
 * who holds a key down stays where the list does.
 */
export function moveByArrows(event: KeyboardEvent): void {
  const { key, currentTarget, target } = event;
  if (!(currentTarget instanceof HTMLElement) || !(target instanceof HTMLElement)) return;
  const all = [...currentTarget.querySelectorAll<HTMLElement>(stops)];
  const at = all.indexOf(target);
  const inField = target instanceof HTMLInputElement;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key];
  // In a field, Home and End are the text's own.
  if (to === undefined || at < 0 || (inField && !key.startsWith('Arrow'))) return;
  event.preventDefault();
  all[to]?.focus();
}
