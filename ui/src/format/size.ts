import { once, readerLocale } from './locale';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A file's size in the unit that suits it, thousands counted in thousands: "1.2 MB". */
export function sizeText(bytes: number, locale = readerLocale()): string | null {
  if (!Number.isFinite(bytes) || bytes < 0) return null;
  let step = 0;
  let size = bytes;
  // 999.5 would be written as a thousand of the smaller unit.
  while (size >= 999.5 && step < UNITS.length - 1) {
    size /= 1000;
    step += 1;
  }
  const unit = UNITS[step] ?? 'byte';
  const format = once(
    `size ${locale} ${unit}`,
    () =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        unitDisplay: unit === 'byte' ? 'long' : 'short',
        maximumSignificantDigits: 3,
      }),
  );
  return format.format(size);
}
