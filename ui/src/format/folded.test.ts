import { expect, it } from 'vitest';
import { foldedText } from './folded';

it.each([
  ['Maria LOPEZ', 'maria lopez'],
  ['José Álvarez', 'jose alvarez'],
  ['ＡＢＣ', 'abc'],
  ['陈伟', '陈伟'],
  ['', ''],
])('%j is searched as %j', (text, folded) => {
  expect(foldedText(text)).toBe(folded);
});

it('a letter is found however its accent was sent', () => {
  expect(foldedText('Zoe\u0301')).toBe(foldedText('Zo\u00E9'));
});
