import { expect, it } from 'vitest';
import type { ChannelView } from '../../generated/ChannelView';
import type { ContactView } from '../../generated/ContactView';
import { channel, contact, field } from '../../test-support/contacts';
import { contactLine } from './contact-line';

// In Chicago: Sunday, 7:12 PM.
const NOW = new Date('2026-10-05T00:12:00Z');
const IN_CHICAGO = [
  field('firstName', 'Maria'),
  field('lastName', 'Lopez'),
  field('timezone', 'America/Chicago'),
];

/** The answer, its clock written the same way wherever the test runs. */
function answer(more: Partial<ContactView>, now = NOW) {
  const line = contactLine(contact({ fields: IN_CHICAGO, displayName: 'Maria Lopez', ...more }), now);
  return { ...line, text: line.text.replace(/\u202F/g, ' ') };
}

function standing(channels: ChannelView[], doNotDisturb: boolean | null = null) {
  const { text, tone, sign } = answer({ channels, doNotDisturb });
  return { text: text.replace(/^.*?Chicago\. /, ''), tone, sign };
}

it('time and standing make the answer', () => {
  const channels = [
    channel('call', 'allowed'),
    channel('sms', 'blocked-for-good'),
    channel('email', 'allowed'),
  ];
  expect(answer({ channels })).toEqual({
    text: 'It is 7:12 PM Sunday for Maria in Chicago. Calls and e-mails are fine; texts are blocked for good.',
    tone: 'care',
    sign: 'blocked',
  });
});

it('all that staff ask about allowed is fine', () => {
  const channels = [channel('call', 'allowed'), channel('sms', 'allowed'), channel('email', 'allowed')];
  expect(standing(channels, false)).toMatchObject({ tone: 'fine', sign: 'fine' });
  expect(standing(channels, false).text).toMatch(/^Calls, texts,? and e-mails are fine\.$/);
});

it('what is not recorded is said', () => {
  expect(standing([], null)).toEqual({
    text: 'HighLevel has no do-not-disturb setting for them.',
    tone: 'unknown',
    sign: 'unknown',
  });
  expect(standing([], false)).toMatchObject({ text: 'Do not disturb is off.', tone: 'fine' });
  expect(standing([channel('sms', 'allowed')], null)).toMatchObject({
    text: 'Texts are fine. Nothing is recorded for calls and e-mails.',
    tone: 'unknown',
  });
  expect(standing([channel('sms', 'blocked')], false)).toMatchObject({
    text: 'Texts are blocked. Otherwise, do not disturb is off.',
    tone: 'care',
  });
});

it('where the setting for all and a channel disagree, the stricter is told', () => {
  expect(standing([], true)).toMatchObject({
    text: 'Do not disturb is on: all channels are blocked.',
    tone: 'care',
  });
  expect(standing([channel('call', 'blocked'), channel('email', 'allowed')], true)).toMatchObject({
    text: 'Do not disturb is on for everything. HighLevel also marks e-mails as allowed, but the stricter setting counts.',
    tone: 'care',
  });
  expect(standing([channel('email', 'unknown')], true).text).toContain('the stricter one counts');
});

it('a channel sent in two spellings counts once, the stricter way', () => {
  const twice: ChannelView[] = [
    channel('sms', 'blocked'),
    { ...channel('sms', 'allowed'), path: 'dndSettings.sms' },
  ];
  expect(standing(twice, false).text).toBe('Texts are blocked. Otherwise, do not disturb is off.');
});

it('a status and a channel that nobody knows are unclear, not fine', () => {
  const odd: ChannelView = {
    path: 'dndSettings.TikTok',
    channel: { is: 'other', name: 'TikTok' },
    standing: 'unknown',
    status: null,
  };
  expect(standing([odd], false)).toMatchObject({ tone: 'unknown' });
  expect(standing([odd], false).text).toContain('The setting for “TikTok” messages is unclear.');
});

it('whether messages come in from them says nothing about contacting them', () => {
  const inbound: ChannelView = {
    path: 'inboundDndSettings.all',
    channel: { is: 'inbound' },
    standing: 'blocked',
    status: { path: 'inboundDndSettings.all.status', sent: 'active' },
  };
  expect(standing([inbound], null).text).toBe('HighLevel has no do-not-disturb setting for them.');
});

it('night is told', () => {
  const channels = [channel('call', 'allowed'), channel('sms', 'allowed'), channel('email', 'allowed')];
  const night = answer({ channels }, new Date('2026-10-05T08:30:00Z'));
  expect(night).toMatchObject({ tone: 'care', sign: 'night' });
  expect(night.text).toContain('It is night for Maria in Chicago: 3:30 AM Monday.');
});

it('a zone that is missing, or none, is told, and an offset will do', () => {
  const inZone = (timezone: string) =>
    answer({ fields: [field('firstName', 'Maria'), field('timezone', timezone)] });
  expect(answer({ fields: [field('firstName', 'Maria')] }).text).toMatch(
    /^Their time zone is not recorded\. /,
  );
  expect(inZone(' ').text).toMatch(/^Their time zone is not recorded\. /);
  expect(inZone('Mars/Phobos').text).toMatch(
    /^Their time zone is recorded as “Mars\/Phobos”, which is not a known one\. /,
  );
  expect(inZone('GMT-05:00').text).toMatch(/^It is 7:12 PM Sunday for Maria \(UTC−5\)\. /);
  expect(inZone('x'.repeat(5000)).text.length).toBeLessThan(200);
});

it('one without a name, or with one too long for a sentence, is “them”', () => {
  const zone = field('timezone', 'America/Chicago');
  const called = (more: Partial<ContactView>) => answer({ fields: [zone], ...more }).text;
  expect(called({ namePaths: ['email'], displayName: 'a@b.example' })).toContain('for them in Chicago');
  expect(called({ namePaths: ['companyName'], displayName: 'Acme' })).toContain('for them in Chicago');
  expect(called({ namePaths: ['name'], displayName: 'x'.repeat(31) })).toContain('for them in Chicago');
  expect(called({ namePaths: ['name'], displayName: 'عبد' })).toContain('for \u2068عبد\u2069 in Chicago');
});
