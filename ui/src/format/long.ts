/** A text longer than this, in UTF-16 units, begins folded. */
export const LONG = 600;

/** A text of more lines than this begins folded. */
const MANY_LINES = 12;

/** More marks than any script puts on one letter. A letter with thousands takes the engine minutes to lay out. */
const MOST_MARKS = 20;

/** Letters that cost the engine no more than their number: those of Latin, Greek, Cyrillic, Chinese, Japanese, Korean. */
const CHEAP =
  // eslint-disable-next-line no-control-regex -- all of ASCII is meant
  /^[\u0000-\u02FF\u0370-\u0482\u048A-\u052F\u1E00-\u1FFF\u2010-\u2027\u2030-\u205E\u20A0-\u20CF\u2100-\u2BFF\u3000-\u3029\u3030-\u3098\u309B-\u9FFF\uAC00-\uD7A3\uFF01-\uFFDC]*$/;

/** Whether a text is too long to be shown whole unasked. */
export function isLong(text: string): boolean {
  if (text.length > LONG) return true;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines > MANY_LINES || beginning(text) !== text;
}

/** More turns and joiners than any word has: the time for laying them out grows with the cube of their number. */
const MOST_IN_WORD = 20;

/** What a sign does to the laying out of a line. */
const [KNOWN, MARK, AROUND, JOINS_OR_TURNS, RIGHT_TO_LEFT, LEFT_TO_RIGHT] = [1, 2, 4, 8, 16, 32];

/** By which of these a sign is known. A mark around others has to be looked for in every font. */
const KINDS: readonly (readonly [number, RegExp])[] = [
  [MARK, /\p{M}/u],
  [AROUND, /\p{Me}/u],
  [JOINS_OR_TURNS, /[\u034F\u061C\u200D-\u200F\u202A-\u202E\u2066-\u2069]/],
  [RIGHT_TO_LEFT, /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u],
  [LEFT_TO_RIGHT, /[\p{L}\p{N}]/u],
];

/** What was found out of signs: a card is drawn again at every key. */
const kinds = new Map<number, number>();

function kindOf(sign: number): number {
  const known = kinds.get(sign);
  if (known !== undefined) return known;
  const text = String.fromCodePoint(sign);
  const kind = KINDS.reduce((all, [one, regexp]) => (regexp.test(text) ? all | one : all), KNOWN);
  kinds.set(sign, kind);
  return kind;
}

/**
 * As much of a text as is drawn at once, not cut within a character: that many units where they are plain letters, fewer
 * where many of them turn the direction or join others, and never more marks on a letter than any script has. What a
 * stranger sent can be so made that the engine takes minutes to lay out a few thousand letters. Whatever is copied,
 * searched or compared is the whole text.
 */
export function beginning(text: string, length = LONG): string {
  const end = text.length > length && isPair(text, length - 1) ? length - 1 : Math.min(length, text.length);
  const cut = text.slice(0, end);
  if (CHEAP.test(cut)) return end === text.length ? text : `${cut}…`;
  let [left, marks, inWord, from, at, before] = [length, 0, 0, 0, 0, 0];
  let kept = '';
  while (at < end) {
    const sign = cut.codePointAt(at) ?? 0;
    const kind = kindOf(sign);
    marks = kind & MARK ? marks + 1 : 0;
    const after = at + (sign > 0xffff ? 2 : 1);
    if (marks > MOST_MARKS) {
      kept += cut.slice(from, at);
      from = after;
    } else {
      const way = kind & MARK ? 0 : kind & RIGHT_TO_LEFT || kind & LEFT_TO_RIGHT;
      const turns = way !== 0 && before !== 0 && way !== before;
      const cost = kind & AROUND ? 30 : kind & JOINS_OR_TURNS || turns ? 10 : 1;
      left -= cost;
      inWord = sign === 0x20 || sign === 0x0a ? 0 : inWord + (cost > 1 ? 1 : 0);
      if (left < 0 || inWord > MOST_IN_WORD) break;
      before = way || before;
    }
    at = after;
  }
  kept += cut.slice(from, at);
  return at === text.length ? kept : `${kept}…`;
}

/** Whether a character of two units begins there. */
function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff;
}
