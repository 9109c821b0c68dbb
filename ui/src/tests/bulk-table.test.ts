import { describe, expect, it } from 'vitest';
import { later, ok, sampleAccount, startView } from '../backend/fake';
import { manyIds } from '../backend/fake-bulk';
import type { BulkQuery } from '../generated/BulkQuery';
import type { BulkRowsView } from '../generated/BulkRowsView';
import type { BulkView } from '../generated/BulkView';
import type { SaveBulk } from '../generated/SaveBulk';
import { outcomeWords } from '../words/outcomes';
import { finished, goOn, openList, rowsShown, running } from './bulk';
import {
  anId,
  connected,
  eachOnAStillClock,
  harbour,
  nwosu,
  otherId,
  pass,
  type OpenPage,
} from './open-page';

eachOnAStillClock();

const row = (id: string) => `[data-bulk-row="${id}"]`;
const [first = '', second = '', third = ''] = manyIds(3);

/** What was asked for last. */
function lastQuery(page: OpenPage): BulkQuery {
  return page.fake.callsOf('bulkRows').slice(-1)[0]?.[0] as BulkQuery;
}

/** Scrolls the table, as a wheel would. */
async function scrollTo(page: OpenPage, top: number): Promise<void> {
  const box = page.get('#bulk-scroll');
  box.scrollTop = top;
  box.dispatchEvent(new Event('scroll'));
  await pass();
}

/** A sheet with two columns of its own beside that of the IDs. */
const sheet = {
  own: [
    { path: 'own:0', heading: 'Client', ids: false, sensitive: false },
    { path: 'own:1', heading: 'Contact ID', ids: true, sensitive: false },
    { path: 'own:2', heading: null, ids: false, sensitive: false },
    { path: 'own:3', heading: 'Phone', ids: false, sensitive: false },
  ],
  ownIds: true,
  file: 'clients.xlsx',
} as const;

/** A page on which the list of a sheet is done, its rows from the fifth on. */
async function ofSheet(count: number, changes: Partial<BulkView> = {}): Promise<OpenPage> {
  const page = await openList(connected, (fake) => {
    fake.bulk.numbers = manyIds(count).map((_, index) => index + 5);
    fake.bulk.valueOf = (_, path, place) => (path.startsWith('own:') ? `${path} ${place}` : null);
    fake.bulk.reads = { file: 'clients.xlsx' };
    const { startBulk } = fake.bulk.commands;
    fake.on('startBulk', async (account) => {
      await startBulk(account);
      fake.bulk.become({ ...sheet, own: [...sheet.own], ...changes });
      return { ok: true, value: fake.bulk.view };
    });
  });
  await page.fill('#bulk-ids', manyIds(count).join('\n'));
  await page.click('#bulk-start');
  page.fake.bulk.become({ account: harbour });
  await goOn(page, count);
  return page;
}

const headings = () =>
  [...document.querySelectorAll('.list-table th')].map(({ textContent }) => textContent.trim());

describe('the table of a sheet', () => {
  it('has the columns of the file first, as they were, and the numbers of its rows', async () => {
    const page = await ofSheet(3);
    expect(headings()).toEqual([
      '#',
      'Client',
      'Column 3',
      'Phone',
      'Contact ID',
      'Name',
      'E-mail',
      'Phone in HighLevel',
      'Result',
    ]);
    const cells = [...page.get(row(second)).querySelectorAll('td')].map(({ textContent }) =>
      textContent.trim(),
    );
    expect(cells.slice(0, 5)).toEqual(['6', 'own:0 2', 'own:2 2', 'own:3 2', second]);
    expect(page.text('#bulk-about')).toBe('From clients.xlsx');
  });

  it('leaves out those that are sensitive by their headings until they are asked for', async () => {
    const own = sheet.own.map((column) =>
      column.path === 'own:3' ? { ...column, heading: 'SSN', sensitive: true } : column,
    );
    const page = await ofSheet(1, { own });
    expect(headings()).toContain('Client');
    expect(headings()).not.toContain('SSN');
    await page.click('#bulk-columns');
    await page.click('[data-column="own:3"]');
    expect(headings()).toContain('SSN');
  });

  it('shows and hides them under "Columns", in their own order', async () => {
    const page = await ofSheet(1);
    await page.click('#bulk-columns');
    const labels = [...document.querySelectorAll('#bulk-columns-menu label')].map(({ textContent }) =>
      textContent.trim(),
    );
    expect(labels.slice(0, 5)).toEqual(['Client', 'Contact ID', 'Column 3', 'Phone', 'Name']);
    await page.click('[data-column="own:0"]');
    expect(headings()).not.toContain('Client');
    await page.click('[data-column="own:0"]');
    expect(headings().slice(0, 3)).toEqual(['#', 'Client', 'Column 3']);
  });

  it('is saved with all of them, those that are hidden too, and without a second column of IDs', async () => {
    const page = await ofSheet(2);
    await page.click('#bulk-columns');
    await page.click('[data-column="own:0"]');
    await page.click('#bulk-save');
    const how = page.fake.callsOf('saveBulk')[0]?.[0] as SaveBulk;
    expect(how.headings.id).toBeNull();
    expect(how.columns.map(({ path }) => path)).toEqual([
      'own:0',
      'own:1',
      'own:2',
      'own:3',
      'displayName',
      'email',
      'phone',
    ]);
    expect(how.columns.map(({ heading }) => heading).slice(0, 4)).toEqual([
      'Client',
      'Contact ID',
      '',
      'Phone',
    ]);
  });

  it('has the IDs in a column of their own where the file has links', async () => {
    const page = await ofSheet(1, { ownIds: false });
    expect(headings()).toContain('Contact ID in HighLevel');
    await page.click('#bulk-save');
    expect((page.fake.callsOf('saveBulk')[0]?.[0] as SaveBulk).headings.id).toBe('Contact ID in HighLevel');
  });

  it('of the next list has none of them', async () => {
    const page = await ofSheet(2);
    await page.click('#bulk-close');
    await page.click('#bulk-delete');
    page.fake.on('startBulk', page.fake.bulk.commands.startBulk);
    await page.fill('#bulk-ids', anId);
    await page.click('#bulk-start');
    await goOn(page, 1);
    expect(headings()).toEqual(['#', 'Contact ID', 'Name', 'E-mail', 'Phone', 'Result']);
  });
});

describe('the search over the table', () => {
  it('narrows it to the rows that have the text, also in the words of their results', async () => {
    const page = await finished(20, (fake) => {
      fake.bulk.outcomeOf = (id) => (id.endsWith('7') ? 'contact-not-found' : 'found');
    });
    await page.fill('#bulk-search', '0003');
    expect(rowsShown()).toEqual([third]);
    expect(page.text('.table-search [role="status"]')).toBe('1 row');
    await page.fill('#bulk-search', 'no such');
    expect(lastQuery(page).search).toEqual({ text: 'no such', outcomes: ['contact-not-found'] });
    expect(rowsShown()).toHaveLength(2);
    await page.fill('#bulk-search', 'nobody');
    expect(page.text('.no-rows')).toBe('No row has this text.');
    await page.press('Escape');
    expect(rowsShown()).toHaveLength(20);
    expect(document.body.dataset['screen']).toBe('bulk');
  });

  it('is one press away', async () => {
    const page = await finished(3);
    await page.press('f', { ctrlKey: true });
    expect(document.activeElement).toBe(page.get('#bulk-search'));
  });
});

describe('the table', () => {
  it('has a row for each line, with what became of it', async () => {
    const page = await openList(connected, (fake) => {
      fake.bulk.outcomeOf = (id) => (id === otherId ? 'contact-not-found' : 'found');
    });
    await page.fill('#bulk-ids', `${anId}\n${otherId}\n\nhello`);
    await page.click('#bulk-start');
    expect(page.get(row(anId)).dataset['outcome']).toBe('waiting');
    await goOn(page, 4);
    expect(page.get(row(anId)).dataset['outcome']).toBe('found');
    const cells = [...page.get(row(anId)).querySelectorAll('td')].map(({ textContent }) =>
      textContent.trim(),
    );
    expect(cells).toEqual(['1', anId, 'Maria Lopez', 'maria@lopez.example', '+1 883 232 7657', 'Found']);
    expect(page.get(row(otherId)).dataset['outcome']).toBe('contact-not-found');
    expect(page.text(row(otherId))).toContain('No such contact');
    expect(page.text(row(otherId))).toContain('–');
    expect(page.get(row('')).dataset['outcome']).toBe('id-missing');
    expect(page.get(row('hello')).dataset['outcome']).toBe('id-not-an-id');
    expect(page.has(`${row('hello')} button`)).toBe(false);
    expect(page.get('.list-table').getAttribute('aria-rowcount')).toBe('5');
    expect(page.get(row('hello')).getAttribute('aria-rowindex')).toBe('5');
  });

  it('of up to 200 rows is there without scrolling', async () => {
    await finished(200);
    expect(rowsShown()).toEqual(manyIds(200));
  });

  it('has short words for every outcome', () => {
    for (const words of Object.values(outcomeWords)) {
      expect(words).toMatch(/^\p{Lu}/u);
      expect(words.length).toBeLessThanOrEqual(24);
    }
  });

  it('is filtered, and says how many there are of each', async () => {
    const page = await finished(3, (fake) => {
      fake.bulk.outcomeOf = (id) => (id === second ? 'timed-out' : 'found');
    });
    expect(page.text('.segments')).toContain('All 3');
    expect(page.text('.segments')).toContain('Found 2');
    expect(page.text('.segments')).toContain('Needs attention 1');
    await page.click('[data-filter="attention"] input');
    expect(rowsShown()).toEqual([second]);
    await page.click('[data-filter="found"] input');
    expect(rowsShown()).toEqual([first, third]);
  });

  it('is sorted by a heading: up, down, and as the list came', async () => {
    const page = await finished(3, (fake) => {
      fake.bulk.valueOf = (id) => (id === first ? 'b' : id === second ? 'c' : 'a');
    });
    const heading = () => page.get('th:has([data-sort="displayName"])').getAttribute('aria-sort');
    await page.click('[data-sort="displayName"]');
    expect([rowsShown(), heading()]).toEqual([[third, first, second], 'ascending']);
    await page.click('[data-sort="displayName"]');
    expect([rowsShown(), heading()]).toEqual([[second, first, third], 'descending']);
    await page.click('[data-sort="displayName"]');
    expect([rowsShown(), heading()]).toEqual([manyIds(3), null]);
    expect(page.get('th:has([data-sort="row"])').getAttribute('aria-sort')).toBe('ascending');
  });

  it('shows the columns that are chosen, custom fields by their names', async () => {
    const page = await finished(1, (fake) => {
      fake.bulk.valueOf = (_, path) => (path.startsWith('customFields.') ? 'Delta Dental PPO' : null);
    });
    await page.click('#bulk-columns');
    expect(page.text('#bulk-columns-menu')).toBe('Name E-mail Phone City Insurance plan fieldWithout0000001');
    await page.click('[data-column="customFields.fieldWithName000001"]');
    await page.click('[data-column="email"]');
    expect(lastQuery(page).columns).toEqual(['displayName', 'phone', 'customFields.fieldWithName000001']);
    expect(page.text('thead')).toBe('# Contact ID Name Phone Insurance plan Result');
    expect(page.text(row(first))).toContain('Delta Dental PPO');
    await page.press('Escape');
    expect(page.get('#bulk-columns-menu').hidden).toBe(true);
    expect(document.activeElement).toBe(page.get('#bulk-columns'));
    expect(document.body.dataset['screen']).toBe('bulk');
  });

  it('lets many columns be searched, and tells those of the same name apart', async () => {
    const page = await finished(1);
    const columns = Array.from({ length: 12 }, (_, index) => ({
      path: `customFields.field${String(index)}`,
      name: index < 2 ? 'Plan' : `Field ${String(index)}`,
      count: 1,
    }));
    page.fake.bulk.become({ columns });
    await pass();
    await page.click('#bulk-columns');
    await page.fill('#bulk-columns-search', 'plan');
    expect(page.text('#bulk-columns-menu ul')).toBe('Plan Plan in HighLevel');
    await page.fill('#bulk-columns-search', 'nothing like it');
    expect(page.text('#bulk-columns-menu')).toBe('No column has this in its name.');
  });

  it('closes what is open when something else is pressed', async () => {
    const page = await finished(1);
    await page.click('#bulk-columns');
    page.get('#bulk-summary').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    await pass();
    expect(page.get('#bulk-columns-menu').hidden).toBe(true);
  });

  it('marks every value as personal, and what is no ID', async () => {
    const page = await openList();
    await page.fill('#bulk-ids', `${anId}\nMaria Lopez`);
    await page.click('#bulk-start');
    await goOn(page, 2);
    const cells = [...document.querySelectorAll('.list-table .cell')];
    expect(cells.map(({ textContent }) => textContent)).toEqual([
      'Maria Lopez',
      'maria@lopez.example',
      '+1 883 232 7657',
      'Maria Lopez',
    ]);
    for (const cell of cells) expect(cell.hasAttribute('data-personal')).toBe(true);
  });
});

describe('a long table', () => {
  it('has only the rows in sight on the page, and room for the others', async () => {
    const page = await finished(10_000);
    expect(rowsShown()).toEqual(manyIds(10_000).slice(0, lastQuery(page).count));
    expect(rowsShown().length).toBeLessThanOrEqual(80);
    const room = page.get('.space td').getAttribute('height');
    expect(Number(room)).toBe((10_000 - rowsShown().length) * 38);
    expect(page.get('.list-table').getAttribute('aria-rowcount')).toBe('10001');
  });

  it('asks for others once they come in sight, and keeps the last ones until then', async () => {
    const page = await finished(10_000);
    const rows = later<BulkRowsView>();
    const before = rowsShown();
    page.fake.on('bulkRows', () => rows.asked);
    await scrollTo(page, 38 * 5_000);
    expect(lastQuery(page).from).toBe(4_990);
    expect(rowsShown()).toEqual(before);
    const asked = page.fake.callsOf('bulkRows').length;
    await scrollTo(page, 38 * 7_000);
    expect(page.fake.callsOf('bulkRows')).toHaveLength(asked);
    page.fake.on('bulkRows', page.fake.bulk.commands.bulkRows);
    rows.come(await page.fake.bulk.commands.bulkRows({ ...lastQuery(page) }));
    await pass();
    expect(lastQuery(page).from).toBe(6_990);
    expect(rowsShown()[0]).toBe(manyIds(6_991)[6_990]);
    expect(page.get(row(manyIds(7_001)[7_000] ?? '')).getAttribute('aria-rowindex')).toBe('7002');
  });

  it('asks for nothing where hardly anything has moved', async () => {
    const page = await finished(10_000);
    await scrollTo(page, 38 * 5_000);
    const asked = page.fake.callsOf('bulkRows').length;
    await scrollTo(page, 38 * 5_003);
    expect(page.fake.callsOf('bulkRows')).toHaveLength(asked);
  });

  it('keeps the focus where its row leaves the page', async () => {
    const page = await finished(10_000);
    page.get('#bulk-row-3').focus();
    await scrollTo(page, 38 * 5_000);
    expect(document.activeElement).toBe(page.get('#bulk-scroll'));
  });

  it('has its last rows where fewer are left than before', async () => {
    const page = await finished(10_000, (fake) => {
      fake.bulk.outcomeOf = (id) => (Number(id.slice(-5)) % 2 === 0 ? 'timed-out' : 'found');
    });
    await page.click('[data-filter="attention"] input');
    await scrollTo(page, 38 * 4_900);
    page.fake.bulk.outcomeOf = (id) => (Number(id.slice(-5)) % 10 === 0 ? 'timed-out' : 'found');
    page.fake.bulk.become({ found: 9_000, attention: 1_000 });
    await pass(400);
    expect(rowsShown().slice(-1)).toEqual(manyIds(10_000).slice(-1));
  });

  it('begins at its top with another filter or order', async () => {
    const page = await finished(10_000);
    await scrollTo(page, 38 * 5_000);
    await page.click('[data-sort="id"]');
    expect(lastQuery(page).from).toBe(0);
    expect(page.get('#bulk-scroll').scrollTop).toBe(0);
  });

  it('is drawn again where it has changed, and not more often than can be looked at', async () => {
    const page = await running(10_000);
    await goOn(page, 100);
    const rows = page.fake.callsOf('bulkRows').length;
    const slow = later<BulkRowsView>();
    page.fake.on('bulkRows', () => slow.asked);
    for (let each = 0; each < 5; each += 1) {
      page.fake.bulk.goOn(10);
      await pass(10);
    }
    expect(page.fake.callsOf('bulkRows')).toHaveLength(rows + 1);
    page.fake.on('bulkRows', page.fake.bulk.commands.bulkRows);
    slow.come(await page.fake.bulk.commands.bulkRows(lastQuery(page)));
    await pass(299);
    expect(page.fake.callsOf('bulkRows')).toHaveLength(rows + 1);
    await pass(1);
    expect(page.fake.callsOf('bulkRows')).toHaveLength(rows + 2);
  });

  it('is not asked for while nobody looks at it', async () => {
    const page = await running(10_000);
    await page.press('Escape');
    const asked = page.fake.callsOf('bulkRows').length;
    await goOn(page, 100);
    expect(page.fake.callsOf('bulkRows')).toHaveLength(asked);
    await page.click('#open-bulk');
    expect(page.get('#bulk-row-1').closest('tr')?.dataset['outcome']).toBe('found');
  });

  it('is left alone by what changes around it', async () => {
    const page = await finished(10_000);
    const before = page.get('#bulk-row-5');
    const rows = [...document.querySelectorAll('.list-table tr')];
    await page.click('#bulk-columns');
    expect(page.get('#bulk-row-5')).toBe(before);
    expect([...document.querySelectorAll('.list-table tr')]).toEqual(rows);
  });
});

describe('a row', () => {
  it('opens its card, and there is a way back to where the list was', async () => {
    const page = await finished(10_000);
    await page.click('[data-filter="found"] input');
    await scrollTo(page, 38 * 5_000);
    document.dispatchEvent(new Event('scroll'));
    await page.click('#bulk-row-5003');
    expect(document.body.dataset['screen']).toBe('lookup');
    expect(page.fake.callsOf('recall')).toEqual([['harbour', manyIds(5_003)[5_002]]]);
    expect(page.get('#result').dataset['state']).toBe('found');
    expect(document.activeElement).toBe(page.get('#card'));
    await page.press('Escape');
    expect(document.body.dataset['screen']).toBe('bulk');
    await page.click('#bulk-row-5003');
    await page.click('#back-to-list');
    expect(document.body.dataset['screen']).toBe('bulk');
    expect(page.get('[data-filter="found"] input', HTMLInputElement).checked).toBe(true);
    expect(page.get('#bulk-scroll').scrollTop).toBe(38 * 5_000);
    expect(document.activeElement).toBe(page.get('#bulk-row-5003'));
  });

  it('of another list has nothing of where the last one was left', async () => {
    const page = await finished(10_000);
    await scrollTo(page, 38 * 5_000);
    await page.click('#bulk-close');
    await page.click('#bulk-delete');
    await page.fill('#bulk-ids', manyIds(300).join('\n'));
    await page.click('#bulk-start');
    await page.press('Escape');
    await page.click('#open-bulk');
    expect(page.get('#bulk-scroll').scrollTop).toBe(0);
    expect(rowsShown()[0]).toBe(first);
  });

  it('is opened in the account of the list', async () => {
    const page = await finished(2);
    await page.click('#account');
    await page.click(`[data-choose-account="${nwosu.id}"]`);
    expect(page.text('#bulk-about')).toBe(`in ${harbour.name}`);
    await page.click('#bulk-row-1');
    expect(page.fake.callsOf('recall')).toEqual([['harbour', first]]);
    expect(page.get('#account').dataset['account']).toBe(harbour.name);
    expect(page.has('#back-to-list')).toBe(true);
    await page.lookUp(anId);
    expect(page.has('#back-to-list')).toBe(false);
  });

  it('of the samples is opened among the samples', async () => {
    const page = await openList(startView({ ...connected, current: sampleAccount }));
    await page.fill('#bulk-ids', anId);
    await page.click('#bulk-start');
    page.fake.bulk.become({ account: sampleAccount });
    await goOn(page, 1);
    page.fake.on('leaveSamples', () => ok(harbour));
    await page.click('#connect-own');
    expect(page.get('#account').dataset['account']).toBe(harbour.name);
    await page.click('#bulk-row-1');
    expect(page.fake.callsOf('useSamples')).toHaveLength(1);
    expect(page.fake.callsOf('getContact')).toEqual([['sample', anId, expect.anything()]]);
    expect(document.body.dataset['screen']).toBe('lookup');
  });

  it('is opened by a double click too, and is gone through by arrow keys', async () => {
    const page = await finished(3);
    page.get('#bulk-row-1').focus();
    await page.press('ArrowDown');
    expect(document.activeElement).toBe(page.get('#bulk-row-2'));
    await page.press('ArrowUp');
    expect(document.activeElement).toBe(page.get('#bulk-row-1'));
    page.get(row(third)).dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    await pass();
    expect(page.fake.callsOf('recall')).toEqual([['harbour', third]]);
  });
});
