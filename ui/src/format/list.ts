import { once, sentenceLocale } from './locale';

/** "calls, texts and e-mails": for a place inside a sentence. */
export function listText(items: readonly string[]): string {
  return once('list', () => new Intl.ListFormat(sentenceLocale(), { type: 'conjunction' })).format(items);
}
