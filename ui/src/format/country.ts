import { once, readerLocale } from './locale';

/** The name of a country in the reader's language, for its code of two letters; nothing for any other text. */
export function countryName(code: string, locale = readerLocale()): string | null {
  if (!/^[A-Za-z]{2}$/.test(code)) return null;
  const names = once(
    `countries ${locale}`,
    () => new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' }),
  );
  return names.of(code.toUpperCase()) ?? null;
}
