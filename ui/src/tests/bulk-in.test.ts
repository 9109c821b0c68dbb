import { describe, expect, it } from 'vitest';
import { later, no, ok, sampleAccount, startView } from '../backend/fake';
import { listOf, manyIds } from '../backend/fake-bulk';
import type { ListView } from '../generated/ListView';
import { goOn, openList, running } from './bulk';
import { anId, connected, eachOnAStillClock, harbour, nwosu, openPage, otherId, pass } from './open-page';

eachOnAStillClock();

const fact = (name: string) => `[data-fact="${name}"]`;

describe('many at once', () => {
  it('is opened from the header or by key, and takes a list at once', async () => {
    const page = await openPage();
    expect(page.text('#open-bulk')).toBe('Many at once');
    await page.click('#open-bulk');
    expect(document.body.dataset['screen']).toBe('bulk');
    expect(document.activeElement).toBe(page.get('#bulk-ids'));
    await page.press('Escape');
    expect(document.body.dataset['screen']).toBe('lookup');
    await page.press('b', { ctrlKey: true });
    expect(document.body.dataset['screen']).toBe('bulk');
    expect(page.get('#open-bulk').getAttribute('aria-current')).toBe('page');
  });

  it('is not there before an account is', async () => {
    const page = await openPage(startView());
    await page.press('b', { ctrlKey: true });
    expect(document.body.dataset['screen']).toBe('welcome');
    expect(page.has('#open-bulk')).toBe(false);
  });

  it('works with the sample account', async () => {
    const page = await openList(startView({ current: sampleAccount }));
    await page.fill('#bulk-ids', anId);
    await page.click('#bulk-start');
    expect(page.fake.callsOf('startBulk')).toEqual([['sample']]);
  });

  it('leaves the screen for a single contact, and the list goes on', async () => {
    const page = await running(8);
    await page.lookUp(anId);
    expect(document.body.dataset['screen']).toBe('lookup');
    await goOn(page, 5);
    expect(page.text('#open-bulk')).toBe('Many at once · 62 %');
    await page.click('#open-bulk');
    expect(page.text('#open-bulk')).toBe('Many at once');
    expect(page.get('#bulk-progress', HTMLProgressElement).value).toBe(5);
  });
});

describe('the start', () => {
  it('takes what stands in the field, though nothing has looked at it yet', async () => {
    const page = await openList();
    const field = page.get('#bulk-ids', HTMLTextAreaElement);
    field.value = `${anId}\n${otherId}`;
    page.get('#bulk-start').click();
    await pass();
    expect(page.fake.callsOf('readList')).toEqual([['harbour', `${anId}\n${otherId}`]]);
    expect(page.fake.callsOf('startBulk')).toEqual([['harbour']]);
    expect(page.get('#bulk-progress', HTMLProgressElement).max).toBe(2);
    expect(document.activeElement).toBe(page.get('#heading'));
    expect(page.text('#announcer')).toBe('Looking up 2 rows.');
    await pass(1_000);
    expect(page.fake.callsOf('readList')).toHaveLength(1);
  });

  it('is not asked for twice', async () => {
    const page = await openList();
    await page.fill('#bulk-ids', anId);
    page.get('#bulk-start').click();
    page.get('#bulk-start').click();
    await pass();
    page.get('#bulk-pause');
    expect(page.fake.callsOf('readList')).toHaveLength(1);
    expect(page.fake.callsOf('startBulk')).toHaveLength(1);
  });

  it('reads nothing again that was looked at, so that a chosen column counts', async () => {
    const page = await openList(connected, (fake) => {
      fake.bulk.reads = {
        columns: [
          { heading: null, sample: 'Maria' },
          { heading: null, sample: anId },
        ],
      };
    });
    await page.fill('#bulk-ids', anId);
    await pass(250);
    const column = page.get('#bulk-column', HTMLSelectElement);
    column.value = '1';
    column.dispatchEvent(new Event('change', { bubbles: true }));
    await pass();
    expect(page.fake.callsOf('chooseList')).toEqual([['harbour', 0, 1, false, false]]);
    await page.click('#bulk-start');
    expect(page.fake.callsOf('readList')).toHaveLength(1);
    expect(page.fake.callsOf('startBulk')).toHaveLength(1);
  });

  it.each([
    ['an empty field', ' \n '],
    ['no ID at all', 'hello world'],
  ])('tells of %s, and keeps what was typed', async (_, text) => {
    const page = await openList();
    await page.fill('#bulk-ids', text);
    await page.click('#bulk-start');
    expect(page.get('[role="alert"]').dataset['problem']).toBe('id-missing');
    expect(page.get('#bulk-ids', HTMLTextAreaElement).value).toBe(text);
    expect(document.activeElement).toBe(page.get('#bulk-ids'));
    expect(page.fake.callsOf('startBulk')).toEqual([]);
    await page.fill('#bulk-ids', anId);
    expect(page.has('[role="alert"]')).toBe(false);
  });

  it('tells where it cannot begin, and can be tried again', async () => {
    const page = await openList(connected, (fake) => {
      fake.on('startBulk', () => no('file-not-saved'));
    });
    await page.fill('#bulk-ids', anId);
    await page.click('#bulk-start');
    expect(page.get('[role="alert"]').dataset['problem']).toBe('file-not-saved');
    expect(page.text('#bulk-start')).toBe('Look up 1 contact');
    await page.click('#bulk-start');
    expect(page.fake.callsOf('startBulk')).toHaveLength(2);
  });

  it('tells how many rows a list can have', async () => {
    const page = await openList(connected, (fake) => {
      fake.on('readList', () => no('list-too-long', { mostRows: 100_000 }));
    });
    await page.fill('#bulk-ids', anId);
    await page.click('#bulk-start');
    expect(page.get('[role="alert"]').dataset['problem']).toBe('list-too-long');
    expect(page.text('[role="alert"]')).toContain('100,000 rows');
  });
});

describe('what is in the list', () => {
  it('is seen once the typing has paused', async () => {
    const page = await openList();
    await page.fill('#bulk-ids', anId);
    await pass(200);
    await page.fill('#bulk-ids', `${anId}\n${otherId}\n${anId}`);
    await pass(200);
    expect(page.fake.callsOf('readList')).toEqual([]);
    expect(page.text('#bulk-start')).toBe('Start');
    await pass(50);
    expect(page.fake.callsOf('readList')).toHaveLength(1);
    expect(page.text('#bulk-preview .counted')).toBe('2 contacts to look up, in 3 rows');
    expect(page.text(fact('duplicates'))).toBe('1 row names a contact again: asked once, shown in each row.');
    expect(page.has(fact('blank'))).toBe(false);
    expect(page.text('#bulk-start')).toBe('Look up 2 contacts');
    expect(page.text('#bulk-takes')).toBe('This takes a few seconds.');
  });

  it('names what is no ID, with examples', async () => {
    const page = await openList();
    await page.fill('#bulk-ids', `${anId}\n\nhello world`);
    await pass(250);
    expect(page.text(fact('blank'))).toBe('1 blank row, kept in its place.');
    expect(page.text(fact('not-ids'))).toContain('1 row is not a contact ID.');
    expect(page.text('.list-examples')).toBe('Row 3: Not a contact ID: hello world');
    expect(page.get('.list-examples code').hasAttribute('data-personal')).toBe(true);
  });

  it('says where links lead, by the account in use', async () => {
    const page = await openList(connected, (fake) => {
      fake.bulk.reads = { links: 20, elsewhere: 12 };
    });
    await page.fill('#bulk-ids', anId);
    await pass(250);
    expect(page.text(fact('links'))).toBe('20 rows are links.');
    expect(page.text(fact('elsewhere'))).toBe('12 links lead to another account than Harbour Dental.');
    await page.click('#account');
    await page.click(`[data-choose-account="${nwosu.id}"]`);
    expect(document.body.dataset['screen']).toBe('bulk');
    expect(page.fake.callsOf('chooseList')).toEqual([['nwosu', 0, 0, false, false]]);
    expect(page.text(fact('elsewhere'))).toContain('Nwosu Legal');
  });

  it('is freed of tokens, in the field too', async () => {
    const page = await openList(connected, (fake) => {
      fake.bulk.reads = { tokens: 1, withoutTokens: anId };
    });
    await page.fill('#bulk-ids', `${anId}\npit-secret`);
    await pass(250);
    expect(page.text(fact('tokens'))).toContain('It was taken out and is kept nowhere.');
    expect(page.get('#bulk-ids', HTMLTextAreaElement).value).toBe(anId);
    expect(JSON.stringify(page.state)).not.toContain('pit-secret');
    await page.click('#bulk-start');
    expect(page.fake.callsOf('readList')).toHaveLength(1);
  });

  it('that comes too late is dropped', async () => {
    const first = later<ListView>();
    const page = await openList(connected, (fake) => {
      fake.on('readList', () => first.asked);
    });
    await page.fill('#bulk-ids', anId);
    await pass(250);
    page.fake.on('readList', () => ok(listOf([anId, otherId])));
    await page.fill('#bulk-ids', `${anId}\n${otherId}`);
    await pass(250);
    first.come({ ok: true, value: listOf([anId]) });
    await pass();
    expect(page.text('#bulk-start')).toBe('Look up 2 contacts');
  });
});

it('a text that is dropped on the field is taken', async () => {
  const page = await openList();
  const event = new Event('drop', { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { types: ['text/plain'] } });
  page.get('#bulk-ids').dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
});

it('the list of a person who leaves the screen waits for them', async () => {
  const page = await openList({ ...connected, accounts: [harbour] });
  await page.fill('#bulk-ids', manyIds(3).join('\n'));
  await page.press('Escape');
  await page.press('b', { ctrlKey: true });
  expect(page.get('#bulk-ids', HTMLTextAreaElement).value.split('\n')).toHaveLength(3);
});
