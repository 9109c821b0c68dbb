import { describe, expect, it } from 'vitest';
import { callObstacle, isQuiet, quietNow } from './call-verdict';
import { channel, contact } from './test-support/contacts';
import { chicago } from './test-support/zones';

const DAY = new Date('2026-10-05T00:12:00Z');
const NIGHT = new Date('2026-10-05T08:30:00Z');
const HOURS = { begin: 21, end: 8 };

describe('what speaks against a call', () => {
  const against = (more: Parameters<typeof contact>[0], now = DAY) =>
    callObstacle(contact({ timeZone: chicago, ...more }), now, HOURS);

  it('is that calls are blocked, at any time', () => {
    for (const now of [DAY, NIGHT]) {
      expect(against({ channels: [channel('call', 'blocked')] }, now)).toBe('blocked');
      expect(against({ channels: [channel('call', 'blocked-for-good')] }, now)).toBe('blocked');
      expect(against({ doNotDisturb: true, channels: [channel('call', 'allowed')] }, now)).toBe('blocked');
    }
  });

  it('is the night', () => {
    expect(against({ channels: [channel('call', 'allowed')] }, NIGHT)).toBe('night');
    expect(against({}, NIGHT)).toBe('night');
  });

  it('is nothing by day, nor where nothing is known', () => {
    expect(against({ channels: [channel('sms', 'blocked')] })).toBeNull();
    expect(against({ channels: [channel('call', 'unknown')] })).toBeNull();
    expect(against({ timeZone: null }, NIGHT)).toBeNull();
  });

  it('counts the stricter of two settings for calls', () => {
    const twice = [channel('call', 'allowed'), channel('call', 'blocked')];
    expect(against({ channels: twice })).toBe('blocked');
  });
});

it('whether it is quiet hours is unknown without a zone, unless there are none', () => {
  const view = contact({ timeZone: null });
  expect(quietNow(view, NIGHT, HOURS)).toBe('unknown');
  expect(quietNow(view, NIGHT, { begin: 8, end: 8 })).toBe('no');
});

it('quiet hours go over midnight where they begin later than they end', () => {
  expect([20, 21, 0, 7, 8].map((hour) => isQuiet(hour, HOURS))).toEqual([false, true, true, true, false]);
  expect([11, 12, 13, 14].map((hour) => isQuiet(hour, { begin: 12, end: 14 }))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
