import { expect, it } from 'vitest';
import {
  actWords,
  cardWords,
  changeWords,
  channelWords,
  contactLineWords,
  labelOf,
  nameWords,
  searchWords,
  standings,
} from './card';
import type { StandingGroup } from './card';

it('a field that is known has a name of its own', () => {
  expect(labelOf('phone')).toEqual({ label: 'Phone', noun: 'phone number' });
  expect(labelOf('additionalEmails.3.email').label).toBe('Other e-mail');
  expect(labelOf('lastAttributionSource.utmCampaign').label).toBe('Campaign');
});

it('a field that nobody has heard of is named by its path', () => {
  expect(labelOf('internalSourceKind')).toEqual({
    label: 'Internal source kind',
    noun: '“Internal source kind”',
  });
  expect(labelOf('some_list.0.deepKey').label).toBe('Some list · 1 · Deep key');
  expect(labelOf('MgobCB14YMVKuE4Ka8p1').label).toBe('MgobCB14YMVKuE4Ka8p1');
});

it.each(['constructor', '__proto__', 'attributionSource.toString', 'hasOwnProperty.0', '', '.', 'a..b'])(
  'the path %j is no trap',
  (path) => {
    expect(typeof labelOf(path).label).toBe('string');
  },
);

it('there is a sentence for every combination of standings', () => {
  const groups: readonly StandingGroup[] = ['fine', 'blocked', 'forGood', 'unclear'];
  const lists = { fine: 'calls', blocked: 'texts', forGood: 'e-mails', unclear: 'WhatsApp messages' };
  for (let chosen = 1; chosen < 16; chosen += 1) {
    const present = groups.filter((_, bit) => (chosen & (1 << bit)) !== 0);
    const sentence = standings[present.join(' ')]?.(lists) ?? '';
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    for (const group of groups) {
      expect(sentence.toLowerCase().includes(lists[group].toLowerCase()), sentence).toBe(
        present.includes(group),
      );
    }
  }
});

it('what the card says frightens and blames nobody', () => {
  const forbidden =
    /\b(errors?|fail(s|ed|ure|ing)?|invalid|illegal|fatal|abort(ed)?|exceptions?|https?|json|api|keyring|null|oops|please|simply)\b|!/i;
  const textsIn = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    if (value instanceof Map) return [...value.values()].flatMap(textsIn);
    if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
    return [];
  };
  const said = [
    ...textsIn([actWords, cardWords, changeWords, channelWords, contactLineWords, searchWords]),
    actWords.saved('Maria Lopez.vcf'),
    searchWords.nothing('zebra'),
    contactLineWords.quietInCity('3:30 AM', 'Monday', 'Maria', 'Chicago', '8:00 AM'),
    nameWords.denied(['users', 'businesses']),
  ];
  for (const text of said) expect(text).not.toMatch(forbidden);
});

it('a hint names the permissions that are missing', () => {
  expect(nameWords.denied(['custom-fields'])).toContain('the permission “View Custom Fields”.');
  expect(nameWords.denied(['users', 'locations'])).toMatch(
    /the permissions “View Users” and “View Locations”\./,
  );
});

it('a search says how many fields it found', () => {
  expect([searchWords.found(1), searchWords.found(7)]).toEqual(['1 field found', '7 fields found']);
});
