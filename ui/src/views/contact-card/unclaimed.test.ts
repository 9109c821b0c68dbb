import { expect, it } from 'vitest';
import { field } from '../../test-support/contacts';
import { Unclaimed } from './unclaimed';

it('what was taken is not there again, and the rest keeps its order', () => {
  const left = new Unclaimed([
    field('a', '1'),
    field('b.c', '2'),
    field('a', '3'),
    field('d', null),
    field('bb', '4'),
  ]);
  expect(left.take('a')?.sent).toBe('1');
  expect(left.takeBelow('b').map(({ path }) => path)).toEqual(['b.c']);
  expect(left.takeBelow('b')).toEqual([]);
  expect(left.take('d')).toBeNull();
  expect(left.takeSensitive().map(({ path }) => path)).toEqual(['d']);
  expect(left.rest().map(({ sent }) => sent)).toEqual(['3', '4']);
  expect(left.rest()).toEqual([]);
});
