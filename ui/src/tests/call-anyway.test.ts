import { describe, expect, it, vi } from 'vitest';
import { ok } from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import { channel, contact, field } from '../test-support/contacts';
import { chicago } from '../test-support/zones';
import { anId, connected, eachOnAStillClock, openPage, otherId, shownCard } from './open-page';

eachOnAStillClock();

const DAY = new Date('2026-03-04T18:00:00Z');
const NIGHT = new Date('2026-03-04T10:00:00Z');

async function openCard(more: Partial<ContactView>, now: Date) {
  vi.setSystemTime(now);
  const view = contact({
    timeZone: chicago,
    fields: [
      field('name', 'Maria Lopez'),
      field('phone', '+13125550142', { opens: 'call' }),
      field('email', 'maria@example.com', { opens: 'mail' }),
      field('additionalPhones.0.phone', '+13125550143', { opens: 'call' }),
    ],
    ...more,
  });
  const page = await openPage(connected, (fake) => {
    fake.on('getContact', (_, id) => ok({ ...view, askedFor: id }));
  });
  await page.lookUp(anId);
  return page;
}

const blocked = { channels: [channel('call', 'blocked')] };

describe('a call', () => {
  it('begins at once by day where nothing is blocked', async () => {
    const page = await openCard({}, DAY);
    await page.click('[data-open="phone"]');
    expect(page.fake.callsOf('openValue')).toEqual([[shownCard, 'phone']]);
    expect(page.has('.open-question')).toBe(false);
  });

  it.each([
    ['to somebody who blocks calls', blocked, DAY, 'Calls to them are blocked. Call anyway?'],
    ['to somebody who blocks all', { doNotDisturb: true }, DAY, 'Calls to them are blocked. Call anyway?'],
    ['at night', {}, NIGHT, 'It is quiet hours for them now. Call anyway?'],
  ])('%s is asked about first, “Cancel” with the focus', async (_, more, now, question) => {
    const page = await openCard(more, now);
    await page.click('[data-open="phone"]');
    expect(page.fake.callsOf('openValue')).toEqual([]);
    expect(page.text('#open-question-text')).toBe(question);
    expect(page.get('.open-question').closest('.tile')).not.toBeNull();
    expect(document.activeElement?.id).toBe('cancel-open');
    await page.click('#open-asked');
    expect(page.fake.callsOf('openValue')).toEqual([[shownCard, 'phone']]);
    expect(page.has('.open-question')).toBe(false);
    expect((document.activeElement as HTMLElement).dataset['open']).toBe('phone');
  });

  it('that was thought better of begins never, by button and by Escape', async () => {
    const page = await openCard(blocked, DAY);
    await page.click('[data-open="phone"]');
    await page.click('#cancel-open');
    expect(page.has('.open-question')).toBe(false);
    await page.click('[data-open="phone"]');
    await page.press('Escape');
    expect(page.has('.open-question')).toBe(false);
    expect(page.has('.card')).toBe(true);
    expect((document.activeElement as HTMLElement).dataset['open']).toBe('phone');
    expect(page.fake.callsOf('openValue')).toEqual([]);
  });

  it('to another number of theirs is asked about as well, beside that number', async () => {
    const page = await openCard(blocked, DAY);
    await page.click('[data-open="additionalPhones.0.phone"]');
    expect(page.fake.callsOf('openValue')).toEqual([]);
    expect(page.get('.open-question').closest('.row')).not.toBeNull();
  });

  it('is judged by when it is pressed, not by when the card was drawn', async () => {
    const page = await openCard({}, DAY);
    vi.setSystemTime(NIGHT);
    await page.click('[data-open="phone"]');
    expect(page.text('#open-question-text')).toContain('quiet hours');
  });

  it('is not asked about any more on the next card', async () => {
    const page = await openCard(blocked, DAY);
    await page.click('[data-open="phone"]');
    await page.lookUp(otherId);
    expect(page.has('.open-question')).toBe(false);
  });

  it('is all that is asked about: a letter can be read in the morning', async () => {
    const page = await openCard(blocked, NIGHT);
    await page.click('[data-open="email"]');
    expect(page.fake.callsOf('openValue')).toEqual([[shownCard, 'email']]);
  });
});
