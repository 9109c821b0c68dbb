import { describe, expect, it } from 'vitest';
import type { ChannelView } from '../../generated/ChannelView';
import type { ContactView } from '../../generated/ContactView';
import type { QuietHoursView } from '../../generated/QuietHoursView';
import type { TimeZoneView } from '../../generated/TimeZoneView';
import { channel, contact, field } from '../../test-support/contacts';
import { chicago, eastern, fixedZone } from '../../test-support/zones';
import { contactLine } from './contact-line';

// In Chicago: Sunday, 7:12 PM.
const NOW = new Date('2026-10-05T00:12:00Z');
const MARIA = [field('firstName', 'Maria'), field('lastName', 'Lopez')];

/** The answer, its clock written the same way wherever the test runs. */
function answer(more: Partial<ContactView>, now = NOW, quietHours = { begin: 21, end: 8 }, shielded = false) {
  const view = contact({ fields: MARIA, displayName: 'Maria Lopez', timeZone: chicago, ...more });
  const line = contactLine(view, now, { quietHours, shielded });
  return { ...line, text: line.text.replace(/\u202F/g, ' ') };
}

function standing(channels: ChannelView[], doNotDisturb: boolean | null = null) {
  const { text, tone } = answer({ channels, doNotDisturb });
  return { text: text.replace(/^.*?Chicago\. /, ''), tone };
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
  });
});

it('all that staff ask about allowed is fine', () => {
  const channels = [channel('call', 'allowed'), channel('sms', 'allowed'), channel('email', 'allowed')];
  expect(standing(channels, false)).toMatchObject({ tone: 'fine' });
  expect(standing(channels, false).text).toMatch(/^Calls, texts,? and e-mails are fine\.$/);
});

it('what is not recorded is said', () => {
  expect(standing([], null)).toEqual({
    text: 'HighLevel has no do-not-disturb setting for them.',
    tone: 'unknown',
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
    tone: 'stop',
  });
  expect(standing([channel('call', 'blocked'), channel('email', 'allowed')], true)).toMatchObject({
    text: 'Do not disturb is on for everything. HighLevel also marks e-mails as allowed, but the stricter setting counts.',
    tone: 'stop',
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
  const at = (time: string, quietHours?: QuietHoursView, timeZone: TimeZoneView | null = chicago) =>
    answer({ channels, timeZone }, new Date(time), quietHours);

  it('are told with their end', () => {
    const night = at('2026-10-05T08:30:00Z');
    expect(night.tone).toBe('night');
    expect(night.text).toContain(
      'It is 3:30 AM Monday for Maria in Chicago: quiet hours until 8:00 AM. Do not call now.',
    );
    expect(at('2026-10-05T12:59:00Z').tone).toBe('night');
    expect(at('2026-10-05T13:00:00Z').tone).toBe('fine');
    expect(at('2026-10-06T01:59:00Z').tone).toBe('fine');
    expect(at('2026-10-06T02:00:00Z').tone).toBe('night');
  });

  it('are those that were chosen', () => {
    expect(at('2026-10-05T17:30:00Z', { begin: 12, end: 14 }).text).toContain('quiet hours until 2:00 PM');
    expect(at('2026-10-05T08:30:00Z', { begin: 12, end: 14 }).tone).toBe('fine');
    expect(at('2026-10-05T05:00:00Z', { begin: 22, end: 0 }).tone).toBe('fine');
    expect(at('2026-10-05T04:59:00Z', { begin: 22, end: 0 }).text).toContain('quiet hours until 12:00 AM');
  });

  it('are none where they begin as they end', () => {
    expect(at('2026-10-05T08:30:00Z', { begin: 8, end: 8 }).tone).toBe('fine');
    const nowhere = at('2026-10-05T08:30:00Z', { begin: 0, end: 0 }, null);
    expect(nowhere.tone).toBe('fine');
    expect(nowhere.text).toMatch(/^No time zone saved\. Calls,/);
  });

  it('cannot be told without a zone', () => {
    const nowhere = at('2026-10-05T08:30:00Z', undefined, null);
    expect(nowhere.tone).toBe('unknown');
    expect(nowhere.text).toMatch(/^No time zone saved: check their local time before you call\. /);
  });

  it('go by the clock of the contact when it is put forward and back', () => {
    // On 8 March 2026 the clocks of New York go from 2 to 3; on 1 November from 2 back to 1.
    const newYork = (time: string) => at(time, { begin: 21, end: 3 }, eastern);
    expect(newYork('2026-03-08T06:59:00Z').tone).toBe('night');
    expect(newYork('2026-03-08T07:00:00Z').tone).toBe('fine');
    expect(newYork('2026-11-01T07:59:00Z').tone).toBe('night');
    expect(newYork('2026-11-01T08:00:00Z').tone).toBe('fine');
    expect(newYork('2026-03-08T07:00:00Z').text).toContain('(Eastern Daylight Time)');
    expect(newYork('2026-03-08T06:59:00Z').text).toContain('(Eastern Standard Time)');
  });

  it('are right at the ends of the world', () => {
    const behind = fixedZone(-720, 'Etc/GMT+12');
    expect(at('2026-10-05T20:00:00Z', undefined, behind).text).toContain('It is 8:00 AM Monday');
    expect(at('2026-10-05T20:00:00Z', undefined, behind).text).toContain('(UTC−12)');
    expect(at('2026-10-05T19:59:00Z', undefined, behind).tone).toBe('night');
    const ahead = fixedZone(840, 'Pacific/Kiritimati');
    expect(at('2026-10-05T18:00:00Z', undefined, ahead).text).toContain('8:00 AM Tuesday');
    expect(at('2026-10-05T15:30:00Z', undefined, fixedZone(330, 'Asia/Kolkata')).text).toContain(
      '9:00 PM Monday',
    );
  });
});

describe('each case has a tone of its own, and “fine” is said only where a call now is', () => {
  const day = new Date('2026-10-05T00:12:00Z');
  const night = new Date('2026-10-05T08:30:00Z');
  const every = ['allowed', 'blocked', 'blocked-for-good', 'unknown'] as const;

  it.each([
    ['fine', day, chicago, ['allowed', 'allowed', 'allowed']],
    ['care', day, chicago, ['allowed', 'blocked', 'allowed']],
    ['stop', day, chicago, ['blocked', 'allowed', 'allowed']],
    ['stop', night, chicago, ['blocked', 'allowed', 'allowed']],
    ['night', night, chicago, ['allowed', 'allowed', 'allowed']],
    ['night', night, chicago, ['allowed', 'blocked', 'allowed']],
    ['unknown', day, null, ['allowed', 'allowed', 'allowed']],
    ['care', day, null, ['allowed', 'blocked', 'allowed']],
    ['stop', day, null, ['blocked', 'allowed', 'allowed']],
  ] as const)('%s', (tone, now, timeZone, [call, sms, email]) => {
    const channels = [channel('call', call), channel('sms', sms), channel('email', email)];
    expect(answer({ timeZone, channels, doNotDisturb: false }, now).tone).toBe(tone);
  });

  it('for every combination of settings', () => {
    for (const call of every) {
      for (const sms of every) {
        for (const email of every) {
          const channels = [channel('call', call), channel('sms', sms), channel('email', email)];
          const blocked = call.startsWith('blocked');
          for (const doNotDisturb of [null, false, true]) {
            const told = (now: Date, timeZone: TimeZoneView | null) =>
              answer({ channels, doNotDisturb, timeZone }, now).text;
            const texts = [told(night, chicago), told(day, null)];
            if (blocked || doNotDisturb === true) texts.push(told(day, chicago));
            for (const text of texts) expect(text).not.toMatch(/\bfine\b/);
          }
        }
      }
    }
  });

  it('with what is blocked first', () => {
    const blocked = standing([channel('call', 'blocked'), channel('sms', 'allowed')], false);
    expect(blocked.text).toBe('Calls are blocked; texts are not. Otherwise, do not disturb is off.');
  });
});

it('no name and no text of theirs is in it while they are hidden', () => {
  const hidden = (more: Partial<ContactView>) => answer(more, NOW, undefined, true).text;
  expect(hidden({})).toContain('It is 7:12 PM Sunday for them in Chicago.');
  expect(hidden({ timeZone: null, fields: [...MARIA, field('timezone', 'Mars/Phobos')] })).toMatch(
    /^Their time zone is not a known one: check their local time before you call\. /,
  );
});

it('a zone that is missing, or none, is told, and an offset will do', () => {
  const sent = (timezone: string) =>
    answer({ timeZone: null, fields: [...MARIA, field('timezone', timezone)] }).text;
  const none = /^No time zone saved: check their local time before you call\. /;
  expect(answer({ timeZone: null }).text).toMatch(none);
  for (const timezone of [' ', 'null', 'NULL ']) expect(sent(timezone)).toMatch(none);
  expect(sent('Mars/Phobos')).toMatch(
    /^Their time zone is saved as “Mars\/Phobos”, which is not a known one: check their local time before you call\. /,
  );
  expect(sent('x'.repeat(5000)).length).toBeLessThan(200);
  expect(answer({ timeZone: fixedZone(-300) }).text).toMatch(/^It is 7:12 PM Sunday for Maria \(UTC−5\)\. /);
});

it('one without a name, or with one too long for a sentence, is “them”', () => {
  const called = (more: Partial<ContactView>) => answer({ fields: [], ...more }).text;
  expect(called({ namePaths: ['email'], displayName: 'a@b.example' })).toContain('for them in Chicago');
  expect(called({ namePaths: ['companyName'], displayName: 'Acme' })).toContain('for them in Chicago');
  expect(called({ namePaths: ['name'], displayName: 'x'.repeat(31) })).toContain('for them in Chicago');
  expect(called({ namePaths: ['name'], displayName: 'عبد' })).toContain('for \u2068عبد\u2069 in Chicago');
});
