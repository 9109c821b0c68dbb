import { describe, expect, it } from 'vitest';
import { contact, later, no, ok, sampleAccount } from '../backend/fake';
import type { Answer } from '../backend';
import type { AccountView } from '../generated/AccountView';
import type { ContactView } from '../generated/ContactView';
import type { News } from '../generated/News';
import type { ReadIdView } from '../generated/ReadIdView';
import type { RecentView } from '../generated/RecentView';
import {
  anId,
  connected,
  eachOnAStillClock,
  harbour,
  openPage,
  otherId,
  pass,
  type OpenPage,
} from './open-page';

eachOnAStillClock();

const boxOf = (page: OpenPage) => page.get('#contact-id', HTMLInputElement);
const selection = (page: OpenPage) => [boxOf(page).selectionStart, boxOf(page).selectionEnd];

/** Waits for what follows an answer once it has been painted. */
const settled = () => pass(700);

const recent = (id: string): RecentView => ({
  id,
  account: 'harbour',
  accountName: 'Harbour Dental',
  at: Date.parse('2026-03-04T09:30:00Z'),
  name: null,
  inMemory: true,
});

describe('while an answer is on its way', () => {
  it('the text that was looked up is selected at once, so that the next ID replaces it', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => later<ContactView | null>().asked);
    });
    await page.fill('#contact-id', anId);
    page.get('#look-up').focus();
    page.get('#look-up').click();
    expect(document.activeElement).toBe(boxOf(page));
    expect(selection(page)).toEqual([0, anId.length]);
  });

  it.each(['found', 'failed'] as const)(
    'the caret of who types the next ID stays where it is: %s',
    async (state) => {
      const answer = later<ContactView | null>();
      const page = await openPage(connected, (fake) => {
        fake.on('getContact', () => answer.asked);
      });
      await page.lookUp(anId);
      await page.fill('#contact-id', 'ocQHy');
      boxOf(page).setSelectionRange(2, 2);
      answer.come(
        state === 'found' ? { ok: true, value: contact(anId, 'Maria Lopez') } : await no('contact-not-found'),
      );
      await settled();
      expect(page.get('#result').dataset['state']).toBe(state);
      expect(boxOf(page).value).toBe('ocQHy');
      expect(selection(page)).toEqual([2, 2]);
    },
  );

  it('part of the ID that the person has selected stays selected', async () => {
    const answer = later<ContactView | null>();
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => answer.asked);
    });
    await page.lookUp(anId);
    boxOf(page).setSelectionRange(3, 7);
    answer.come({ ok: true, value: contact(anId, 'Maria Lopez') });
    await settled();
    expect(selection(page)).toEqual([3, 7]);
  });

  it('an open menu keeps the focus', async () => {
    const answer = later<ContactView | null>();
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => answer.asked);
    });
    await page.lookUp(anId);
    page.get('#account').focus();
    await page.click('#account');
    const { activeElement } = document;
    expect(page.get('#account-menu').contains(activeElement)).toBe(true);
    answer.come({ ok: true, value: contact(anId, 'Maria Lopez') });
    await settled();
    expect(page.get('#result').dataset['state']).toBe('found');
    expect(document.activeElement).toBe(activeElement);
    expect(page.has('#account-menu button')).toBe(true);
  });

  it('the ID that takes the place of a link is selected as the link was', async () => {
    const read = later<ReadIdView>();
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', () => read.asked);
      fake.on('getContact', () => later<ContactView | null>().asked);
    });
    await page.lookUp('a link');
    read.come(fromLink);
    await pass();
    expect(boxOf(page).value).toBe(anId);
    expect(selection(page)).toEqual([0, anId.length]);
  });

  it('the ID takes no place of what was typed since, be it the same link again', async () => {
    const read = later<ReadIdView>();
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', () => read.asked);
    });
    await page.lookUp('a link');
    await page.fill('#contact-id', 'a link');
    read.come(fromLink);
    await settled();
    expect(boxOf(page).value).toBe('a link');
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
  });

  it('a token leaves the box without what was typed behind it', async () => {
    const read = later<ReadIdView>();
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', () => read.asked);
    });
    await page.lookUp('pit-1234');
    await page.fill('#contact-id', `pit-1234${anId}`);
    read.come(await no('id-is-a-token'));
    await settled();
    expect(boxOf(page).value).toBe(anId);
  });

  it('an ID that took the place of a token stays', async () => {
    const read = later<ReadIdView>();
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', () => read.asked);
    });
    await page.lookUp('pit-1234');
    await page.fill('#contact-id', otherId);
    read.come(await no('id-is-a-token'));
    await settled();
    expect(boxOf(page).value).toBe(otherId);
  });

  it('cancelling leaves the ID that is being typed unselected', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => later<ContactView | null>().asked);
    });
    await page.lookUp(anId);
    await page.fill('#contact-id', 'ocQHy');
    boxOf(page).setSelectionRange(5, 5);
    await page.press('Escape');
    expect(boxOf(page).value).toBe('ocQHy');
    expect(selection(page)).toEqual([5, 5]);
  });

  it('looking again leaves the ID that is being typed as it is', async () => {
    const page = await openPage();
    await page.lookUp(anId);
    await page.fill('#contact-id', 'ocQHy');
    boxOf(page).setSelectionRange(5, 5);
    await page.press('F5');
    await settled();
    expect(boxOf(page).value).toBe('ocQHy');
    expect(selection(page)).toEqual([5, 5]);
  });

  it('the box has the focus again as soon as a problem is tried again', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => no('timed-out'));
    });
    await page.lookUp(anId);
    page.fake.on('getContact', () => later<ContactView | null>().asked);
    page.get('[data-action="try-again"]').focus();
    await page.click('[data-action="try-again"]');
    expect(document.activeElement).toBe(boxOf(page));
    expect(selection(page)).toEqual([0, anId.length]);
  });

  it('a recent lookup that is pressed puts its ID into the box, selected, before its card is there', async () => {
    const page = await openPage({ ...connected, recents: [recent(anId)] }, (fake) => {
      fake.on('recall', () => later<ContactView | null>().asked);
    });
    page.get(`#recents [data-recent="${anId}"]`).focus();
    await page.click(`#recents [data-recent="${anId}"]`);
    expect(document.activeElement).toBe(boxOf(page));
    expect(selection(page)).toEqual([0, anId.length]);
  });

  it('who types into the box after removing a recent lookup goes on typing there', async () => {
    const left = later<readonly RecentView[]>();
    const page = await openPage({ ...connected, recents: [recent(anId), recent(otherId)] }, (fake) => {
      fake.on('removeRecent', () => left.asked);
    });
    await page.click(`#recents [data-remove-recent="${anId}"]`);
    boxOf(page).focus();
    await page.fill('#contact-id', 'ocQHy');
    left.come({ ok: true, value: [recent(otherId)] });
    await settled();
    expect(document.activeElement).toBe(boxOf(page));
  });

  it('who has the focus on a recent lookup has it on the same one after news of the list', async () => {
    const news = later<readonly RecentView[]>();
    const page = await openPage({ ...connected, recents: [recent(anId)] }, (fake) => {
      fake.on('recents', () => news.asked);
    });
    await page.lookUp(otherId);
    await settled();
    page.get(`#recents [data-recent="${anId}"]`).focus();
    news.come({ ok: true, value: [recent(otherId), recent(anId)] });
    await settled();
    expect(document.activeElement).toBe(page.get(`#recents [data-recent="${anId}"]`));
  });

  it('what was typed stays where the samples are entered late', async () => {
    const samples = later<AccountView>();
    const page = await openPage(connected, (fake) => {
      fake.on('useSamples', () => samples.asked);
    });
    await page.click('#account');
    await page.click('#use-samples');
    boxOf(page).focus();
    await page.fill('#contact-id', 'ocQHy');
    boxOf(page).setSelectionRange(5, 5);
    samples.come({ ok: true, value: sampleAccount });
    await settled();
    expect(page.get('#account').dataset['account']).toBe(sampleAccount.name);
    expect(boxOf(page).value).toBe('ocQHy');
    expect(selection(page)).toEqual([5, 5]);
  });
});

describe('a link of another program', () => {
  it('waits while the box is being typed into, and comes when it is asked for', async () => {
    const { page, tell } = await openWithNews();
    await page.fill('#contact-id', 'ocQHy');
    await tell({ is: 'fill', text: anId });
    expect(boxOf(page).value).toBe('ocQHy');
    expect(page.text('#announcer')).toContain('A link came');
    await page.click('#use-link');
    expect(boxOf(page).value).toBe(anId);
    expect(page.has('#link-note')).toBe(false);
    expect(page.has('#fill-note')).toBe(true);
  });

  it('fills a box whose text was left a while ago', async () => {
    const { page, tell } = await openWithNews();
    await page.fill('#contact-id', 'ocQHy');
    await pass(3_000);
    await tell({ is: 'fill', text: anId });
    expect(boxOf(page).value).toBe(anId);
  });

  it('that waits is gone with the next lookup', async () => {
    const { page, tell } = await openWithNews();
    await page.fill('#contact-id', 'ocQHy');
    await tell({ is: 'fill', text: anId });
    await page.lookUp(otherId);
    expect(page.has('#link-note')).toBe(false);
  });
});

describe('another start of the program', () => {
  it('is looked up beside what is being typed', async () => {
    const { page, tell } = await openWithNews();
    await page.fill('#contact-id', 'ocQHy');
    boxOf(page).setSelectionRange(5, 5);
    await tell({ is: 'look-up', text: anId });
    await settled();
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
    expect(boxOf(page).value).toBe('ocQHy');
    expect(selection(page)).toEqual([5, 5]);
  });
});

const fromLink: Answer<ReadIdView> = {
  ok: true,
  value: { id: anId, taken: 'from-link', unusualLength: false, location: null, owner: null, further: 0 },
};

/** A page whose program tells something when the test says so. */
async function openWithNews(): Promise<{ page: OpenPage; tell: (news: News) => Promise<void> }> {
  let come: (news: News) => void = () => undefined;
  const page = await openPage({ ...connected, current: harbour }, (fake) => {
    fake.on('nextNews', () => {
      const next = later<News | null>();
      come = (value) => {
        next.come({ ok: true, value });
      };
      return next.asked;
    });
    fake.on('getContact', (_, id) => ok(contact(id, 'Maria Lopez')));
  });
  return {
    page,
    async tell(news) {
      come(news);
      await pass();
    },
  };
}
