import { describe, expect, it } from 'vitest';
import { later, ok, startView } from '../backend/fake';
import type { AccountView } from '../generated/AccountView';
import type { BulkView } from '../generated/BulkView';
import type { News } from '../generated/News';
import { goOn, leftOver, running } from './bulk';
import { connected, eachOnAStillClock, harbour, nwosu, openPage, pass, type OpenPage } from './open-page';

eachOnAStillClock();

const borrowed: AccountView = { ...harbour, sessionOnly: true };

/** A page with three results of an account of this session, whose window is about to be closed. */
async function leaving(from?: string): Promise<OpenPage> {
  const news = later<News | null>();
  const page = await running(3, (fake) => {
    fake.on('nextNews', () => news.asked);
  });
  page.fake.bulk.become({ account: borrowed });
  await goOn(page, 3);
  if (from !== undefined) await page.click(from);
  page.fake.on('nextNews', () => later<null>().asked);
  news.come({ ok: true, value: { is: 'ask-to-close' } });
  await pass();
  return page;
}

describe('closing the window with results that go with it', () => {
  it('is asked about, and "Cancel" has the focus', async () => {
    const page = await leaving();
    expect(page.text('#leave-question')).toBe(
      'Save the results of 3 rows before you close? If not, they are lost: nothing of this account stays on this computer.',
    );
    expect(document.activeElement).toBe(page.get('#window-stay'));
    await page.click('#window-stay');
    expect(page.has('#leave')).toBe(false);
    expect(page.has('[data-bulk-row]')).toBe(true);
    expect(page.fake.callsOf('closeWindow')).toEqual([]);
  });

  it('is done when the person says so', async () => {
    const page = await leaving();
    await page.click('#window-close');
    expect(page.fake.callsOf('closeWindow')).toHaveLength(1);
  });

  it.each(['#open-settings', '#open-help'])('is asked about on the screen behind %s too', async (from) => {
    const page = await leaving(from);
    expect(document.activeElement).toBe(page.get('#window-stay'));
    await page.press('Escape');
    expect(page.has('#leave')).toBe(false);
    expect(document.body.dataset['screen']).not.toBe('bulk');
  });

  it('can be answered by saving all of it, whatever is shown, and is over then', async () => {
    const page = await leaving('#open-settings');
    page.fake.on('saveBulk', () => ok({ file: 'Contacts.xlsx', rows: 3, cut: 0, saved: true }));
    await page.click('#leave-save');
    const [how] = page.fake.callsOf('saveBulk')[0] ?? [];
    expect(how).toMatchObject({ format: 'xlsx', filter: 'all' });
    expect(page.has('#leave')).toBe(false);
    expect(page.fake.callsOf('closeWindow')).toEqual([]);
  });

  it('stays a question where the person thinks better of saving', async () => {
    const page = await leaving();
    page.fake.on('saveBulk', () => ok(null));
    await page.click('#leave-save');
    expect(page.has('#leave')).toBe(true);
  });
});

describe('a list of an account of this session', () => {
  it('is said to go with the program before it is started', async () => {
    const page = await openPage(startView({ ...connected, accounts: [borrowed], current: borrowed }));
    await page.click('#open-bulk');
    expect(page.text('.small-print')).toContain('Nothing of this account stays on this computer.');
  });

  it('is not offered to be looked up for the list of another account', async () => {
    const other: AccountView = { ...nwosu, sessionOnly: true };
    const missing: BulkView = { ...leftOver.bulk, state: 'finished', nextRow: null, missing: 2 };
    const cases: readonly (readonly [AccountView[], boolean])[] = [
      [[harbour, nwosu], true],
      [[harbour, other], false],
    ];
    for (const [accounts, offered] of cases) {
      const page = await openPage({ ...leftOver, accounts, bulk: missing });
      await page.click('#open-bulk');
      expect(page.has('#bulk-elsewhere')).toBe(offered);
    }
  });
});
