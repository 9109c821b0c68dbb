import type { GivenName } from '../state';

/** What the program made of the name that was typed for an account: every account has one, and no two the same. */
export function givenName(typed: string, given: string): GivenName {
  const tidy = typed.replace(/\s+/g, ' ').trim();
  if (given === tidy) return 'as-typed';
  if (tidy === '') return 'another';
  const start = given.replace(/ \d+$/, '');
  if (start !== given && tidy.startsWith(start)) return 'taken';
  return tidy.startsWith(given.replace(/…$/, '')) ? 'cut' : 'another';
}
