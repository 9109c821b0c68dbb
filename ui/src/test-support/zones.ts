// Time zones for the tests, as the program sends them.

import type { TimeZoneView } from '../generated/TimeZoneView';

type Offset = readonly [from: string, minutes: number, abbreviation?: string];

/** A zone with its offsets, each from when on. */
export function zone(name: string | null, ...offsets: readonly Offset[]): TimeZoneView {
  return {
    name,
    offsets: offsets.map(([from, minutes, abbreviation = null]) => ({
      from: Date.parse(from),
      minutes,
      abbreviation,
    })),
  };
}

/** One that never changes its offset. */
export function fixedZone(minutes: number, name: string | null = null): TimeZoneView {
  return zone(name, ['2026-01-01T00:00:00Z', minutes]);
}

export const chicago = zone(
  'America/Chicago',
  ['2025-11-02T07:00:00Z', -360, 'CST'],
  ['2026-03-08T08:00:00Z', -300, 'CDT'],
  ['2026-11-01T07:00:00Z', -360, 'CST'],
);

/** What `US/Eastern` and "Eastern Standard Time" stand for: no city. */
export const eastern = zone(
  null,
  ['2025-11-02T06:00:00Z', -300, 'EST'],
  ['2026-03-08T07:00:00Z', -240, 'EDT'],
  ['2026-11-01T06:00:00Z', -300, 'EST'],
);
