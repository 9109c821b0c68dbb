/**
 * Formatters are dear to make and cheap to use: each is made once. The key names what the maker makes.
 */
const made = new Map<string, unknown>();

/** The one formatter of that key, made at its first use. */
export function once<T>(key: string, make: () => T): T {
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as T;
}

/** The reader's locale: the first one that the system names. */
export function readerLocale(): string {
  return once('reader-locale', () => new Intl.DateTimeFormat().resolvedOptions().locale);
}

/**
 * The locale for a day or a time inside an English sentence: the reader's if that is English, else English that
 * keeps the reader's 12 or 24 hours, so that no sentence is half in one language and half in another.
 */
export function sentenceLocale(): string {
  return once('sentence-locale', () => {
    const reader = readerLocale();
    if (/^en\b/i.test(reader)) return reader;
    const hours = new Intl.DateTimeFormat(reader, { hour: 'numeric' }).resolvedOptions().hour12;
    return `en-u-hc-${hours === true ? 'h12' : 'h23'}`;
  });
}
