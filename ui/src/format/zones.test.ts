import { expect, it } from 'vitest';
import { localTime, readZone } from './zones';

// Sunday, 12 minutes past midnight UTC on Monday.
const NOW = new Date('2026-10-05T00:12:00Z');

it.each([
  ['America/Chicago', 'Chicago', 'Sunday', 19],
  ['Asia/Calcutta', 'Kolkata', 'Monday', 5],
  ['America/Argentina/Buenos_Aires', 'Buenos Aires', 'Sunday', 21],
  ['Pacific/Kiritimati', 'Kiritimati', 'Monday', 14],
])('%s is told by its city', (sent, city, weekday, hour) => {
  const zone = readZone(sent)!;
  expect(zone.city).toBe(city);
  expect(localTime(zone, NOW)).toMatchObject({ weekday, hour });
});

it.each([
  ['US/Eastern', 'Eastern Daylight Time', 20],
  ['Etc/GMT+12', 'GMT-12', 12],
  ['GMT-05:00', 'UTC−5', 19],
  ['UTC+5:30', 'UTC+5:30', 5],
  ['-0330', 'UTC−3:30', 20],
  ['GMT+0', 'UTC', 0],
])('%s has no city and is told by its name', (sent, name, hour) => {
  const zone = readZone(sent)!;
  expect(zone.city).toBeNull();
  expect(zone.name(NOW)).toContain(name);
  expect(localTime(zone, NOW).hour).toBe(hour);
});

it.each([
  '',
  ' ',
  'Mars/Phobos',
  'null',
  'GMT-25:00',
  '+15:00',
  '../etc/passwd',
  '\u0000',
  'x'.repeat(100_000),
])('%j is no time zone, and no surprise', (sent) => {
  expect(readZone(sent)).toBeNull();
});

it('the clock is written the reader’s way', () => {
  expect(localTime(readZone('America/Chicago')!, NOW).clock).toMatch(/^(?:7:12\sPM|19:12)$/u);
});
