import { describe, expect, it } from 'vitest';
import { isJustNow, recentTimeText } from './recent-time';

const now = new Date(2026, 2, 4, 10, 30);
const ago = (days: number, hours = 0) => new Date(2026, 2, 4 - days, 10 - hours, 12).getTime();
const text = (at: number) => recentTimeText(at, now, 'en-GB');

describe('when a recent lookup was', () => {
  it('is told as short as it can be', () => {
    expect(text(ago(0, 2))).toBe('08:12');
    expect(text(ago(1))).toBe('yesterday');
    expect(text(ago(2))).toBe('Mon');
    expect(text(ago(20))).toBe('12 Feb');
    expect(text(ago(400))).toBe('28 Jan 2025');
  });

  it('is the day itself where the clock was set back meanwhile', () => {
    expect(text(ago(-2))).toBe('6 Mar');
  });

  it('is not told where it makes no sense', () => {
    for (const at of [0, -1, NaN, Infinity, 9e15]) expect(text(at)).toBeNull();
  });

  it('is just now within a minute', () => {
    expect(isJustNow(now.getTime() - 59_999, now)).toBe(true);
    expect(isJustNow(now.getTime() + 30_000, now)).toBe(true);
    expect(isJustNow(now.getTime() - 60_000, now)).toBe(false);
  });
});
