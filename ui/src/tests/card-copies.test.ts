import { describe, expect, it } from 'vitest';
import { ok } from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import { contact, field, richContact } from '../test-support/contacts';
import { anId, connected, eachOnAStillClock, openPage, pass, shownCard } from './open-page';

eachOnAStillClock();

async function openCard(view: ContactView) {
  const page = await openPage(connected, (fake) => {
    fake.on('getContact', (_, id) => ok({ ...view, askedFor: id }));
  });
  await page.lookUp(anId);
  await pass(100);
  return page;
}

describe('what is copied', () => {
  it('is the whole name with one press, and each part with its own button', async () => {
    const page = await openCard(contact());
    await page.click('#copy-full-name');
    expect(page.fake.callsOf('copyText')).toEqual([['Rubika Deo']]);
    expect(page.text('#copy-full-name')).toBe('Copied');
    await page.click('[data-copy="lastName"]');
    expect(page.fake.callsOf('copyValue')).toEqual([[shownCard, 'lastName']]);
    await page.click('#copy-more');
    await page.click('#menu-copy-name');
    expect(page.fake.callsOf('copyText')).toHaveLength(2);
  });

  it('is the name that is shown in place of an ID, and the ID itself where it is shown', async () => {
    const named = [{ id: 've9EPM428h8vShlRW1KT', name: 'Dana Whitfield' }];
    const page = await openCard({ ...richContact(), names: { customFields: [], named, denied: [] } });
    await page.click('[data-copy="assignedTo"]');
    expect(page.fake.callsOf('copyText')).toEqual([['Dana Whitfield']]);
    expect(page.text('[data-copy="assignedTo"]')).toBe('Copied');
    await page.click('[id="copy-id:assignedTo"]');
    expect(page.fake.callsOf('copyValue')).toEqual([[shownCard, 'assignedTo']]);
    expect(page.text('[id="copy-id:assignedTo"]')).toBe('Copied');
  });
});

describe('the card is read well', () => {
  it('by its heading, which holds the name and nothing else', async () => {
    const page = await openCard(contact());
    expect(page.text('.card h2')).toBe('Rubika Deo');
    expect(page.get('.card h2').querySelector('button')).toBeNull();
  });

  it('by its labels, none of which is named by its path', async () => {
    const page = await openCard(richContact());
    expect(page.has('.card dt[title]')).toBe(false);
    expect(page.has('.card dt > [title="dateOfBirth"]')).toBe(true);
  });

  it('where a phone number or an e-mail address is missing', async () => {
    await openCard(contact());
    const tiles = [...document.querySelectorAll('.tile')].map((tile) =>
      tile.textContent.replace(/\s+/g, ' ').trim(),
    );
    expect(tiles).toEqual(['Phone No phone number', 'E-mail No e-mail address']);
  });

  it('where an address is long: it breaks at its sign and its dots, and is what was sent', async () => {
    const page = await openCard(contact({ fields: [field('email', 'maria.lopez@example.com')] }));
    const shown = page.get('[data-field="email"]');
    expect(shown.textContent).toBe('maria.lopez@example.com');
    expect(shown.querySelectorAll('wbr')).toHaveLength(3);
  });

  it('when names come late: they add no row above other panels', async () => {
    const view = contact({
      fields: [
        field('assignedTo', 'owner'),
        field('followers.0', 'follower', { list: 'followers' }),
        field('createdBy.sourceId', 'maker'),
        field('dateAdded', 'x'),
      ],
    });
    const page = await openCard(view);
    const rows = (panel: string) => document.querySelectorAll(`.panel.${panel} .row`).length;
    const before = rows('contact');
    const named = ['owner', 'follower', 'maker'].map((id) => ({ id, name: `Name of ${id}` }));
    page.fake.on('getNames', () =>
      ok({ ...view, askedFor: anId, names: { customFields: [], named, denied: [] } }),
    );
    await page.lookUp(anId);
    await pass(100);
    expect(page.text('.panel.record')).toContain('Name of follower');
    expect(page.text('.panel.record')).toContain('Name of maker');
    expect(rows('contact')).toBe(before);
  });
});
