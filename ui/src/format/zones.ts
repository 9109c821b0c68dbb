import { once, readerLocale, sentenceLocale } from './locale';

/** A time zone that can be told the time in. */
export interface Zone {
  /** A city of the zone, where it is named after one: "Chicago". */
  readonly city: string | null;
  /** What to call the zone where no city does: "Eastern Standard Time", "UTC−5". It may depend on the day. */
  readonly name: (now: Date) => string;
  /** The zone for `Intl`; a fixed offset is told in UTC, moved by `shiftMs`. */
  readonly intl: string;
  /** What to add to a moment before it is told in `intl`, in milliseconds. */
  readonly shiftMs: number;
}

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
const CITY_AREAS = /^(?:africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific)\//i;

/** Cities whose zones keep an old name, or lose their accents. */
const CITY_NAMES: Readonly<Record<string, string>> = {
  Asuncion: 'Asunción',
  Bogota: 'Bogotá',
  Calcutta: 'Kolkata',
  Cancun: 'Cancún',
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

/** The zone of that name or offset, or nothing where there is none such. */
export function readZone(sent: string): Zone | null {
  return once(`zone ${sent}`, () => readOffset(sent) ?? readName(sent));
}

/** The time in that zone. */
export function localTime(zone: Zone, now: Date): LocalTime {
  const there = now.getTime() + zone.shiftMs;
  const locale = readerLocale();
  const clock = once(
    `clock ${locale} ${zone.intl}`,
    () => new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: zone.intl }),
  );
  const weekday = once(
    `weekday ${zone.intl}`,
    () => new Intl.DateTimeFormat(sentenceLocale(), { weekday: 'long', timeZone: zone.intl }),
  );
  const hour = once(
    `hour ${zone.intl}`,
    () => new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hourCycle: 'h23', timeZone: zone.intl }),
  );
  return {
    clock: clock.format(there),
    weekday: weekday.format(there),
    hour: Number.parseInt(hour.format(there), 10),
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

/** "GMT-05:00", "UTC+5:30", "-0500": an offset from UTC, of which `Intl` reads only some. */
function readOffset(sent: string): Zone | null {
  const read = /^\s*(?:UTC|GMT)?\s*([+\-−])(\d{1,2})(?::?([0-5]\d))?\s*$/i.exec(sent);
  if (read === null) return null;
  const minutes = Number(read[2]) * 60 + Number(read[3] ?? 0);
  // No place on Earth is farther than fourteen hours from UTC.
  if (minutes > 14 * 60) return null;
  const ahead = read[1] === '+';
  const clock = minutes % 60 === 0 ? String(minutes / 60) : `${Math.trunc(minutes / 60)}:${read[3] ?? ''}`;
  const name = minutes === 0 ? 'UTC' : `UTC${ahead ? '+' : '−'}${clock}`;
  return { city: null, name: () => name, intl: 'UTC', shiftMs: (ahead ? 1 : -1) * minutes * MINUTE };
}

function readName(sent: string): Zone | null {
  // `Intl` would take an empty name for "the reader's own".
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(sent)) return null;
  try {
    const format = new Intl.DateTimeFormat(sentenceLocale(), { timeZone: sent, timeZoneName: 'long' });
    const name = (now: Date) =>
      format.formatToParts(now).find((part) => part.type === 'timeZoneName')?.value ?? sent;
    return { city: cityOf(sent), name, intl: sent, shiftMs: 0 };
  } catch {
    // A RangeError: no such zone.
    return null;
  }
}

function cityOf(sent: string): string | null {
  if (!CITY_AREAS.test(sent)) return null;
  const last = sent.slice(sent.lastIndexOf('/') + 1);
  // "Australia/NSW" is no city.
  if (/^[A-Z]{2,}$/.test(last)) return null;
  const known = CITY_NAMES[last];
  if (known !== undefined) return known;
  const words = last.replaceAll('_', ' ');
  return words === words.toLowerCase() ? words.replace(/(^|[ -])\w/g, (at) => at.toUpperCase()) : words;
}
