import { expect, it } from 'vitest';
import {
  addressOrder,
  countryName,
  hasInvisible,
  initials,
  isolated,
  listText,
  phoneText,
  sizeText,
} from '../format';

it.each([
  ['+18832327657', null, '+1 883 232 7657'],
  ['+442079460018', 'US', '+44 20 7946 0018'],
  ['+861065529988', null, '+86 10 6552 9988'],
  ['2125550123', 'US', '(212) 555-0123'],
  ['02079460018', 'gb', '020 7946 0018'],
])('the phone number %s of a contact in %s reads %s', (sent, country, text) => {
  expect(phoneText(sent, country)).toBe(text);
});

it.each([
  '',
  '555',
  'call 555 0123 after five',
  '2125550123',
  '+1 212 555 0123 ext. 5',
  '+0000000000',
  '1'.repeat(31),
])('the phone number %j stays as it was sent', (sent) => {
  expect(phoneText(sent, null)).toBeNull();
});

it('a number that formatting would change stays as it was sent', () => {
  // The zero in brackets is dialled only inside the country; it was sent, so it stays.
  expect(phoneText('+44 (0)20 7946 0018', null)).toBeNull();
  expect(phoneText('2125550123', 'Narnia')).toBeNull();
});

it('a country’s code becomes its name, and anything else stays', () => {
  expect(countryName('US', 'en')).toBe('United States');
  expect(countryName('de', 'en')).toBe('Germany');
  for (const other of ['United States', '', 'U', 'USA', '12', 'XQ', 'u\u0000']) {
    expect(countryName(other, 'en'), other).toBeNull();
  }
});

it('a file’s size is told in the unit that suits it', () => {
  expect(sizeText(0, 'en')).toBe('0 bytes');
  expect(sizeText(1, 'en')).toBe('1 byte');
  expect(sizeText(999, 'en')).toBe('999 bytes');
  expect(sizeText(999_600, 'en')).toBe('1 MB');
  expect(sizeText(1_234_567, 'en')).toBe('1.23 MB');
  expect(sizeText(-1, 'en')).toBeNull();
  expect(sizeText(Number.NaN, 'en')).toBeNull();
});

it('a list reads like one', () => {
  expect(listText(['calls'])).toBe('calls');
  expect(listText(['calls', 'texts', 'e-mails'])).toMatch(/^calls, texts,? and e-mails$/);
});

it('the post code stands where the country writes it', () => {
  expect(addressOrder('US')[1]).toEqual(['city', 'state', 'postalCode']);
  expect(addressOrder('de')[1]).toEqual(['postalCode', 'city', 'state']);
  expect(addressOrder(null)[1]).toEqual(['city', 'state', 'postalCode']);
});

it.each([
  ['rubika deo', 'RD'],
  ['Maria de la Cruz Lopez', 'ML'],
  ['Prince', 'P'],
  ['陈伟', '陈'],
  ['عبد الرحمن', 'عا'],
  ['👩‍👩‍👧 Family', '👩‍👩‍👧F'],
  ['🇺🇸', '🇺🇸'],
  ['ßen', 'ß'],
  ['"Quoted" (Name)', 'QN'],
  ['a.b@example.com', 'AC'],
  ['', ''],
  ['… – !', ''],
  ['\u202Eabc', 'A'],
])('the initials of %j are %j', (name, expected) => {
  expect(initials(name)).toBe(expected);
});

it('accents piled on a letter do not pile up in the initials', () => {
  expect(Array.from(initials(`Z${'\u0335\u0321'.repeat(500)}x`)).length).toBeLessThanOrEqual(4);
});

it.each([
  'a\u202Ereversed',
  'zero\u200Bwidth',
  '\uFEFFmark',
  'bell\u0007',
  'soft\u00ADhyphen',
  'tag\u{E0041}',
])('%j holds what cannot be seen', (text) => {
  expect(hasInvisible(text)).toBe(true);
});

it.each([
  'plain',
  'two\nlines\tand a tab',
  '👩‍👩‍👧',
  '👩🏽‍💻',
  '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}',
  'می‌خواهم',
  'क्‍ष',
  'é',
  '',
])('%j holds nothing that its script does not need', (text) => {
  expect(hasInvisible(text)).toBe(false);
});

it('a text that could turn a sentence around is shut in, and cannot break out', () => {
  expect(isolated('Maria')).toBe('Maria');
  expect(isolated('عبد')).toBe('\u2068عبد\u2069');
  expect(isolated('a\u2069\u202Eb')).toBe('\u2068ab\u2069');
});
