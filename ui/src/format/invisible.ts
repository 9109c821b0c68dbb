// Signs that take no room, or turn the reading direction, are written by number: in this file too they must be seen.

/** Controls, zero-width signs, bidirectional overrides, fillers and tags. Line breaks and tabs can be seen. */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex -- controls are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E007F}]|\u034F|\u17B4|\u17B5|\u180B|\u180C|\u180D/u;

/** What may stand before a joiner: Arabic and Indic letters, and accents. */
const JOINS =
  '[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Khmer}\\p{M}]';

/** Joiners where a script or an emoji needs them, and the flags of England, Scotland and Wales. */
const RIGHTFUL = new RegExp(
  [
    '(?:\\p{Extended_Pictographic}|\\p{Emoji_Modifier}|\\uFE0F)\\u200D(?=\\p{Extended_Pictographic})',
    `${JOINS}(?:\\u200C|\\u200D)`,
    '\\u{1F3F4}[\\u{E0020}-\\u{E007F}]+',
  ].join('|'),
  'gu',
);

/** Whether a text holds signs that cannot be seen and that its script does not need. */
export function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text) && INVISIBLE.test(text.replace(RIGHTFUL, ''));
}

/** Letters that run from right to left, and signs that turn the direction. */
const TURNS =
  /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC]|[\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Overrides and isolates: a name has no need of them inside a sentence, and could break out of its own with them. */
export const OVERRIDES = /[\u202A-\u202E\u2066-\u2069]/g;

/** A foreign text for a place inside a sentence: shut in by isolates where it could turn the rest. */
export function isolated(text: string): string {
  return TURNS.test(text) ? `\u2068${text.replace(OVERRIDES, '')}\u2069` : text;
}
