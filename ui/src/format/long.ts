/** A text longer than this, in UTF-16 units, begins folded. */
export const LONG = 600;

/** A text of more lines than this begins folded. */
const MANY_LINES = 12;

/** Whether a text is too long to be shown whole unasked. */
export function isLong(text: string): boolean {
  if (text.length > LONG) return true;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines > MANY_LINES;
}

/** The beginning of a text, not cut within a character. */
export function beginning(text: string, length = LONG): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
