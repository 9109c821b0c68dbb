import { describe, expect, it } from 'vitest';
import { problem } from '../backend/fake';
import type { ProblemFacts } from '../generated/ProblemFacts';
import type { ProblemKind } from '../generated/ProblemKind';
import { administratorText, details, detailsText } from './details';
import { en } from './en';
import { actionWords, problems, problemWords, type ProblemContext, type ProblemWords } from './problems';

const forbidden =
  /\b(errors?|fail(s|ed|ure|ing)?|invalid|illegal|fatal|abort(ed)?|exceptions?|https?|json|api|keyring|null|oops|please|simply)\b|!/i;

const kinds = Object.keys(problems) as ProblemKind[];

/** Every fact that the words of a kind may turn on, one at a time. */
const factsToTry: readonly ProblemFacts[] = [
  {},
  ...(
    [
      'email',
      'phone',
      'path',
      'placeholder',
      'words',
      'signs',
      'too-short',
      'too-long',
      'empty',
      'inner-blank',
      'contact-id',
      'old-key',
      'expired',
      'empty-list',
      'no-token-in-text',
      'several-tokens',
      'token-as-name',
      'sealed-link',
    ] as const
  ).map((typed) => ({ typed })),
  ...(['wrong-name', 'expired', 'not-yet-valid', 'unknown-issuer', 'other'] as const).map((certificate) => ({
    certificate,
    issuer: 'Acme Proxy CA',
  })),
  ...(
    [
      'gone',
      'closed',
      'not-a-list',
      'old-workbook',
      'locked',
      'damaged',
      'too-large',
      'changing',
      'unreadable',
    ] as const
  ).map((file) => ({ file, fileName: 'Contacts.xls' })),
  { mostRows: 100_000 },
  { certificate: 'unknown-issuer' },
  { contactId: 'kt4wq9zlmn2xvbr7sypd', account: 'Harbour Dental' },
  { contactId: 'KT4WQ9ZLMN2XVBR7SYPD', account: 'Harbour Dental' },
  { account: 'Harbour Dental', host: 'proxy.acme.example:8080', retryInSeconds: 118 },
];

const contexts: readonly ProblemContext[] = (['linux', 'macos', 'windows'] as const).flatMap((system) =>
  [true, false].flatMap((flag) =>
    [true, false].map((otherAccounts) => ({
      system,
      connecting: flag,
      otherAccounts,
      at: new Date('2019-03-03T10:00:00Z'),
      locale: 'en-GB',
    })),
  ),
);

const usual: ProblemContext = {
  system: 'linux',
  connecting: false,
  otherAccounts: false,
  at: new Date('2026-03-04T10:00:00Z'),
  locale: 'en-GB',
};

function everyWordingOf(kind: ProblemKind): readonly ProblemWords[] {
  return factsToTry.flatMap((facts) =>
    contexts.map((context) => problemWords(problem(kind, facts), context)),
  );
}

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Every text in a value, with stand-ins for what is put into it. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function')
    return textsIn((value as (...args: unknown[]) => unknown)('linux', 'linux'));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
}

describe('the words of the page', () => {
  it.each(textsIn(en))('say nothing that frightens or blames: %s', (text) => {
    expect(text).not.toMatch(forbidden);
  });
});

describe('the words of problems', () => {
  it.each(kinds)('are all there and calm: %s', (kind) => {
    for (const words of everyWordingOf(kind)) {
      for (const text of textsIn({ ...words, main: '', others: [] })) expect(text).not.toMatch(forbidden);
      expect(words.title).toMatch(/^\p{Lu}.*[\p{L}\d]$/u);
      expect(words.why).toMatch(/^\S.*\.$/);
      expect(words.todo).toMatch(/^\p{Lu}.*\.$/u);
    }
  });

  it.each(kinds)('are at most 25 before the action: %s', (kind) => {
    for (const { title, why, todo } of everyWordingOf(kind)) {
      const text = `${title} ${why} ${todo}`;
      expect(countWords(text), text).toBeLessThanOrEqual(25);
    }
  });

  it.each(kinds)('offer an administrator’s message only with something to ask for: %s', (kind) => {
    for (const { main, others, ask } of everyWordingOf(kind)) {
      if ([main, ...others].includes('copy-administrator')) expect(ask).toBeTruthy();
    }
  });

  it.each(kinds)('offer no action twice: %s', (kind) => {
    for (const { main, others } of everyWordingOf(kind)) {
      expect(new Set([main, ...others]).size).toBe(others.length + 1);
    }
  });

  it('do not offer to try again where that would change nothing', () => {
    for (const kind of [
      'contact-not-found',
      'other-account',
      'daily-limit-reached',
      'proxy-sign-in',
    ] as const) {
      for (const { main, others } of everyWordingOf(kind))
        expect([main, ...others]).not.toContain('try-again');
    }
  });

  it('name what was typed in place of an ID', () => {
    expect(problemWords(problem('id-not-an-id', { typed: 'email' }), usual).title).toContain('e-mail');
    expect(problemWords(problem('id-not-an-id', { typed: 'phone' }), usual).title).toContain('phone');
  });

  it.each(['contact-not-found', 'request-refused'] as const)(
    'see that an ID lost its letters: %s',
    (kind) => {
      const todo = (contactId: string) => problemWords(problem(kind, { contactId }), usual).todo;
      expect(todo('kt4wq9zlmn2xvbr7sypd')).toBe('The capital letters seem to be lost. Copy the ID again.');
      expect(todo('KT4WQ9ZLMN2XVBR7SYPD')).toContain('Only capital letters are left');
      for (const id of ['kT4wQ9zLmN2xVbR7sYpD', 'kt4wq9zlmn2xvbr7syp', '12345678901234567890']) {
        expect(todo(id), id).not.toContain('lost');
      }
    },
  );

  it('say that capital and small letters count', () => {
    const { todo } = problemWords(problem('contact-not-found'), usual);
    expect(todo).toBe('Check for missing or extra characters. Capital and small letters count.');
  });

  it('name the one who signed an untrusted certificate', () => {
    const facts: ProblemFacts = { certificate: 'unknown-issuer', issuer: 'Acme Proxy CA' };
    expect(problemWords(problem('certificate-not-trusted', facts), usual).why).toContain('Acme Proxy CA');
  });

  it('name this computer’s date where it may be the cause', () => {
    const words = problemWords(problem('certificate-not-trusted', { certificate: 'expired' }), usual);
    expect(words.why).toContain('4 Mar 2026');
  });

  it('say other things about a token that was just typed than about one that has worked', () => {
    const saved = problemWords(problem('token-rejected'), usual);
    const justTyped = problemWords(problem('token-rejected'), { ...usual, connecting: true });
    expect(justTyped.title).not.toBe(saved.title);
  });

  it('tell apart a sub-account that is paused from a token that is no longer taken', () => {
    const { main, why } = problemWords(problem('account-inactive'), usual);
    expect(main).toBe('copy-administrator');
    expect(why).toContain('a new token would not help');
  });

  it('are calm on every button', () => {
    for (const text of Object.values(actionWords)) expect(text).not.toMatch(forbidden);
  });
});

describe('the details of a problem', () => {
  const full = problem('token-rejected', {
    status: 401,
    messages: ['Invalid JWT', 'again'],
    traceId: 'abc-1',
    attempts: 3,
    account: 'Harbour Dental',
    contactId: 'seD4PfOuKoVMLkEZqohJ',
  });

  it('hold what support asks for, and leave out what is not known', () => {
    expect(detailsText(full, '1.2.3', { ...usual, locale: 'en-GB' }).split('\n')).toEqual([
      'Contact Lookup',
      'Kind: token-rejected',
      'Status: 401',
      'HighLevel’s message: Invalid JWT · again',
      'Trace ID: abc-1',
      'Contact ID: seD4PfOuKoVMLkEZqohJ',
      'Account: Harbour Dental',
      'Attempts: 3',
      expect.stringMatching(/^Time: 4 Mar 2026/),
      'Version: 1.2.3',
    ]);
    expect(details(problem('offline'), '1.2.3', usual).map(({ name }) => name)).toEqual([
      'Kind',
      'Time',
      'Version',
    ]);
  });

  it('become a message that says what the administrator should do', () => {
    const text = administratorText(problem('permission-missing', { status: 401 }), '1.2.3', usual);
    expect(text).toContain('tick “View Contacts”');
    expect(text).toContain('Status: 401');
  });
});
