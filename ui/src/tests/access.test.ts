import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import { contact, later, no, ok, sampleAccount, startView } from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import type { ProblemKind } from '../generated/ProblemKind';
import { problems } from '../words/problems';
import { anId, connected, eachOnAStillClock, openPage, pass, type OpenPage } from './open-page';

eachOnAStillClock();

/** What needs real layout and colours is looked at in the real window. */
const notHere = ['color-contrast', 'target-size'];

async function faults(): Promise<string[]> {
  // axe waits by timers of its own, which must run.
  vi.useRealTimers();
  const { violations } = await axe.run(document.body, {
    rules: Object.fromEntries(notHere.map((id) => [id, { enabled: false }])),
  });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const samples = [
  { id: 'samplePerson000000001', name: 'Amara Nwosu', problem: null },
  { id: 'sampleProblem00000001', name: null, problem: 'token-rejected' as const },
];

const screens: Readonly<Record<string, () => Promise<OpenPage>>> = {
  'the first screen': () => openPage(startView()),
  'the first screen without a password store': () =>
    openPage(startView(), (fake) => {
      fake.on('checkPasswordStore', () => no('password-store-missing'));
    }),
  'the samples': () => openPage(startView({ samples, current: sampleAccount })),
  'the empty lookup with its menu': async () => {
    const page = await openPage({ ...connected, notices: ['not-saved'] });
    await page.click('#account');
    return page;
  },
  'waiting': async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => later<ContactView | null>().asked);
    });
    await page.lookUp(anId);
    await pass(3_000);
    return page;
  },
  'the card': async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', (_, id) => ok(contact(id, 'Maria Lopez')));
    });
    await page.lookUp(anId);
    return page;
  },
  'the settings, with an account being renamed': async () => {
    const page = await openPage();
    await page.click('#open-settings');
    await page.click('[data-account-row="harbour"] [data-account-action="rename"]');
    return page;
  },
  'the settings, with a token being replaced': async () => {
    const page = await openPage();
    await page.click('#open-settings');
    await page.click('[data-account-row="harbour"] [data-account-action="replace"]');
    return page;
  },
  'the help': async () => {
    const page = await openPage();
    await page.click('#open-help');
    return page;
  },
};

describe('everybody can use', () => {
  it.each(Object.keys(screens))('%s', async (name) => {
    await screens[name]?.();
    expect(document.querySelectorAll('h1')).toHaveLength(1);
    expect(await faults()).toEqual([]);
  });
});

describe('every problem', () => {
  it.each(Object.keys(problems) as ProblemKind[])(
    '%s is told once, in full, and to everybody',
    async (kind) => {
      const page = await openPage(connected, (fake) => {
        fake.on('getContact', () => no(kind, { contactId: anId, account: 'Harbour Dental', status: 400 }));
      });
      await page.lookUp(anId);
      expect(page.get('[role="alert"]').dataset['problem']).toBe(kind);
      expect(page.text('[data-problem] h2')).not.toBe('');
      expect(page.text('[data-problem] .why')).not.toBe('');
      expect(page.text('[data-problem] .todo')).not.toBe('');
      expect(page.get('[data-problem]').contains(page.get('[data-details]'))).toBe(true);
      expect(document.querySelectorAll('h1')).toHaveLength(1);
      expect(await faults()).toEqual([]);
    },
  );
});

describe('the page', () => {
  it('holds no style, no script, no link to anywhere', async () => {
    for (const open of Object.values(screens)) {
      await open();
      expect(document.body.querySelectorAll('[style], script, a[href], iframe, img')).toHaveLength(0);
    }
  });

  it('refuses what is dropped on it, except text on a field', async () => {
    const page = await openPage();
    const drop = (target: EventTarget, type: string) => {
      const event = new Event('drop', { bubbles: true, cancelable: true });
      Object.assign(event, { dataTransfer: { types: [type] } });
      target.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(drop(document.body, 'Files')).toBe(true);
    expect(drop(page.get('#contact-id'), 'Files')).toBe(true);
    expect(drop(page.get('#contact-id'), 'text/plain')).toBe(false);
  });

  it('is never loaded anew by a key', async () => {
    await openPage();
    for (const held of [{ key: 'F5' }, { key: 'R', ctrlKey: true, shiftKey: true }]) {
      const event = new KeyboardEvent('keydown', { ...held, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
      expect(event.defaultPrevented).toBe(true);
    }
  });
});
