import { describe, expect, it } from 'vitest';
import { no, ok, sampleAccount } from '../backend/fake';
import { askingFor } from '../backend/fake-bulk';
import type { BulkView } from '../generated/BulkView';
import type { ProblemKind } from '../generated/ProblemKind';
import { bulkAsks } from '../words/bulk-asks';
import { problems, problemWords } from '../words/problems';
import { goOn, leftOver, running } from './bulk';
import { connected, eachOnAStillClock, openPage, pass, type OpenPage } from './open-page';

eachOnAStillClock();

async function asking(kind: ProblemKind, changes: Partial<BulkView> = {}): Promise<OpenPage> {
  const page = await running(8);
  page.fake.bulk.become(askingFor(kind, changes));
  await pass();
  return page;
}

describe('a run', () => {
  it('says how far it is, and how long the rest takes', async () => {
    const page = await running(1_240, (fake) => {
      fake.bulk.outcomeOf = (id) => (/[05]00$/.test(id) ? 'contact-not-found' : 'found');
    });
    expect(page.text('h1')).toBe('Looking up 1,240 rows');
    await goOn(page, 760);
    const progress = page.get('#bulk-progress', HTMLProgressElement);
    expect([progress.value, progress.max]).toEqual([760, 1_240]);
    expect(page.text('#bulk-summary')).toBe(
      '760 of 1,240 rows · 759 found · 1 needs attention · about 48 seconds left',
    );
  });

  it('pauses and goes on by the same button, which keeps the focus', async () => {
    const page = await running(8);
    page.get('#bulk-pause').focus();
    await page.click('#bulk-pause');
    expect(page.fake.callsOf('pauseBulk')).toHaveLength(1);
    expect(page.text('#bulk-pause')).toBe('Go on');
    expect(page.text('#announcer')).toBe('Paused.');
    expect(page.text('#bulk-summary')).toContain('paused');
    expect(document.activeElement).toBe(page.get('#bulk-pause'));
    await page.click('#bulk-pause');
    expect(page.fake.callsOf('goOnBulk')).toEqual([['harbour']]);
    expect(page.text('#bulk-pause')).toBe('Pause');
    expect(page.text('#announcer')).toBe('Going on.');
  });

  it('stops without a question, and can be continued', async () => {
    const page = await running(8);
    await goOn(page, 5);
    page.get('#bulk-stop').focus();
    await page.click('#bulk-stop');
    expect(page.text('#bulk-summary')).toBe('5 of 8 rows found · Stopped. 3 rows were not looked up.');
    expect(page.text('#announcer')).toBe('Stopped. 3 rows were not looked up.');
    expect(document.activeElement).toBe(page.get('#heading'));
    await page.click('#bulk-continue');
    expect(page.fake.callsOf('goOnBulk')).toEqual([['harbour']]);
    expect(page.has('#bulk-stop')).toBe(true);
  });

  it('is not stopped by Escape', async () => {
    const page = await running(8);
    await page.press('Escape');
    expect(document.body.dataset['screen']).toBe('lookup');
    expect(page.fake.callsOf('stopBulk')).toEqual([]);
    expect(page.state.bulk.view.state).toBe('running');
  });

  it('leaves the ID box within reach', async () => {
    const page = await running(8);
    await page.press('l', { ctrlKey: true });
    expect(document.body.dataset['screen']).toBe('bulk');
    expect(document.activeElement).toBe(page.get('#contact-id'));
  });

  it('tells of each quarter and of its end, never of rows', async () => {
    const page = await running(100);
    const said: string[] = [];
    for (const rows of [10, 20, 10, 20, 10, 10, 19, 1]) {
      await goOn(page, rows);
      if (said[said.length - 1] !== page.text('#announcer')) said.push(page.text('#announcer'));
    }
    expect(said).toEqual([
      'Looking up 100 rows.',
      '25 % looked up.',
      '50 % looked up.',
      '75 % looked up.',
      'Finished. 100 found.',
    ]);
  });

  it('holds one question for changes open, and asks again where that has not worked', async () => {
    const page = await running(8);
    expect(page.fake.callsOf('nextBulk').slice(-1)[0]).toEqual([page.fake.bulk.view.version]);
    page.fake.on('nextBulk', () => no('unexpected'));
    await goOn(page, 1);
    const before = page.fake.callsOf('nextBulk').length;
    await pass(1_500);
    expect(page.fake.callsOf('nextBulk')).toHaveLength(before);
    page.fake.on('nextBulk', page.fake.bulk.commands.nextBulk);
    page.fake.bulk.goOn(2);
    await pass(1_000);
    expect(page.get('#bulk-progress', HTMLProgressElement).value).toBe(3);
  });

  it('goes on under a page that is loaded again', async () => {
    const bulk = { ...leftOver.bulk, state: 'running' as const };
    const page = await openPage({ ...connected, bulk });
    expect(page.text('#open-bulk')).toBe('Many at once · 43 %');
    expect(page.text('#announcer')).toBe('');
    expect(page.fake.callsOf('nextBulk')).toEqual([[3]]);
    await page.click('#open-bulk');
    expect(page.get('#bulk-progress', HTMLProgressElement).value).toBe(4_320);
  });

  it('says from elsewhere where it stands', async () => {
    const page = await running(8);
    await page.press('Escape');
    page.fake.bulk.become({ state: 'paused' });
    await pass();
    expect(page.text('#open-bulk')).toBe('Many at once · paused');
    page.fake.bulk.become(askingFor('token-rejected'));
    await pass();
    expect(page.text('#open-bulk')).toBe('Many at once · needs you');
    expect(page.text('#announcer')).toBe('The list waits for you.');
    expect(page.has('[role="alert"]')).toBe(false);
  });
});

describe('a list that waits', () => {
  it('for HighLevel counts the seconds, calmly', async () => {
    const page = await running(8);
    page.fake.bulk.become({
      state: 'waiting',
      problem: { kind: 'too-many-requests', facts: { retryInSeconds: 12 } },
    });
    await pass();
    expect(page.text('#bulk-waiting')).toBe('HighLevel asked us to wait. It goes on by itself in 0:12.');
    await pass(2_000);
    expect(page.text('#bulk-waiting')).toContain('in 0:10.');
    expect(page.has('[role="alert"]')).toBe(false);
    expect(page.text('#announcer')).toBe('HighLevel asked us to wait. It goes on by itself.');
    expect(page.has('#bulk-pause')).toBe(true);
  });

  it.each([
    ['offline', 'No connection to HighLevel.'],
    ['timed-out', 'No connection to HighLevel.'],
    ['highlevel-down', 'HighLevel has a problem on its side.'],
    ['unexpected', 'HighLevel does not answer just now.'],
  ] as const)('says why: %s', async (kind, text) => {
    const page = await running(8);
    page.fake.bulk.become({ state: 'waiting', problem: { kind, facts: {} } });
    await pass();
    expect(page.text('#bulk-waiting')).toContain(text);
    expect(page.text('#bulk-waiting')).toContain('It goes on by itself');
  });
});

describe('a list that asks', () => {
  /** What a person typed stops no list. */
  const kinds = (Object.keys(problems) as ProblemKind[]).filter((kind) => !/^(?:id|link)-/.test(kind));

  it.each(kinds)('says in few words what stopped it: %s', async (kind) => {
    const page = await asking(kind);
    expect(page.get('[role="alert"]').dataset['problem']).toBe(kind);
    expect(page.has('#bulk-pause')).toBe(true);
    expect(page.has('#bulk-stop')).toBe(true);
    const words = { ...problemWords({ kind, facts: {} }, context), ...bulkAsks(kind, null, 'Harbour').words };
    const text = `${words.title} ${words.why} ${words.todo}`;
    expect(text.split(/\s+/).length, text).toBeLessThanOrEqual(25);
    expect(text).not.toMatch(/\b(error|failed|invalid|please)\b|!/i);
  });

  const context = {
    system: 'linux',
    connecting: false,
    otherAccounts: true,
    at: new Date('2026-03-04T10:00:00Z'),
    locale: 'en-GB',
  } as const;

  it('for a token takes one, and goes on with it', async () => {
    const page = await asking('token-rejected');
    await page.click('#bulk-token');
    expect(document.activeElement).toBe(page.get('#token'));
    expect(page.has('[role="alert"]')).toBe(false);
    await page.fill('#token', 'pit-new');
    await page.click('#connect');
    expect(page.fake.callsOf('replaceToken')).toEqual([['harbour', 'pit-new', false]]);
    expect(page.fake.callsOf('goOnBulk')).toEqual([['harbour']]);
    expect(page.text('[data-notice="token-replaced"]')).toContain('Harbour Dental');
    expect(page.state.bulk.view.state).toBe('running');
  });

  it('leads back to its question where no token is given after all', async () => {
    const page = await asking('token-rejected');
    await page.click('#bulk-token');
    await page.press('Escape');
    expect(page.get('[role="alert"]').dataset['problem']).toBe('token-rejected');
  });

  it('for a permission has a message for the administrator', async () => {
    const page = await asking('permission-missing');
    await page.click('#bulk-administrator');
    expect(page.fake.callsOf('copyText')[0]?.[0]).toContain('tick “View Contacts”');
    expect(page.text('#bulk-administrator')).toBe('Copied');
  });

  it('before the last requests of the day says how many there are', async () => {
    const page = await asking('daily-limit-reached', { dailyLeft: 97 });
    expect(page.text('[role="alert"]')).toContain('Only 97 requests are left for today in HighLevel.');
    expect(page.text('[role="alert"]')).toContain('Others in your team use the same ones.');
    expect(page.text('#bulk-pause')).toBe('Go on anyway');
    await page.click('#bulk-pause');
    expect(page.fake.callsOf('goOnBulk')).toEqual([['harbour']]);
    expect(page.has('[role="alert"]')).toBe(false);
  });

  it('where all may be in another account can be stopped', async () => {
    const page = await asking('other-account');
    expect(page.text('[role="alert"]')).toContain('None of the first ones is in Harbour Dental.');
    await page.click('#bulk-stop');
    expect(page.fake.callsOf('stopBulk')).toHaveLength(1);
    expect(page.has('[role="alert"]')).toBe(false);
  });

  it('without the names of custom fields tries again, or goes on without them', async () => {
    const page = await asking('names-not-known');
    expect(page.text('[role="alert"]')).toContain(
      'Without them, only what looks like a social security or card number is hidden.',
    );
    await page.click('#bulk-pause');
    expect(page.fake.callsOf('goOnBulk')).toEqual([['harbour']]);
    page.fake.bulk.become(askingFor('names-not-known'));
    await pass();
    await page.click('#bulk-without-names');
    expect(page.fake.callsOf('goOnWithoutNamesBulk')).toEqual([['harbour']]);
    expect(page.has('[role="alert"]')).toBe(false);
  });

  it('where nothing can be written tries again', async () => {
    const page = await asking('file-not-saved');
    expect(page.text('[role="alert"]')).toContain('Nothing is lost');
    expect(page.text('#bulk-pause')).toBe('Try again');
  });

  it('of the samples asks for no token', async () => {
    const page = await asking('token-rejected', { account: sampleAccount });
    expect(page.has('#bulk-token')).toBe(false);
    expect(page.has('#bulk-pause')).toBe(true);
  });
});

describe('a command that does not work', () => {
  it('is told of, and the list stays as it is', async () => {
    const page = await running(8);
    page.fake.on('pauseBulk', () => no('unexpected'));
    await page.click('#bulk-pause');
    expect(page.get('[role="alert"]').dataset['problem']).toBe('unexpected');
    expect(page.text('#bulk-pause')).toBe('Pause');
  });
});

describe('what an earlier start left', () => {
  it('is told of where contacts are looked up, and goes on from its row', async () => {
    const page = await openPage(leftOver);
    expect(page.text('#bulk-left')).toContain('Pasted list: 4,320 of 10,000 done.');
    expect(page.text('#bulk-continue')).toBe('Continue');
    await page.click('#bulk-continue');
    expect(page.fake.callsOf('goOnBulk')).toEqual([['harbour']]);
    expect(page.has('#bulk-left')).toBe(false);
    expect(page.text('#open-bulk')).toBe('Many at once · 43 %');
  });

  it('is shown, with the same to be done', async () => {
    const page = await openPage(leftOver);
    await page.click('#bulk-show');
    expect(document.body.dataset['screen']).toBe('bulk');
    expect(page.text('h1')).toBe('Your list of 10,000 rows');
    expect(page.text('#bulk-summary')).toContain('5,680 rows were not looked up yet.');
    expect(page.text('#bulk-continue')).toBe('Continue');
  });

  it('is deleted after one question', async () => {
    const page = await openPage(leftOver);
    await page.click('#bulk-close');
    expect(document.activeElement).toBe(page.get('#bulk-keep'));
    expect(page.fake.callsOf('closeBulk')).toEqual([]);
    await page.click('#bulk-delete');
    expect(page.fake.callsOf('closeBulk')).toHaveLength(1);
    expect(page.has('#bulk-left')).toBe(false);
    expect(page.text('#announcer')).toBe('The results were deleted.');
    expect(document.activeElement).toBe(page.get('#contact-id'));
  });

  it('that is done has its results here', async () => {
    const bulk = { ...leftOver.bulk, done: 10_000, nextRow: null };
    const page = await openPage({ ...leftOver, bulk });
    expect(page.text('#bulk-left')).toContain('Pasted list: all 10,000 done. The results are here.');
    expect(page.has('#bulk-continue')).toBe(false);
    await page.click('#bulk-left .icon-button');
    expect(page.has('#bulk-left')).toBe(false);
  });

  it('of an account that is gone goes on in the one in use', async () => {
    const page = await openPage({ ...leftOver, bulk: { ...leftOver.bulk, account: null } });
    await page.click('#bulk-continue');
    expect(page.fake.callsOf('goOnBulk')).toEqual([['harbour']]);
  });

  it('is never older than what is known', async () => {
    const page = await running(8);
    await goOn(page, 4);
    const old = { ...page.fake.bulk.view, version: 1, done: 0 };
    page.fake.on('pauseBulk', () => ok(old));
    await page.click('#bulk-pause');
    expect(page.get('#bulk-progress', HTMLProgressElement).value).toBe(4);
  });
});
