import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import {
  account,
  contact,
  later,
  no,
  ok,
  problem,
  sampleAccount,
  startView,
  usualSettings,
} from '../backend/fake';
import { askingFor } from '../backend/fake-bulk';
import type { ContactView } from '../generated/ContactView';
import type { ProblemKind } from '../generated/ProblemKind';
import { richContact } from '../test-support/contacts';
import { problems } from '../words/problems';
import { finished, goOn, leftOver, openList, running } from './bulk';
import { anId, connected, eachOnAStillClock, openPage, otherId, pass, type OpenPage } from './open-page';

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
  'the recent lookups, one of them just removed and one without its account': async () => {
    const recent = { id: anId, account: 'harbour', accountName: 'Harbour Dental', at: 1, inMemory: true };
    const recents = [
      { ...recent, name: 'Maria Lopez' },
      { ...recent, id: otherId, account: 'gone', accountName: null, name: null },
    ];
    const page = await openPage({ ...connected, recents });
    await page.click(`[data-recent="${otherId}"]`);
    await page.click(`[data-remove-recent="${anId}"]`);
    await page.click('#toggle-recents');
    return page;
  },
  'the menu of many accounts, searched in vain': async () => {
    const accounts = Array.from({ length: 9 }, (_, index) => account(`a${index}`, `Account ${index}`));
    const page = await openPage({ ...connected, accounts });
    await page.click('#account');
    await page.fill('#menu-search', 'nobody');
    return page;
  },
  'an ID that is looked for in other accounts': async () => {
    const accounts = [...connected.accounts, account('seaside', 'Seaside Vets')];
    const page = await openPage({ ...connected, accounts }, (fake) => {
      fake.on('getContact', (asked) =>
        asked === 'harbour' ? no('other-account') : later<ContactView | null>().asked,
      );
    });
    await page.lookUp(anId);
    await page.click('#try-all');
    await pass(400);
    return page;
  },
  'the card of before below a problem': async () => {
    const page = await openPage();
    await page.lookUp(anId);
    page.fake.on('getContact', () => no('timed-out'));
    await page.press('F5');
    return page;
  },
  'a text from a link': () => openPage({ ...connected, fill: anId }),
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
  'the settings, with many accounts, an address refused and no quiet hours': async () => {
    const accounts = Array.from({ length: 8 }, (_, index) =>
      account(`a${String(index)}`, `Account ${String(index)}`),
    );
    const settings = { ...usualSettings, quietHours: { begin: 8, end: 8 } };
    const page = await openPage(startView({ accounts, current: accounts[0]!, settings }), (fake) => {
      fake.on('setHighlevelHost', () => ok(null));
    });
    await page.click('#open-settings');
    await page.click('.host [type="submit"]');
    expect(page.has('#host-refused')).toBe(true);
    return page;
  },
  'the help': async () => {
    const page = await openPage();
    await page.click('#open-help');
    return page;
  },
  'the help, with the connection checked': async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('checkConnection', () =>
        ok({
          passwordStore: { is: 'good' },
          network: { is: 'good' },
          unusableProxies: [],
          highlevel: { is: 'good' },
          token: { is: 'trouble', problem: problem('token-rejected') },
          permissions: [
            { permission: 'users', granted: true },
            { permission: 'businesses', granted: null },
          ],
          milliseconds: 1_234,
        }),
      );
    });
    await page.click('#open-help');
    await page.click('#check-connection');
    return page;
  },
  'the help, without an account to check': async () => {
    const page = await openPage(startView());
    await page.press('F1');
    await page.click('#check-connection');
    return page;
  },
  'a list that is put in': async () => {
    const page = await openList(connected, (fake) => {
      fake.bulk.reads = {
        tokens: 1,
        sheets: ['Leads', 'Customers'],
        columns: [
          { heading: 'Name', sample: 'Maria Lopez' },
          { heading: null, sample: anId },
        ],
      };
    });
    await page.fill('#bulk-ids', `${anId}\nhello world`);
    await pass(250);
    return page;
  },
  'a list without anything to look up': async () => {
    const page = await openList();
    await page.click('#bulk-start');
    return page;
  },
  'a list that runs, with its columns': async () => {
    const page = await running(8);
    await goOn(page, 5);
    await page.click('#bulk-columns');
    return page;
  },
  'a list that waits': async () => {
    const page = await running(8);
    page.fake.bulk.become({ state: 'waiting', problem: problem('offline') });
    await pass();
    return page;
  },
  'a list that asks': async () => {
    const page = await running(8);
    page.fake.bulk.become(askingFor('token-rejected'));
    await pass();
    return page;
  },
  'a list that asks for a token': async () => {
    const page = await running(8);
    page.fake.bulk.become(askingFor('token-rejected'));
    await pass();
    await page.click('#bulk-token');
    return page;
  },
  'a list that is done, with the ways to save it': async () => {
    const page = await finished(8);
    await page.click('#bulk-save-more');
    return page;
  },
  'a long list that is to be closed': async () => {
    const page = await finished(10_000);
    await page.click('#bulk-close');
    return page;
  },
  'what an earlier start has left': async () => {
    const page = await openPage(leftOver);
    await page.click('#bulk-close');
    return page;
  },
  'the card under the privacy shield': async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', (_, id) => ok({ ...richContact(), askedFor: id }));
    });
    await page.lookUp(anId);
    await page.click('#privacy-shield');
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

describe('the Tab key', () => {
  it('has what it leads to kept clear of the header, until a pointer is used', async () => {
    await openPage();
    const { documentElement } = document;
    expect(documentElement.hasAttribute('data-tabbing')).toBe(false);
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab' }));
    expect(documentElement.hasAttribute('data-tabbing')).toBe(true);
    document.dispatchEvent(new PointerEvent('pointerdown'));
    expect(documentElement.hasAttribute('data-tabbing')).toBe(false);
  });
});
