import { once, sentenceLocale } from './locale';

/** The farthest a JavaScript date reaches from 1970, in milliseconds. */
const FARTHEST = 8.64e15;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Whether a moment is so close that naming its time says less. A clock that was set meanwhile may put it ahead. */
export function isJustNow(epochMs: number, now: Date): boolean {
  return Math.abs(epochMs - now.getTime()) < MINUTE;
}

/**
 * When something was, as short as it can be told: "10:12", "yesterday", "Mon", "4 Mar", "4 Mar 2024". Nothing
 * where the clock made no sense.
 */
export function recentTimeText(epochMs: number, now: Date, locale = sentenceLocale()): string | null {
  if (!(epochMs > 0 && epochMs <= FARTHEST)) return null;
  const then = new Date(epochMs);
  const days = Math.round((dayOf(now) - dayOf(then)) / DAY);
  if (days === 0) return written('time', { timeStyle: 'short' }, locale, then);
  if (days === 1) {
    const relative = once(
      `recent relative ${locale}`,
      () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
    );
    return relative.format(-1, 'day');
  }
  if (days > 1 && days < 7) return written('weekday', { weekday: 'short' }, locale, then);
  return then.getFullYear() === now.getFullYear()
    ? written('date', { day: 'numeric', month: 'short' }, locale, then)
    : written('year', { day: 'numeric', month: 'short', year: 'numeric' }, locale, then);
}

function written(kind: string, how: Intl.DateTimeFormatOptions, locale: string, then: Date): string {
  return once(`recent ${kind} ${locale}`, () => new Intl.DateTimeFormat(locale, how)).format(then);
}

/** Midnight of the reader's day, as if it were in UTC: days are then all of one length. */
function dayOf(date: Date): number {
  return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}
