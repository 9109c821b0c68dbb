import type { Send } from '../../events';
import { once } from '../../format/locale';
import type { Bulk } from '../../state/bulk';
import { allAtOnce, rowStep } from '../../state/bulk-part';
import { sendBulk } from './press';

/** The height of a row, in the size of the page's text. The style sheet says the same. */
const rowRem = 2.375;
const usualRem = 16;

/** The height of a row in pixels. Asked of the engine once: it would work out all styles anew for each answer. */
export function rowPixels(): number {
  return once('row-pixels', () => {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    return rowRem * (rem > 0 ? rem : usualRem);
  });
}

/** Asks for other rows once they have come in sight. */
export function onScroll({ table }: Bulk, total: number, send: Send): (event: Event) => void {
  return (event) => {
    if (total <= allAtOnce || !(event.currentTarget instanceof HTMLElement)) return;
    const box = event.currentTarget;
    const row = rowPixels();
    // In steps, with one more than what is in sight: a small movement changes nothing.
    const first = Math.floor(box.scrollTop / row / rowStep) * rowStep;
    const visible = (Math.ceil(box.clientHeight / row / rowStep) + 1) * rowStep;
    if (first === table.first && visible === table.visible) return;
    holdFocus(box, first - rowStep, first + visible + rowStep);
    sendBulk(send, { is: 'scrolled', first, visible });
  };
}

/** A row that leaves the page takes the focus with it: the table has it then, and the keys scroll on. */
function holdFocus(box: HTMLElement, from: number, end: number): void {
  const row = document.activeElement?.closest<HTMLElement>('[data-index]');
  if (!row || !box.contains(row)) return;
  const index = Number(row.dataset['index']);
  if (index < from || index >= end) box.focus({ preventScroll: true });
}

/** Moves the focus from the button of a row to that of the next one or the one before. */
export function moveBetweenRows(event: KeyboardEvent): void {
  const { key, currentTarget, target } = event;
  const by = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (by === undefined || !(currentTarget instanceof HTMLElement) || !(target instanceof HTMLElement)) return;
  if (!target.matches('.row-open')) return;
  const all = [...currentTarget.querySelectorAll<HTMLElement>('.row-open')];
  event.preventDefault();
  all[all.indexOf(target) + by]?.focus();
}
