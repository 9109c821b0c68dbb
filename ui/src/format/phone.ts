import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Only digits and the signs that people put between them: nothing that formatting would drop. */
const PLAIN = /^\+?[\d\s().\-/]{5,30}$/;

/**
 * A phone number with the usual gaps: "+1 883 232 7657". A number without a country code is read as one of the
 * contact's country, and given back as that country writes it. Nothing where the text is not plainly a number.
 */
export function phoneText(sent: string, country: string | null): string | null {
  if (!PLAIN.test(sent)) return null;
  const code = country?.toUpperCase() ?? '';
  const number = parsePhoneNumberFromString(sent, isSupportedCountry(code) ? code : undefined);
  if (number?.isPossible() !== true) return null;
  const text = sent.trim().startsWith('+') ? number.formatInternational() : number.formatNational();
  // A number is not ours to change: gaps may come and go, digits may not.
  return digits(text) === digits(sent) ? text : null;
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}
