import type { TimeZoneView } from '../generated/TimeZoneView';
import type { ZoneOffsetView } from '../generated/ZoneOffsetView';
import { once, readerLocale, sentenceLocale } from './locale';

/** The time somewhere. */
export interface LocalTime {
  /** "7:12 PM", as the reader writes it. */
  readonly clock: string;
  /** "Sunday", in the language of the words. */
  readonly weekday: string;
  /** The hour, 0 to 23. */
  readonly hour: number;
}

const MINUTE = 60_000;

/** The parts of the world that zones with a city's name begin with. The rest are countries, offsets and oddities. */
const CITY_AREAS = /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//;

/** Cities whose zones keep an old name, or lose their accents. */
const CITY_NAMES: Readonly<Record<string, string>> = {
  Asuncion: 'Asunción',
  Bogota: 'Bogotá',
  Calcutta: 'Kolkata',
  Cancun: 'Cancún',
  Ciudad_Juarez: 'Ciudad Juárez',
  Dacca: 'Dhaka',
  Godthab: 'Nuuk',
  Ho_Chi_Minh: 'Ho Chi Minh City',
  Katmandu: 'Kathmandu',
  Kiev: 'Kyiv',
  Macao: 'Macau',
  Merida: 'Mérida',
  Rangoon: 'Yangon',
  Saigon: 'Ho Chi Minh City',
  Sao_Paulo: 'São Paulo',
  St_Johns: 'St. John’s',
  Thimbu: 'Thimphu',
  Ujung_Pandang: 'Makassar',
};

/** The offset that counts in a zone at that moment. */
export function offsetAt({ offsets }: TimeZoneView, now: Date): ZoneOffsetView {
  const begun = offsets.filter(({ from }) => from <= now.getTime());
  return begun[begun.length - 1] ?? offsets[0] ?? { from: 0, minutes: 0, abbreviation: null };
}

/** The time in that zone. */
export function localTime(zone: TimeZoneView, now: Date): LocalTime {
  // Told in UTC, moved by the offset: an engine may not know the zone, or have older rules.
  const there = now.getTime() + offsetAt(zone, now).minutes * MINUTE;
  const locale = readerLocale();
  const clock = once(
    `clock ${locale}`,
    () => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }),
  );
  const weekday = once(
    'weekday',
    () => new Intl.DateTimeFormat(sentenceLocale(), { weekday: 'long', timeZone: 'UTC' }),
  );
  return {
    clock: clock.format(there),
    weekday: weekday.format(there),
    hour: new Date(there).getUTCHours(),
  };
}

/** A full hour on the reader's clock: "8:00 AM". */
export function hourText(hour: number, locale = readerLocale()): string {
  const format = once(
    `full hour ${locale}`,
    () => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }),
  );
  return format.format(Date.UTC(1970, 0, 1, hour));
}

/** An offset as it is usually written: "UTC−5", "UTC+5:30". */
export function offsetText(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const distance = Math.abs(minutes);
  const rest = distance % 60;
  const hours = String(Math.trunc(distance / 60));
  return `UTC${minutes > 0 ? '+' : '−'}${rest === 0 ? hours : `${hours}:${String(rest).padStart(2, '0')}`}`;
}

/** The city that a zone is named after, where there is one: "Chicago". */
export function zoneCity({ name }: TimeZoneView): string | null {
  if (name === null || !CITY_AREAS.test(name)) return null;
  const last = name.slice(name.lastIndexOf('/') + 1);
  // "Australia/NSW" is no city.
  if (/^[A-Z]{2,}$/.test(last)) return null;
  return CITY_NAMES[last] ?? last.replaceAll('_', ' ');
}
