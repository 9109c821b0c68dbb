import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** The formats as a reader in that time zone gets them: the formatters keep the zone they were made in. */
async function datesIn(timeZone: string) {
  vi.stubEnv('TZ', timeZone);
  vi.resetModules();
  return import('./dates');
}

describe.each(['America/Los_Angeles', 'UTC', 'Pacific/Kiritimati'])('for a reader in %s', (timeZone) => {
  it('a birthday stays on its day', async () => {
    const { dayText } = await datesIn(timeZone);
    expect(dayText('1990-09-25', 'en-GB')).toBe('25 September 1990');
    expect(dayText('1900-01-01', 'en-GB')).toBe('1 January 1900');
    expect(dayText('0033-04-03', 'en-GB')).toBe('3 April 33');
  });

  it('an age changes on the birthday by the calendar on the wall', async () => {
    const { age } = await datesIn(timeZone);
    expect(age('1990-09-25', new Date(2026, 8, 24, 23, 59))).toBe(35);
    expect(age('1990-09-25', new Date(2026, 8, 25, 0, 0))).toBe(36);
  });
});

it('a moment is told in the reader’s time zone', async () => {
  const { momentText } = await datesIn('America/Los_Angeles');
  expect(momentText(Date.parse('2021-07-02T05:18:26.704Z'), 'en-GB')).toBe('1 July 2021 at 22:18');
});

it('days that no calendar has, and moments beyond time, are not read', async () => {
  const { age, dayText, momentText, relativeText } = await datesIn('UTC');
  for (const day of [
    '0000-00-00',
    '2026-02-30',
    '1990-13-01',
    '',
    'tomorrow',
    '1990-9-25',
    '+123456-01-01',
  ]) {
    expect(dayText(day, 'en-GB'), day).toBeNull();
    expect(age(day, new Date(0)), day).toBeNull();
  }
  for (const epochMs of [Number.NaN, Infinity, 8.64e15 + 1, -1e300]) {
    expect(momentText(epochMs, 'en-GB')).toBeNull();
    expect(relativeText(epochMs, new Date(0), 'en-GB')).toBeNull();
  }
});

it('an age that nobody has is not shown', async () => {
  const { age } = await datesIn('UTC');
  const now = new Date(2026, 9, 4);
  expect(age('2027-01-01', now)).toBeNull();
  expect(age('1800-01-01', now)).toBeNull();
  expect(age('2026-10-04', now)).toBe(0);
});

it('how long ago is told in the largest unit that says something', async () => {
  const { relativeText } = await datesIn('UTC');
  const now = new Date('2026-10-04T12:00:00Z');
  const told = (iso: string) => relativeText(Date.parse(iso), now, 'en-GB');
  expect(told('2026-10-04T11:59:31Z')).toBe('now');
  expect(told('2026-10-04T11:58:00Z')).toBe('2 minutes ago');
  expect(told('2026-10-04T09:00:00Z')).toBe('3 hours ago');
  expect(told('2026-10-03T09:00:00Z')).toBe('yesterday');
  expect(told('2026-09-10T12:00:00Z')).toBe('24 days ago');
  expect(told('2026-07-01T12:00:00Z')).toBe('3 months ago');
  expect(told('2021-07-02T05:18:26Z')).toBe('5 years ago');
  expect(told('2026-10-06T13:00:00Z')).toBe('in 2 days');
});

it('days, months and years are those of the calendar', async () => {
  const { relativeText } = await datesIn('America/Los_Angeles');
  const now = new Date(2026, 2, 10, 12);
  const told = (...then: [number, number, number, number, number?]) =>
    relativeText(new Date(...then).getTime(), now, 'en-GB');
  expect(told(2025, 2, 10, 12)).toBe('1 year ago');
  expect(told(2025, 2, 11, 12)).toBe('11 months ago');
  expect(told(2026, 2, 8, 13)).toBe('2 days ago');
  expect(told(2026, 2, 9, 23, 59)).toBe('yesterday');
  expect(told(2026, 2, 12, 11)).toBe('in 2 days');
  expect(told(2026, 2, 11, 0, 30)).toBe('tomorrow');
  expect(told(2026, 2, 10, 1)).toBe('11 hours ago');
  expect(told(2026, 1, 10, 12)).toBe('1 month ago');
  expect(told(2026, 1, 11, 12)).toBe('27 days ago');
  expect(told(2028, 2, 10, 12)).toBe('in 2 years');
  // The clocks went forward on the 8th: that day had 23 hours.
  expect(told(2026, 2, 7, 12)).toBe('3 days ago');
});
