import { describe, expect, it } from 'vitest';
import { contact, later, no, ok } from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import type { RecentView } from '../generated/RecentView';
import {
  anId,
  connected,
  eachOnAStillClock,
  openPage,
  otherId,
  pass,
  shownCard,
  type OpenPage,
} from './open-page';

eachOnAStillClock();

const recent = (id: string, name: string | null): RecentView => ({
  id,
  account: 'harbour',
  accountName: 'Harbour Dental',
  at: Date.parse('2026-03-04T09:30:00Z'),
  name,
  inMemory: true,
});
const start = { ...connected, recents: [recent(anId, 'Maria Lopez'), recent(otherId, 'José Álvarez')] };
const boxOf = (page: OpenPage) => page.get('#contact-id', HTMLInputElement);
const options = () =>
  [...document.querySelectorAll<HTMLElement>('#recent-options [role="option"]')].map(
    ({ dataset }) => dataset['recentOption'],
  );
const chosen = () =>
  document.querySelector<HTMLElement>('#recent-options [aria-selected="true"]')?.dataset['recentOption'] ??
  null;

async function openAtBox(view = start, prepare?: Parameters<typeof openPage>[1]): Promise<OpenPage> {
  const page = await openPage(view, prepare);
  boxOf(page).focus();
  return page;
}

describe('Down in the box', () => {
  it('opens the recent lookups with the first chosen, and the box says which', async () => {
    const page = await openAtBox();
    expect(boxOf(page).getAttribute('aria-expanded')).toBe('false');
    await page.press('ArrowDown');
    expect(options()).toEqual([anId, otherId]);
    expect(chosen()).toBe(anId);
    expect(boxOf(page).getAttribute('aria-expanded')).toBe('true');
    const active = boxOf(page).getAttribute('aria-activedescendant') ?? '';
    expect(page.get(`#${active}`).dataset['recentOption']).toBe(anId);
    expect(document.activeElement).toBe(boxOf(page));
  });

  it('does nothing where there is none', async () => {
    const page = await openAtBox(connected);
    await page.press('ArrowDown');
    expect(boxOf(page).getAttribute('aria-expanded')).toBe('false');
    expect(page.get('#recent-options').hidden).toBe(true);
  });

  it('and Enter open the one that is chosen', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('recall', (_, id) => ok(contact(id, 'José Álvarez')));
    });
    await page.press('ArrowDown');
    await page.press('ArrowDown');
    await page.press('ArrowDown');
    expect(chosen()).toBe(otherId);
    await page.press('Enter');
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: otherId });
    expect(boxOf(page).value).toBe(otherId);
    expect(options()).toEqual([]);
  });

  it('and Up lead back to the text, which Enter then looks up', async () => {
    const page = await openAtBox();
    await page.fill('#contact-id', 'e');
    await page.press('ArrowDown');
    await page.press('ArrowUp');
    expect(chosen()).toBeNull();
    expect(boxOf(page).hasAttribute('aria-activedescendant')).toBe(false);
    await page.press('Enter');
    expect(page.fake.callsOf('recall')).toEqual([]);
  });

  it('and typing narrow them by name or ID, in any case and with any accents', async () => {
    const page = await openAtBox();
    await page.press('ArrowDown');
    await page.fill('#contact-id', 'alv');
    expect(options()).toEqual([otherId]);
    expect(chosen()).toBeNull();
    await page.fill('#contact-id', 'seD4');
    expect(options()).toEqual([anId]);
  });

  it('shows all where the box has what was looked up', async () => {
    const page = await openAtBox();
    await page.lookUp(otherId);
    await page.press('ArrowDown');
    expect(options()).toHaveLength(2);
  });

  it('and Escape close them and leave the text', async () => {
    const page = await openAtBox();
    await page.fill('#contact-id', 'e');
    await page.press('ArrowDown');
    await page.press('Escape');
    expect(options()).toEqual([]);
    expect(boxOf(page).value).toBe('e');
    expect(document.activeElement).toBe(boxOf(page));
  });

  it('shows no name that the privacy shield hides by what is typed', async () => {
    const page = await openAtBox();
    await page.press('H', { ctrlKey: true, shiftKey: true });
    await page.fill('#contact-id', 'alv');
    await page.press('ArrowDown');
    expect(options()).toEqual([]);
  });

  it('is closed by going elsewhere, and by a press', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('recall', (_, id) => ok(contact(id, 'José Álvarez')));
    });
    await page.press('ArrowDown');
    page.get('#look-up').focus();
    await pass();
    expect(options()).toEqual([]);
    boxOf(page).focus();
    await page.press('ArrowDown');
    await page.click(`[data-recent-option="${otherId}"]`);
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: otherId });
  });
});

describe('Enter after a problem', () => {
  it('takes its main action where the box is as it was', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('getContact', () => no('timed-out'));
    });
    await page.lookUp(anId);
    page.fake.on('getContact', (_, id) => ok(contact(id, 'Maria Lopez')));
    await pass(1_000);
    await page.press('Enter');
    expect(page.fake.callsOf('getContact')).toHaveLength(2);
    expect(page.get('#result').dataset['state']).toBe('found');
  });

  it('does nothing within a moment, or while the key is held down', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('getContact', () => no('timed-out'));
    });
    await page.lookUp(anId);
    await page.press('Enter');
    await pass(999);
    await page.press('Enter');
    await pass(1);
    await page.press('Enter', { repeat: true });
    expect(page.fake.callsOf('getContact')).toHaveLength(1);
  });

  it('waits as the button does', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('getContact', () => no('too-many-requests', { retryInSeconds: 60 }));
    });
    await page.lookUp(anId);
    await pass(2_000);
    await page.press('Enter');
    expect(page.fake.callsOf('getContact')).toHaveLength(1);
  });

  it('opens the form of a token that was refused', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('getContact', () => no('token-rejected'));
    });
    await page.lookUp(anId);
    await pass(1_000);
    await page.press('Enter');
    expect(document.activeElement).toBe(page.get('#token'));
  });

  it('leaves neither the screen nor the program', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('readContactId', () => no('id-not-an-id', { typed: 'email' }));
    });
    await page.lookUp('maria@example.com');
    expect(page.has('#result [data-enter]')).toBe(false);
  });

  it('looks up what was typed since', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('getContact', () => no('token-rejected'));
    });
    await page.lookUp(anId);
    await page.fill('#contact-id', otherId);
    await pass(1_000);
    await page.press('Enter');
    expect(page.has('#token')).toBe(false);
  });
});

describe('Tab from the box', () => {
  it('leads to the main action of a problem', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('getContact', () => no('timed-out'));
    });
    await page.lookUp(anId);
    boxOf(page).focus();
    await page.press('Tab');
    expect(document.activeElement).toBe(page.get('[data-action="try-again"]'));
  });

  it('leads to the call of the contact that was found', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('getContact', (_, id) => ok(withPhone(id)));
    });
    await page.lookUp(anId);
    boxOf(page).focus();
    await page.press('Tab');
    expect(document.activeElement).toBe(page.get('.tile [data-open="phone"]'));
  });

  it('goes its usual way while an ID is being typed', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('getContact', () => no('timed-out'));
    });
    await page.lookUp(anId);
    await page.fill('#contact-id', 'ocQ');
    boxOf(page).focus();
    await page.press('Tab');
    expect(document.activeElement).toBe(boxOf(page));
  });
});

const withPhone = (id: string): ContactView =>
  contact(id, 'Maria Lopez', {
    fields: [
      { path: 'name', list: null, sent: 'Maria Lopez', meaning: { is: 'text' }, opens: null },
      { path: 'phone', list: null, sent: '+14155550134', meaning: { is: 'text' }, opens: 'call' },
    ],
  });

describe('keys for the telephone number', () => {
  it('copy it', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('getContact', (_, id) => ok(withPhone(id)));
    });
    await page.lookUp(anId);
    await page.press('C', { ctrlKey: true, shiftKey: true });
    expect(page.fake.callsOf('copyValue')).toEqual([[shownCard, 'phone']]);
  });

  it('call it', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('getContact', (_, id) => ok(withPhone(id)));
    });
    await page.lookUp(anId);
    await page.press('D', { ctrlKey: true, shiftKey: true });
    expect(page.fake.callsOf('openValue')).toEqual([[shownCard, 'phone']]);
  });

  it('ask before a call that is blocked, as the button does', async () => {
    const page = await openAtBox(start, (fake) => {
      fake.on('getContact', (_, id) => ok({ ...withPhone(id), doNotDisturb: true }));
    });
    await page.lookUp(anId);
    await page.press('D', { ctrlKey: true, shiftKey: true });
    expect(page.fake.callsOf('openValue')).toEqual([]);
    expect(document.activeElement).toBe(page.get('#cancel-open'));
  });

  it('do nothing without a number, or while another contact is on its way', async () => {
    const page = await openAtBox();
    await page.lookUp(anId);
    await page.press('C', { ctrlKey: true, shiftKey: true });
    await page.press('D', { ctrlKey: true, shiftKey: true });
    page.fake.on('getContact', () => later<ContactView | null>().asked);
    await page.lookUp(otherId);
    await page.press('C', { ctrlKey: true, shiftKey: true });
    expect(page.fake.callsOf('copyValue')).toEqual([]);
    expect(page.fake.callsOf('openValue')).toEqual([]);
  });
});

describe('Delete on a recent lookup', () => {
  it('removes it, with the focus on the next, and can be undone', async () => {
    const page = await openPage(start);
    page.get(`#recents [data-recent="${anId}"]`).focus();
    await page.press('Delete');
    expect(page.fake.callsOf('removeRecent')).toEqual([['harbour', anId]]);
    expect(document.activeElement).toBe(page.get(`#recents [data-recent="${otherId}"]`));
    expect(page.has('#undo-recents')).toBe(true);
  });

  it('removes one, however long the key is held down', async () => {
    const page = await openPage(start);
    page.get(`#recents [data-recent="${anId}"]`).focus();
    await page.press('Delete', { repeat: true });
    expect(page.fake.callsOf('removeRecent')).toEqual([]);
  });
});

describe('Ctrl with plus, minus and zero', () => {
  it('changes the size of the text, which is kept, and stops at the ends', async () => {
    const page = await openPage();
    await page.press('+', { ctrlKey: true, shiftKey: true });
    await page.press('=', { ctrlKey: true });
    expect(page.fake.callsOf('setTextSize')).toEqual([[110], [125]]);
    await page.press('0', { ctrlKey: true });
    await page.press('-', { ctrlKey: true });
    await page.press('-', { ctrlKey: true });
    await page.press('-', { ctrlKey: true });
    expect(page.fake.callsOf('setTextSize').slice(2)).toEqual([[100], [90], [80]]);
  });
});
