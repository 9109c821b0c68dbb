import type { Send } from '../../events';
import { sendBulk } from './press';

/** A text longer than this, in UTF-16 units, does not go into the field: the engine would lay it out for too long. */
const longest = 64 * 1024;
const mostLines = 2_000;

/** Takes a long text before it gets into the field, with what stands there already, and hands it on. */
export function pasteLong(event: ClipboardEvent, send: Send): void {
  const field = event.currentTarget;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!(field instanceof HTMLTextAreaElement) || !isLong(text)) return;
  event.preventDefault();
  const { value, selectionStart, selectionEnd } = field;
  sendBulk(send, { is: 'pasted', text: value.slice(0, selectionStart) + text + value.slice(selectionEnd) });
}

function isLong(text: string): boolean {
  if (text.length > longest) return true;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1 && lines <= mostLines; at = text.indexOf('\n', at + 1)) {
    lines += 1;
  }
  return lines > mostLines;
}
