import { once, readerLocale } from './locale';

/** The farthest a JavaScript date reaches from 1970, in milliseconds. */
const FARTHEST = 8.64e15;

/** The oldest anyone has become, with some room. A greater age is a slip of the keyboard and is not shown. */
const OLDEST = 130;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A moment in the reader's locale and time zone, to the minute: "2 July 2021 at 05:18". */
export function momentText(epochMs: number, locale = readerLocale()): string | null {
  if (!(Math.abs(epochMs) <= FARTHEST)) return null;
  const format = once(
    `moment ${locale}`,
    () => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }),
  );
  return format.format(epochMs);
}

/** When something was, for one who reads it at `now`: "10:42" on the same day, else with its day. */
export function sinceText(epochMs: number, now: Date, locale = readerLocale()): string | null {
  const then = new Date(epochMs);
  if (then.toDateString() !== now.toDateString()) return momentText(epochMs, locale);
  return once(
    `time ${locale}`,
    () => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }),
  ).format(epochMs);
}

/**
 * How long ago or ahead a moment is, in the largest unit that says something: "3 days ago". Hours within a day of the
 * reader's, then days, months and years as the calendar counts them.
 */
export function relativeText(epochMs: number, now: Date, locale = readerLocale()): string | null {
  const away = epochMs - now.getTime();
  if (!(Math.abs(away) <= FARTHEST) || !(Math.abs(epochMs) <= FARTHEST)) return null;
  const write = (count: number, unit: 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year') =>
    once(
      `relative ${locale} ${unit}`,
      () =>
        new Intl.RelativeTimeFormat(locale, {
          // "Last month" can be five weeks ago and "this year" eleven months: these are counted.
          numeric: unit === 'month' || unit === 'year' ? 'always' : 'auto',
          style: 'long',
        }),
    ).format(count, unit);
  const size = Math.abs(away);
  if (size < MINUTE) return write(0, 'second');
  if (size < HOUR) return write(Math.trunc(away / MINUTE), 'minute');
  const then = new Date(epochMs);
  const days = Math.round((dayNumber(then) - dayNumber(now)) / DAY);
  if (days === 0) return write(Math.trunc(away / HOUR), 'hour');
  const months = wholeMonths(now, then);
  if (months === 0) return write(days, 'day');
  return Math.abs(months) < 12 ? write(months, 'month') : write(Math.trunc(months / 12), 'year');
}

/** Midnight of the reader's day, as if it were in UTC: days are then all of one length. */
function dayNumber(date: Date): number {
  return new Date(0).setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate());
}

/** How many months lie whole between two days, negative where the second is the earlier. */
function wholeMonths(from: Date, to: Date): number {
  const months = (to.getFullYear() - from.getFullYear()) * 12 + to.getMonth() - from.getMonth();
  const begun = to.getDate() - from.getDate();
  if (months > 0 && begun < 0) return months - 1;
  return months < 0 && begun > 0 ? months + 1 : months;
}

/** A calendar day in the reader's locale, the same in every time zone: "25 September 1990". */
export function dayText(day: string, locale = readerLocale()): string | null {
  const date = readDay(day);
  if (date === null) return null;
  const format = once(
    `day ${locale}`,
    () => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }),
  );
  return format.format(date);
}

/** The age in whole years of one born on that day, by the reader's calendar; nothing for a day ahead. */
export function age(day: string, now: Date): number | null {
  const born = readDay(day);
  if (born === null) return null;
  const months = now.getMonth() - born.getUTCMonth();
  const before = months < 0 || (months === 0 && now.getDate() < born.getUTCDate());
  const years = now.getFullYear() - born.getUTCFullYear() - (before ? 1 : 0);
  return years >= 0 && years <= OLDEST ? years : null;
}

/** The day as midnight UTC, where it is one that the calendar has. */
function readDay(day: string): Date | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (parts === null) return null;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  const read = new Date(0);
  read.setUTCFullYear(year, month - 1, date);
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === date ? read : null;
}
