import { once, sentenceLocale } from './locale';

/** A number of things, for a place inside a sentence: "1,240". */
export function countText(count: number, locale = sentenceLocale()): string {
  return once(`count ${locale}`, () => new Intl.NumberFormat(locale)).format(count);
}
