import { describe, expect, it } from 'vitest';
import { contact, later, no, ok, sampleAccount } from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import type { RecentView } from '../generated/RecentView';
import { anId, connected, eachOnAStillClock, harbour, nwosu, openPage, otherId, pass } from './open-page';

eachOnAStillClock();

const now = Date.parse('2026-03-04T10:00:00Z');
const recent = (id: string, changes: Partial<RecentView> = {}): RecentView => ({
  id,
  account: 'harbour',
  accountName: 'Harbour Dental',
  at: now - 30 * 60_000,
  name: null,
  inMemory: true,
  ...changes,
});
const maria = recent(anId, { name: 'Maria Lopez' });
const jose = recent(otherId, { name: 'José Álvarez' });
const start = { ...connected, recents: [maria, jose] };
const entry = (id: string) => `#recents [data-recent="${id}"]`;
const inMemory = (id: string, name = 'Maria Lopez') =>
  contact(id, name, { receivedAt: now - 30 * 60_000, account: harbour });

describe('the recent lookups', () => {
  it('are named, with their account and time', async () => {
    const page = await openPage({ ...start, recents: [maria, recent(otherId, { at: now - 20_000 })] });
    expect(page.text(`${entry(anId)} .recent-name`)).toBe('Maria Lopez');
    expect(page.text(`${entry(anId)} .recent-about`)).toMatch(/^Harbour Dental · \d{1,2}:\d\d/);
    expect(page.text(`${entry(otherId)} .recent-id`)).toBe(otherId);
    expect(page.text(`${entry(otherId)} .recent-about`)).toBe('Harbour Dental · just now');
    expect(page.get(`#recents [data-remove-recent="${anId}"]`).getAttribute('aria-label')).toContain(
      'Maria Lopez',
    );
  });

  it('are renewed after each contact that is found, once it has been painted', async () => {
    const page = await openPage(connected);
    expect(page.text('#recents-list')).toBe('The contacts you look up are listed here.');
    page.fake.on('recents', () => ok([maria]));
    await page.lookUp(anId);
    await pass(50);
    expect(page.fake.callsOf('recents')).toHaveLength(1);
    expect(page.get(entry(anId)).getAttribute('aria-current')).toBe('true');
  });

  it('are not renewed by a lookup that finds nothing', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => no('contact-not-found'));
    });
    await page.lookUp(anId);
    await pass(50);
    expect(page.fake.callsOf('recents')).toHaveLength(0);
  });

  it('stay as they were where they cannot be had', async () => {
    const page = await openPage(start, (fake) => {
      fake.on('recents', () => no('unexpected'));
    });
    await page.lookUp(anId);
    await pass(50);
    expect(page.has('[data-problem]')).toBe(false);
    expect(page.has(entry(otherId))).toBe(true);
  });

  it('a time that makes no sense is left out', async () => {
    const page = await openPage({
      ...connected,
      recents: [recent(anId, { at: -1 }), recent(otherId, { at: 9e15 })],
    });
    expect(page.text(`${entry(anId)} .recent-about`)).toBe('Harbour Dental');
    expect(page.text(`${entry(otherId)} .recent-about`)).toBe('Harbour Dental');
  });

  it('of the sample account are its own', async () => {
    const ofSamples = recent('samplePerson000000001', { account: 'sample', accountName: 'Sample contacts' });
    const recents = [maria, ofSamples];
    const samples = await openPage({ ...connected, current: sampleAccount, recents });
    expect(samples.has(entry(anId))).toBe(false);
    expect(samples.has(entry(ofSamples.id))).toBe(true);
    expect(samples.has('#clear-recents')).toBe(false);
    const own = await openPage({ ...connected, recents });
    expect(own.has(entry(anId))).toBe(true);
    expect(own.has(entry(ofSamples.id))).toBe(false);
  });

  it('unfold where there is no room beside the card', async () => {
    const page = await openPage(start);
    expect(page.text('#toggle-recents')).toBe('Show 2');
    await page.click('#toggle-recents');
    expect(page.get('#toggle-recents').getAttribute('aria-expanded')).toBe('true');
    expect(page.get('#recents').hasAttribute('data-open')).toBe(true);
  });

  it('can be gone through by arrow keys', async () => {
    const page = await openPage(start);
    page.get(entry(anId)).focus();
    await page.press('ArrowDown');
    expect(document.activeElement).toBe(page.get(entry(otherId)));
    await page.press('ArrowDown');
    expect(document.activeElement).toBe(page.get(entry(otherId)));
    await page.press('Home');
    expect(document.activeElement).toBe(page.get(entry(anId)));
  });
});

describe('a recent contact', () => {
  it('comes back from memory at once, marked with its time, without HighLevel being asked', async () => {
    const page = await openPage(start, (fake) => {
      fake.on('recall', (_, id) => ok(inMemory(id)));
    });
    await page.click(entry(anId));
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
    expect(page.text('#as-of')).toContain('As of');
    expect(page.text('#announcer')).toBe('Found Maria Lopez');
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(anId);
    expect(page.fake.callsOf('recall')).toEqual([['harbour', anId]]);
    expect(page.fake.callsOf('getContact')).toEqual([]);
    expect(page.fake.callsOf('chooseAccount')).toEqual([]);
  });

  it('is looked up anew by refresh, and is then no longer of before', async () => {
    const page = await openPage(start, (fake) => {
      fake.on('recall', (_, id) => ok(inMemory(id)));
    });
    await page.click(entry(anId));
    await page.click('#refresh');
    expect(page.fake.callsOf('getContact').map((call) => call.slice(0, 2))).toEqual([['harbour', anId]]);
    expect(page.get('#result').dataset['state']).toBe('found');
    expect(page.has('#as-of')).toBe(false);
  });

  it('that is not in memory is looked up again', async () => {
    const page = await openPage(start);
    await page.click(entry(anId));
    expect(page.fake.callsOf('getContact').map((call) => call.slice(0, 2))).toEqual([['harbour', anId]]);
    expect(page.fake.callsOf('readContactId')).toEqual([]);
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
  });

  it('takes the card of another contact away at once', async () => {
    const page = await openPage(start, (fake) => {
      fake.on('recall', () => later<ContactView | null>().asked);
    });
    await page.lookUp(otherId);
    page.get(entry(anId)).click();
    expect(page.has('.card')).toBe(false);
    expect(page.get('#result').dataset).toMatchObject({ state: 'loading', id: anId });
  });

  it('of another account makes that one the account in use, and says so', async () => {
    const elsewhere = recent(otherId, { account: 'nwosu', accountName: 'Nwosu Legal' });
    const page = await openPage({ ...connected, recents: [elsewhere] }, (fake) => {
      fake.on('recall', (_, id) => ok(contact(id, 'José Álvarez', { account: nwosu })));
    });
    await page.click(entry(otherId));
    expect(page.get('#account').dataset['account']).toBe('Nwosu Legal');
    expect(page.text('[data-notice="switched"]')).toContain('Switched to Nwosu Legal');
    expect(page.fake.callsOf('chooseAccount')).toEqual([['nwosu']]);
    expect(page.fake.callsOf('recall')).toEqual([['nwosu', otherId]]);
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: otherId });
  });

  it('whose account is gone explains, and can be taken out of the list', async () => {
    const gone = recent(otherId, { account: 'gone', accountName: null });
    const page = await openPage({ ...connected, recents: [maria, gone] }, (fake) => {
      fake.on('removeRecent', () => ok([maria]));
    });
    expect(page.text(`${entry(otherId)} .recent-about`)).toContain('account removed');
    await page.click(entry(otherId));
    expect(page.text('[data-notice="recent-gone"]')).toContain('was removed');
    expect(page.text('#announcer')).toContain('was removed');
    expect(page.fake.callsOf('recall')).toEqual([]);
    await page.click('#remove-gone');
    expect(page.has('[data-notice="recent-gone"]')).toBe(false);
    expect(page.has(entry(otherId))).toBe(false);
  });

  it('that is on the page already stays as it is', async () => {
    const page = await openPage(start);
    await page.lookUp(anId);
    await page.click(entry(anId));
    expect(page.fake.callsOf('recall')).toEqual([]);
    expect(page.fake.callsOf('getContact')).toHaveLength(1);
  });

  it('that is asked for while another lookup runs ends that one', async () => {
    const page = await openPage(start, (fake) => {
      fake.on('getContact', () => later<ContactView | null>().asked);
      fake.on('recall', (_, id) => ok(inMemory(id)));
    });
    await page.lookUp(otherId);
    await page.click(entry(anId));
    expect(page.fake.callsOf('cancelLookUp')).toEqual([[1]]);
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
  });
});

describe('the list', () => {
  it('gives one away, with the focus on the next, and takes it back', async () => {
    const page = await openPage(start);
    page.get(`#recents [data-remove-recent="${anId}"]`).focus();
    await page.click(`#recents [data-remove-recent="${anId}"]`);
    expect(page.fake.callsOf('removeRecent')).toEqual([['harbour', anId]]);
    expect(page.has(entry(anId))).toBe(false);
    expect(document.activeElement).toBe(page.get(entry(otherId)));
    expect(page.text('#announcer')).toContain('You can undo this.');
    await page.click('#undo-recents');
    expect(page.has(entry(anId))).toBe(true);
    expect(page.has('[data-notice="recents-removed"]')).toBe(false);
  });

  it('can be cleared, and that can be undone', async () => {
    const page = await openPage(start);
    page.get('#clear-recents').focus();
    await page.click('#clear-recents');
    expect(document.querySelectorAll('#recents [data-recent]')).toHaveLength(0);
    expect(document.activeElement).toBe(page.get('#recents-title'));
    expect(page.text('[data-notice="recents-removed"]')).toContain('cleared');
    await page.click('#undo-recents');
    expect(document.querySelectorAll('#recents [data-recent]')).toHaveLength(2);
    expect(document.activeElement).toBe(page.get('#recents-title'));
  });

  it('that could not be changed is told, and stays', async () => {
    const page = await openPage(start, (fake) => {
      fake.on('clearRecents', () => no('settings-not-saved'));
    });
    await page.click('#clear-recents');
    expect(page.get('[data-problem]').dataset['problem']).toBe('settings-not-saved');
    expect(page.has(entry(anId))).toBe(true);
  });

  it('the offer to undo stays until the next lookup, whatever is typed, read or opened meanwhile', async () => {
    const page = await openPage(start);
    await page.click(`#recents [data-remove-recent="${otherId}"]`);
    await page.fill('#contact-id', anId);
    await page.click('#account');
    await pass(60_000);
    expect(page.has('#undo-recents')).toBe(true);
    await page.lookUp(anId);
    expect(page.has('#undo-recents')).toBe(false);
  });
});

describe('names that are not kept', () => {
  const bare = recent(anId, { inMemory: false });

  it('are offered to be kept, right in the list, with one press', async () => {
    const page = await openPage({ ...connected, recents: [bare] });
    expect(page.text('#recents #names-offer')).toBe('Keep names on this computer?');
    page.get('#keep-names').focus();
    await page.click('#keep-names');
    expect(page.fake.callsOf('setRememberNames')).toEqual([[true]]);
    expect(page.has('#names-offer')).toBe(false);
    expect(document.activeElement).toBe(page.get('#recents-title'));
  });

  it('can be declined, and are never offered again', async () => {
    const page = await openPage({ ...connected, recents: [bare] });
    await page.click('#decline-names');
    expect(page.fake.callsOf('setRememberNames')).toEqual([[false]]);
    expect(page.has('#names-offer')).toBe(false);
  });

  it.each([
    ['the person has said so', { settings: { ...connected.settings, namesDecided: true } }],
    ['they are kept', { settings: { ...connected.settings, rememberNames: true } }],
    ['every name is known', { recents: [maria] }],
    ['a contact of now has none', { recents: [recent(anId)] }],
    ['there is nothing in the list', { recents: [] }],
    [
      'the samples are in use',
      { current: sampleAccount, recents: [recent('a', { account: 'sample', inMemory: false })] },
    ],
  ])('are not offered where %s', async (_, changes) => {
    const page = await openPage({ ...connected, recents: [bare], ...changes });
    expect(page.has('#names-offer')).toBe(false);
  });
});

describe('a refresh', () => {
  it('that leads to a problem keeps the card readable and usable, plainly as the one of before', async () => {
    const page = await openPage(connected);
    await page.lookUp(anId);
    page.fake.on('getContact', () => no('timed-out'));
    await page.press('F5');
    expect(page.get('#result').dataset).toMatchObject({ state: 'failed', id: anId });
    expect(page.get('[role="alert"]').dataset['problem']).toBe('timed-out');
    expect(page.text('.older [data-field="name"]')).toBe('Maria Lopez');
    expect(page.text('.older #as-of')).toContain('As of');
    await page.click('[data-copy="name"]');
    expect(page.text('[data-copy="name"]')).toBe('Copied');
    await page.click('[data-action="try-again"]');
    expect(page.has('.older .card')).toBe(true);
  });

  it('that works at last shows the new card alone', async () => {
    const page = await openPage(connected);
    await page.lookUp(anId);
    page.fake.on('getContact', () => no('timed-out'));
    await page.press('r', { ctrlKey: true });
    page.fake.on('getContact', (_, id) => ok(contact(id, 'Maria Lopez-Diaz')));
    await page.click('#refresh');
    expect(page.has('[data-problem]')).toBe(false);
    expect(page.text('[data-field="name"]')).toBe('Maria Lopez-Diaz');
    expect(page.has('#as-of')).toBe(false);
  });

  it('the card of before is gone with the next ID', async () => {
    const page = await openPage(connected);
    await page.lookUp(anId);
    page.fake.on('getContact', () => no('contact-not-found'));
    await page.press('F5');
    expect(page.has('.older .card')).toBe(true);
    await page.lookUp(otherId);
    expect(page.get('#result').dataset).toMatchObject({ state: 'failed', id: otherId });
    expect(page.has('.card')).toBe(false);
  });

  it('that is cancelled leaves the card, marked with its time', async () => {
    const page = await openPage(connected);
    await page.lookUp(anId);
    page.fake.on('getContact', () => later<ContactView | null>().asked);
    await page.press('F5');
    await page.press('Escape');
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
    expect(page.has('#as-of')).toBe(true);
    expect(page.get('.card').closest('[inert]')).toBeNull();
  });
});
