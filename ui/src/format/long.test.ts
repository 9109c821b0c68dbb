import { describe, expect, it } from 'vitest';
import { beginning, isLong } from './long';

describe('the beginning of a text', () => {
  it.each([
    [
      '',
      'Maria Lopez',
      'José Álvarez',
      'Nguyễn Thị Hồng',
      '佐藤 花子',
      'مريم الحسن',
      'देवनागरी लिपि',
      '👩‍👩‍👧‍👦 and 🇩🇪 1️⃣',
    ],
    [
      'می\u200Cخواهم',
      'שלום (Harbour Dental 2) עולם',
      'a\u202Eb',
      'T\u0300\u0301\u0302\u0303\u0304\u0305\u0306o',
    ],
  ])('is all of a text that people write', (...texts) => {
    for (const text of texts) {
      expect(beginning(text)).toBe(text);
      expect(isLong(text)).toBe(false);
    }
  });

  it('is cut where it is long, and not within a character', () => {
    expect(beginning('x'.repeat(601))).toBe(`${'x'.repeat(600)}…`);
    expect(beginning(`${'x'.repeat(599)}\u{1F600}`)).toBe(`${'x'.repeat(599)}…`);
    expect(beginning('\u{1F600}'.repeat(10), 4)).toBe('\u{1F600}\u{1F600}…');
  });

  it('has no more marks on a letter than any script has', () => {
    const name = `a${'\u0301'.repeat(20_000)}`;
    expect(beginning(name)).toBe(`a${'\u0301'.repeat(20)}…`);
    expect(beginning(`a${'\u0301'.repeat(40)}b`)).toBe(`a${'\u0301'.repeat(20)}b`);
    expect(isLong(`a${'\u0301'.repeat(40)}b`)).toBe(true);
  });

  it.each([
    ['turns of direction', '\u0628a'],
    ['controls of direction', '\u200Fa'],
    ['overrides', '\u202Ea'],
    ['isolates', '\u2066\u2069'],
    ['joiners', '\u{1F469}\u200D'],
    ['joiners that are not seen', 'a\u034F'],
    ['marks around letters', '1\u20E3'],
  ])('has few %s', (_, repeated) => {
    const kept = beginning(repeated.repeat(20_000));
    expect(kept.length).toBeLessThan(240);
    expect(kept.endsWith('…')).toBe(true);
    expect(isLong(repeated.repeat(200))).toBe(true);
  });
});
