/**
 * A one-line field drops line breaks from what is pasted, and so glues the lines together: two IDs, or a token and
 * what stood below it, would become one word. A blank in place of each break keeps them apart.
 */
export function pasteAsOneLine(event: ClipboardEvent): void {
  const field = event.currentTarget;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!(field instanceof HTMLInputElement) || !/[\r\n\u2028\u2029]/.test(text)) return;
  event.preventDefault();
  const line = text.replace(/[\r\n\u2028\u2029]+/g, ' ').trim();
  field.setRangeText(line, field.selectionStart ?? 0, field.selectionEnd ?? field.value.length, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
