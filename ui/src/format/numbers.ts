import { once, readerLocale } from './locale';

/** More digits than this are a number's name, not its size: they stay as they were sent. */
const MOST_DIGITS = 15;

/** An amount of money, at least to the hundredth, without a currency: none is sent. "1,234.50". */
export function moneyText(amount: string, locale = readerLocale()): string | null {
  return grouped(amount, 2, locale);
}

/** A number as the reader writes it. Short ones, and what may be a code, stay as they are. */
export function numberText(sent: string, locale = readerLocale()): string | null {
  return grouped(sent, 0, locale);
}

/** Digits in groups, none of them lost. Nothing where the text is not plainly a number. */
function grouped(text: string, fraction: number, locale: string): string | null {
  const parts = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text);
  if (parts === null) return null;
  const [, , whole = '', decimals = ''] = parts;
  if (whole.length + decimals.length > MOST_DIGITS) return null;
  const digits = Math.max(fraction, decimals.length);
  // Four digits may be a year.
  const useGrouping = fraction > 0 || whole.length > 4;
  const format = once(
    `number ${locale} ${digits} ${String(useGrouping)}`,
    () =>
      new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        useGrouping,
      }),
  );
  return format.format(Number(text));
}
