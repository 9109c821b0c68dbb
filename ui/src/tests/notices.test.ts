import { describe, expect, it } from 'vitest';
import { ok } from '../backend/fake';
import { anId, connected, eachOnAStillClock, openPage, pass } from './open-page';

eachOnAStillClock();

const count = () => document.querySelectorAll('[data-notice]').length;

describe('notices', () => {
  async function removed() {
    const page = await openPage();
    await page.click('#open-settings');
    await page.click('#remove-nwosu');
    return page;
  }

  it('name the account in a sentence that its letters do not turn', async () => {
    const page = await removed();
    expect(page.text('[data-notice="removed"] p')).toMatch(/^Removed the account “Nwosu Legal”\./);
    expect(page.text('[data-notice="removed"] bdi')).toBe('Nwosu Legal');
    expect(page.get('[data-notice="removed"] p').hasAttribute('dir')).toBe(false);
  });

  it('stay while nothing is done, and go when the person goes elsewhere', async () => {
    const page = await removed();
    await pass(50_000);
    expect(page.has('#undo-remove')).toBe(true);
    await page.press('Escape');
    expect(document.body.dataset['screen']).toBe('lookup');
    expect(count()).toBe(0);
  });

  it('are one at a time', async () => {
    const one = await openPage({
      ...connected,
      recents: [
        { id: anId, account: 'harbour', accountName: 'Harbour Dental', at: 0, name: 'Maria', inMemory: true },
      ],
    });
    await one.click('#open-settings');
    await one.click('#remove-nwosu');
    await one.click('#clear-recents');
    expect(count()).toBe(1);
    expect(one.has('[data-notice="recents-removed"]')).toBe(true);
  });

  it('that a switch left are gone with the next lookup or switch', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', (text) =>
        ok({
          id: anId,
          taken: 'from-link',
          unusualLength: false,
          location: text,
          owner: connected.accounts[text === 'link' ? 1 : 0] ?? null,
          further: 0,
        }),
      );
    });
    await page.lookUp('link');
    expect(page.has('[data-notice="switched"]')).toBe(true);
    await page.click('#account');
    await page.click('[data-choose-account="harbour"]');
    expect(count()).toBe(0);
    await page.lookUp('link');
    expect(page.has('[data-notice="switched"]')).toBe(true);
    await page.press('F5');
    expect(count()).toBe(0);
  });

  it('of the settings come back when another has gone', async () => {
    const page = await openPage({ ...connected, notices: ['not-saved'] });
    await page.click('#open-settings');
    await page.click('#remove-nwosu');
    expect(page.has('[data-notice="removed"]')).toBe(true);
    await page.press('Escape');
    expect(page.has('[data-notice="settings"]')).toBe(true);
  });
});
