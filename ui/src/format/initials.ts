import { firstGraphemes } from './graphemes';
import { beginning } from './long';

/** A grapheme that can stand for a word: one that begins with a letter, a digit or a picture. */
const STANDS_FOR_A_WORD = /^[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;

/** More accents than any script needs on one letter: the rest would spill out of the avatar. */
const MOST_MARKS = 3;

/** One or two characters for the avatar: those of the first and the last word. Nothing where no word has one. */
export function initials(name: string): string {
  const words = beginning(name, 400)
    .split(/[\s_.@-]+/u)
    .map(wordInitial)
    .filter((initial) => initial !== '');
  const [first = '', last = ''] = [words[0], words.length > 1 ? words[words.length - 1] : ''];
  return first + last;
}

function wordInitial(word: string): string {
  const grapheme = firstGraphemes(
    word.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]+/u, ''),
    1,
  )[0];
  if (grapheme === undefined || !STANDS_FOR_A_WORD.test(grapheme)) return '';
  const upper = grapheme.toUpperCase();
  // "ß" would become two letters.
  const shown = upper.length === grapheme.length ? upper : grapheme;
  let marks = 0;
  return shown.replace(/\p{M}/gu, (mark) => {
    // U+FE0F asks for the coloured form of an emoji and adds no ink.
    if (mark === '\uFE0F') return mark;
    marks += 1;
    return marks > MOST_MARKS ? '' : mark;
  });
}
