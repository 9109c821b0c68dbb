import { expect, it } from 'vitest';
import { showsWhole } from './links';

it.each([
  ['https://www.tesla.com', 'https://www.tesla.com/'],
  ['tesla.com', 'https://tesla.com/'],
  ['HTTP://Tesla.com/Models', 'http://tesla.com/Models'],
  ['tesla.com/models/', 'https://tesla.com/models'],
])('%s says all of %s', (shown, address) => {
  expect(showsWhole(shown, address)).toBe(true);
});

it.each([
  ['tesla.com', 'https://www.tesla.com/'],
  ['tesla.com/models', 'https://tesla.com/models?ref=1'],
  ['tesla.com/Models', 'https://tesla.com/models'],
  ['bücher.example', 'https://xn--bcher-kva.example/'],
  ['tesla.com/a b', 'https://tesla.com/a%20b'],
  ['tesla\u200B.com', 'https://tesla.com/'],
  [`tesla.com/${'a'.repeat(700)}`, `https://tesla.com/${'a'.repeat(700)}`],
])('%s does not say all of %s', (shown, address) => {
  expect(showsWhole(shown, address)).toBe(false);
});
