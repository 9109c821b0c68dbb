import { describe, expect, it } from 'vitest';
import { contact, later, no, ok } from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import type { News } from '../generated/News';
import type { ReadIdView } from '../generated/ReadIdView';
import type { RecentView } from '../generated/RecentView';
import { leftOver } from './bulk';
import { anId, connected, eachOnAStillClock, openPage, otherId, pass } from './open-page';

eachOnAStillClock();

/** A contact that the card cannot draw. */
const undrawable = (id: string): ContactView => {
  const view = contact(id, 'Maria Lopez');
  return new Proxy(view, {
    get(target, key) {
      if (key === 'customFields') throw new RangeError('078-05-1120 is out of range');
      return Reflect.get(target, key) as unknown;
    },
  });
};

describe('a card that cannot be drawn', () => {
  it('is told, and the page goes on', async () => {
    const page = await openPage();
    page.fake.on('getContact', (_, id) => ok(id === anId ? undrawable(id) : contact(id, 'José Álvarez')));
    await page.lookUp(anId);
    expect(page.get('[data-problem]').dataset['problem']).toBe('unexpected');
    expect(page.text('[data-details]')).toContain('RangeError');
    expect(document.body.textContent).not.toContain('078-05');
    await page.lookUp(otherId);
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: otherId });
    expect(page.text('[data-field="name"]')).toBe('José Álvarez');
  });
});

describe('listening for news', () => {
  it('goes on after it has not worked, each time after a longer pause', async () => {
    let works = false;
    let told = false;
    const page = await openPage(connected, (fake) => {
      fake.on('nextNews', () => {
        if (!works) return no('unexpected');
        if (told) return later<News | null>().asked;
        told = true;
        return ok({ is: 'look-up', text: anId });
      });
    });
    const asked = () => page.fake.callsOf('nextNews').length;
    expect(asked()).toBe(1);
    await pass(1_000);
    expect(asked()).toBe(2);
    await pass(1_000);
    expect(asked()).toBe(2);
    await pass(1_000);
    expect(asked()).toBe(3);
    works = true;
    await pass(30_000);
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
    expect(page.has('[data-problem]')).toBe(false);
  });

  it('ends where another page listens', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('nextNews', () => ok(null));
    });
    await pass(60_000);
    expect(page.fake.callsOf('nextNews')).toHaveLength(1);
  });
});

const recent: RecentView = {
  id: anId,
  account: 'harbour',
  accountName: 'Harbour Dental',
  at: Date.parse('2026-03-04T09:30:00Z'),
  name: null,
  inMemory: true,
};

describe('the program itself taking its time', () => {
  it('over a text shows that something is under way, can be cancelled, and is told in the end', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', () => later<ReadIdView>().asked);
    });
    await page.lookUp(anId);
    await pass(300);
    expect(page.has('.skeleton')).toBe(true);
    await page.click('#cancel-look-up');
    expect(page.get('#result').dataset['state']).toBe('idle');
    await page.lookUp(anId);
    await pass(40_000);
    expect(page.get('[data-problem]').dataset['problem']).toBe('unexpected');
  });

  it('over a card from memory shows that something is under way, and is told in the end', async () => {
    const page = await openPage({ ...connected, recents: [recent] }, (fake) => {
      fake.on('recall', () => later<ContactView | null>().asked);
    });
    await page.click(`#recents [data-recent="${anId}"]`);
    await pass(300);
    expect(page.has('.skeleton')).toBe(true);
    await pass(40_000);
    expect(page.get('[data-problem]').dataset['problem']).toBe('unexpected');
  });
});

describe('Escape during a lookup', () => {
  it('brings the card back that was there, for the program too', async () => {
    const page = await openPage();
    await page.lookUp(anId);
    page.fake.on('getContact', () => later<ContactView | null>().asked);
    page.fake.on('recall', (_, id) => ok(contact(id, 'Maria Lopez')));
    await page.lookUp(otherId);
    expect(page.has('.card')).toBe(false);
    await page.press('Escape');
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
    expect(page.fake.callsOf('recall')).toEqual([['harbour', anId]]);
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(otherId);
    expect(page.has('#as-of')).toBe(true);
  });

  it('brings back the card from before two lookups, and the late answers are dropped', async () => {
    const late = later<ContactView | null>();
    const page = await openPage();
    await page.lookUp(anId);
    page.fake.on('recall', (_, id) => ok(contact(id, 'Maria Lopez')));
    page.fake.on('getContact', () => late.asked);
    await page.lookUp(otherId);
    await page.lookUp('AnotherContact000001');
    await page.press('Escape');
    late.come({ ok: true, value: contact(otherId, 'Late') });
    await pass(1_000);
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
  });

  it('leaves an empty page where the program no longer has that card', async () => {
    const page = await openPage();
    await page.lookUp(anId);
    page.fake.on('getContact', () => later<ContactView | null>().asked);
    await page.lookUp(otherId);
    await page.press('Escape');
    expect(page.get('#result').dataset['state']).toBe('idle');
  });

  it('brings back no problem', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', (_, id) =>
        id === anId ? no('contact-not-found') : later<ContactView | null>().asked,
      );
    });
    await page.lookUp(anId);
    await page.lookUp(otherId);
    await page.press('Escape');
    expect(page.get('#result').dataset['state']).toBe('idle');
  });
});

describe('Escape with the question whether to delete a list', () => {
  it('closes the question, and leaves box and card alone', async () => {
    const page = await openPage(leftOver);
    await page.lookUp(anId);
    await page.click('#bulk-close');
    expect(page.has('#bulk-question')).toBe(true);
    await page.press('Escape');
    expect(page.has('#bulk-question')).toBe(false);
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(anId);
    expect(page.get('#result').dataset['state']).toBe('found');
    expect(document.activeElement).toBe(page.get('#bulk-close'));
  });
});
