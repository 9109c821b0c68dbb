import { expect, it } from 'vitest';
import { chicago, eastern, fixedZone, zone } from '../test-support/zones';
import { localTime, offsetAt, offsetText, zoneCity } from './zones';

// Sunday, 12 minutes past midnight UTC on Monday.
const NOW = new Date('2026-10-05T00:12:00Z');

it.each([
  ['America/Chicago', 'Chicago'],
  ['Asia/Calcutta', 'Kolkata'],
  ['America/Argentina/Buenos_Aires', 'Buenos Aires'],
  ['America/Mexico_City', 'Mexico City'],
  ['America/Ciudad_Juarez', 'Ciudad Juárez'],
  ['America/Port-au-Prince', 'Port-au-Prince'],
  ['Pacific/Kiritimati', 'Kiritimati'],
  ['Australia/NSW', null],
  ['US/Eastern', null],
  ['Etc/GMT+12', null],
  ['EST5EDT', null],
  [null, null],
])('the city of %s is %s', (name, city) => {
  expect(zoneCity(fixedZone(0, name))).toBe(city);
});

it('the time is told by the offset that counts then, over a change of it', () => {
  const told = (now: string) => localTime(chicago, new Date(now));
  expect(told('2026-10-05T00:12:00Z')).toMatchObject({ weekday: 'Sunday', hour: 19 });
  expect(told('2026-03-08T07:59:59Z')).toMatchObject({ weekday: 'Sunday', hour: 1 });
  expect(told('2026-03-08T08:00:00Z')).toMatchObject({ weekday: 'Sunday', hour: 3 });
  expect(told('2026-11-01T06:59:59Z')).toMatchObject({ hour: 1 });
  expect(told('2026-11-01T07:00:00Z')).toMatchObject({ hour: 1 });
  expect(offsetAt(eastern, new Date('2026-11-01T06:00:00Z')).abbreviation).toBe('EST');
});

it('a clock that was put back far gets the first offset', () => {
  expect(localTime(chicago, new Date('2020-07-01T12:00:00Z')).hour).toBe(6);
});

it.each([
  [840, 'Monday', 14],
  [-720, 'Sunday', 12],
  [330, 'Monday', 5],
])('with an offset of %d minutes it is %s', (minutes, weekday, hour) => {
  expect(localTime(fixedZone(minutes), NOW)).toMatchObject({ weekday, hour });
});

it.each([
  [0, 'UTC'],
  [-300, 'UTC−5'],
  [330, 'UTC+5:30'],
  [-210, 'UTC−3:30'],
  [765, 'UTC+12:45'],
])('an offset of %d minutes is written %s', (minutes, text) => {
  expect(offsetText(minutes)).toBe(text);
});

it('the clock is written the reader’s way', () => {
  expect(localTime(chicago, NOW).clock).toMatch(/^(?:7:12\sPM|19:12)$/u);
});

it('a zone without a single offset harms nobody', () => {
  expect(localTime(zone(null), NOW).hour).toBe(0);
});
