import { OVERRIDES } from './invisible';

/** Letters of scripts that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and their kin. */
const RIGHT_TO_LEFT = /^[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]$/u;

/** The direction that a text is written in: that of its first letter. */
export function directionOf(text: string): 'ltr' | 'rtl' {
  const letter = /\p{L}/u.exec(text)?.[0];
  return letter !== undefined && RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'ltr';
}

/** A name between marks, for `sentenceParts` to find in the sentence that it is put into. */
export function markedName(name: string): string {
  return `${BEGIN}${name.replaceAll(OVERRIDES, '')}${END}`;
}

/** The parts of a sentence: those at odd places are names, whose letters must not turn the rest. */
export function sentenceParts(sentence: string): readonly string[] {
  return sentence.split(MARKS);
}

const BEGIN = '\u2068';
const END = '\u2069';
const MARKS = /[\u2068\u2069]/g;
