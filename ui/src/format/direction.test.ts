import { expect, it } from 'vitest';
import { directionOf } from './direction';

it.each([
  ['Maria Lopez', 'ltr'],
  ['فاطمة الزهراء', 'rtl'],
  ['3. מרפאת הים', 'rtl'],
  ['陈伟', 'ltr'],
  ['', 'ltr'],
  ['+1 202', 'ltr'],
])('%j is written %s', (text, direction) => {
  expect(directionOf(text)).toBe(direction);
});
