import { describe, expect, it } from 'vitest';
import { problem } from '../backend/fake';
import { problemWords, type ProblemContext } from './problems';

const context: ProblemContext = {
  system: 'linux',
  connecting: false,
  otherAccounts: false,
  at: new Date('2026-03-04T10:00:00Z'),
  locale: 'en-GB',
};

const cases = (['contact-not-found', 'other-account'] as const).flatMap((kind) =>
  [true, false].flatMap((otherAccounts) =>
    [
      { without: 2, unasked: 0 },
      { without: 12, unasked: 3 },
      { without: 1, unasked: 1 },
    ].map((searched) => [kind, { ...context, otherAccounts, searched }] as const),
  ),
);

describe('an ID that was looked for in several accounts', () => {
  it.each(cases)('is told in at most 25 words: %s', (kind, where) => {
    const { title, why, todo } = problemWords(problem(kind, { account: 'Harbour Dental' }), where);
    const words = `${title} ${why} ${todo}`.split(/\s+/);
    expect(words.length, words.join(' ')).toBeLessThanOrEqual(25);
    expect(why).toMatch(/^\S.*\.$/);
    expect(why).not.toContain('Harbour Dental');
  });
});
