import { expect, it } from 'vitest';
import { labelOf, standings } from './card';
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
