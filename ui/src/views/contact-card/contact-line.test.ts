import { describe, expect, it } from 'vitest';
import type { ChannelView } from '../../generated/ChannelView';
import type { ContactView } from '../../generated/ContactView';
import type { QuietHoursView } from '../../generated/QuietHoursView';
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
function answer(more: Partial<ContactView>, now = NOW, quietHours = { begin: 21, end: 8 }, shielded = false) {
  const view = contact({ fields: IN_CHICAGO, displayName: 'Maria Lopez', ...more });
  const line = contactLine(view, now, { quietHours, shielded });
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

describe('the quiet hours', () => {
  const channels = [channel('call', 'allowed'), channel('sms', 'allowed'), channel('email', 'allowed')];
  const at = (time: string, quietHours?: QuietHoursView, timezone = 'America/Chicago') =>
    answer(
      { channels, fields: [field('firstName', 'Maria'), field('timezone', timezone)] },
      new Date(time),
      quietHours,
    );

  it('are told with their end', () => {
    const night = at('2026-10-05T08:30:00Z');
    expect(night).toMatchObject({ tone: 'care', sign: 'night' });
    expect(night.text).toContain('It is 3:30 AM Monday for Maria in Chicago: quiet hours until 8:00 AM.');
    expect(at('2026-10-05T12:59:00Z').sign).toBe('night');
    expect(at('2026-10-05T13:00:00Z').sign).toBe('fine');
    expect(at('2026-10-06T01:59:00Z').sign).toBe('fine');
    expect(at('2026-10-06T02:00:00Z').sign).toBe('night');
  });

  it('are those that were chosen', () => {
    expect(at('2026-10-05T17:30:00Z', { begin: 12, end: 14 }).text).toContain('quiet hours until 2:00 PM');
    expect(at('2026-10-05T08:30:00Z', { begin: 12, end: 14 }).sign).toBe('fine');
    expect(at('2026-10-05T05:00:00Z', { begin: 22, end: 0 }).sign).toBe('fine');
    expect(at('2026-10-05T04:59:00Z', { begin: 22, end: 0 }).text).toContain('quiet hours until 12:00 AM');
  });

  it('are none where they begin as they end', () => {
    expect(at('2026-10-05T08:30:00Z', { begin: 8, end: 8 })).toMatchObject({ tone: 'fine', sign: 'fine' });
    const nowhere = at('2026-10-05T08:30:00Z', { begin: 0, end: 0 }, ' ');
    expect(nowhere).toMatchObject({ tone: 'fine', sign: 'fine' });
    expect(nowhere.text).not.toContain('quiet hours');
  });

  it.each([' ', 'Mars/Phobos'])('cannot be told without a zone: %j', (timezone) => {
    const nowhere = at('2026-10-05T08:30:00Z', undefined, timezone);
    expect(nowhere).toMatchObject({ tone: 'unknown', sign: 'unknown' });
    expect(nowhere.text).toContain(' So nobody can tell whether these are quiet hours. ');
  });

  it('go by the clock of the contact when it is put forward and back', () => {
    // On 8 March 2026 the clocks of New York go from 2 to 3; on 1 November from 2 back to 1.
    const newYork = (time: string) => at(time, { begin: 21, end: 3 }, 'US/Eastern');
    expect(newYork('2026-03-08T06:59:00Z')).toMatchObject({ sign: 'night' });
    expect(newYork('2026-03-08T07:00:00Z')).toMatchObject({ sign: 'fine' });
    expect(newYork('2026-11-01T07:59:00Z')).toMatchObject({ sign: 'night' });
    expect(newYork('2026-11-01T08:00:00Z')).toMatchObject({ sign: 'fine' });
    expect(newYork('2026-03-08T07:00:00Z').text).toContain('(Eastern Daylight Time)');
  });

  it('are right at the ends of the world', () => {
    // Twelve hours behind UTC: the sign in the zone's name is the other way round.
    expect(at('2026-10-05T20:00:00Z', undefined, 'Etc/GMT+12').text).toContain('It is 8:00 AM Monday');
    expect(at('2026-10-05T19:59:00Z', undefined, 'Etc/GMT+12').sign).toBe('night');
    expect(at('2026-10-05T18:00:00Z', undefined, 'Pacific/Kiritimati').text).toContain('8:00 AM Tuesday');
    expect(at('2026-10-05T15:30:00Z', undefined, 'Asia/Kolkata').text).toContain('9:00 PM Monday');
  });
});

it('no name and no text of theirs is in it while they are hidden', () => {
  const hidden = (timezone: string) =>
    answer({ fields: [field('firstName', 'Maria'), field('timezone', timezone)] }, NOW, undefined, true).text;
  expect(hidden('America/Chicago')).toContain('It is 7:12 PM Sunday for them in Chicago.');
  expect(hidden('Mars/Phobos')).toMatch(/^Their time zone is not a known one\. /);
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
