import { describe, expect, it } from 'vitest';
import { later, no, ok, startView } from '../backend/fake';
import { listOf } from '../backend/fake-bulk';
import type { FileFault } from '../generated/FileFault';
import type { ListView } from '../generated/ListView';
import type { News } from '../generated/News';
import { goOn, openList, running } from './bulk';
import { anId, connected, eachOnAStillClock, openPage, otherId, pass } from './open-page';

eachOnAStillClock();

/** Pastes a text into the field, as the engine would: it says so first, and may be kept from it. */
function paste(field: HTMLTextAreaElement, text: string): boolean {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { getData: () => text } });
  field.dispatchEvent(event);
  return event.defaultPrevented;
}

describe('a long text that is pasted', () => {
  it.each([
    ['2,001 lines', `${'a\n'.repeat(2_000)}a`],
    ['more than 64 KB', 'a'.repeat(64 * 1024 + 1)],
  ])('of %s does not go into the field, and stands for itself', async (_, text) => {
    const page = await openList(connected, (fake) => {
      fake.bulk.reads = { rows: 10_000, toLookUp: 10_000 };
    });
    const field = page.get('#bulk-ids', HTMLTextAreaElement);
    expect(paste(field, text)).toBe(true);
    await pass();
    expect(page.text('#bulk-file')).toBe('Pasted list, 10,000 rows');
    expect(page.has('#bulk-ids')).toBe(false);
    expect(page.fake.callsOf('readList')).toEqual([['harbour', text]]);
    expect(JSON.stringify(page.state).length).toBeLessThan(20_000);
    expect(page.text('#announcer')).toBe('List read: 10,000 contacts to look up.');
    expect(document.activeElement).toBe(page.get('#bulk-start'));
    await page.click('#bulk-start');
    expect(page.fake.callsOf('startBulk')).toHaveLength(1);
  });

  it('comes with what was typed before, which is there again without it', async () => {
    const page = await openList();
    await page.fill('#bulk-ids', `${otherId}\n`);
    const field = page.get('#bulk-ids', HTMLTextAreaElement);
    field.setSelectionRange(field.value.length, field.value.length);
    paste(field, 'a\n'.repeat(2_001));
    await pass();
    expect(page.fake.callsOf('readList')[0]?.[1]).toBe(`${otherId}\n${'a\n'.repeat(2_001)}`);
    await page.click('#bulk-remove');
    expect(page.fake.callsOf('forgetList')).toHaveLength(1);
    expect(page.get('#bulk-ids', HTMLTextAreaElement).value).toBe(`${otherId}\n`);
    expect(document.activeElement).toBe(page.get('#bulk-ids'));
    await pass(250);
    expect(page.text('#bulk-start')).toBe('Look up 1 contact');
  });

  it('is left to the field where it is short', async () => {
    const page = await openList();
    expect(paste(page.get('#bulk-ids', HTMLTextAreaElement), 'a\n'.repeat(1_000))).toBe(false);
  });
});

describe('a file', () => {
  it('is opened, and its sheet, column and headings can be chosen', async () => {
    const page = await openList(connected, (fake) => {
      fake.bulk.reads = {
        file: 'Contacts.xlsx',
        sheets: ['Leads', 'Customers'],
        columns: [
          { heading: 'Name', sample: 'Maria Lopez' },
          { heading: null, sample: anId },
        ],
        column: 1,
        headings: true,
      };
    });
    await page.click('#bulk-open');
    expect(page.text('#bulk-file')).toBe('Contacts.xlsx, 2 rows');
    const options = [...page.get('#bulk-column').querySelectorAll('option')].map(({ text }) => text);
    expect(options).toEqual(['Name: Maria Lopez', `Column 2: ${anId}`]);
    page.get('#bulk-headings').click();
    await pass();
    expect(page.fake.callsOf('chooseList')).toEqual([['harbour', 0, 1, false, false]]);
    await page.click('#privacy-shield');
    expect(page.text('#bulk-column')).not.toContain('Maria');
  });

  it('that was not chosen after all changes nothing', async () => {
    const page = await openList(connected, (fake) => {
      fake.on('openList', () => ok(null));
    });
    await page.fill('#bulk-ids', anId);
    await page.click('#bulk-open');
    await pass(250);
    expect(page.get('#bulk-ids', HTMLTextAreaElement).value).toBe(anId);
    expect(page.text('#bulk-start')).toBe('Look up 1 contact');
  });

  it('is waited for, whatever was typed just before', async () => {
    const file = later<ListView | null>();
    const page = await openList(connected, (fake) => {
      fake.on('openList', () => file.asked);
    });
    await page.fill('#bulk-ids', anId);
    await page.click('#bulk-open');
    expect(page.text('#bulk-reading')).toBe('Reading the list…');
    await pass(1_000);
    file.come({ ok: true, value: listOf([otherId], { file: 'Contacts.csv' }) });
    await pass();
    expect(page.text('#bulk-file')).toBe('Contacts.csv, 1 row');
  });

  const faults: readonly FileFault[] = [
    'gone',
    'closed',
    'not-a-list',
    'old-workbook',
    'locked',
    'damaged',
    'too-large',
    'changing',
    'unreadable',
  ];
  it.each(faults)('that is %s is told of, and another can be opened', async (file) => {
    const page = await openList(connected, (fake) => {
      fake.on('openList', () => no('file-not-read', { file, fileName: 'Contacts.xls' }));
    });
    await page.fill('#bulk-ids', anId);
    await page.click('#bulk-open');
    await pass(500);
    expect(page.get('[role="alert"]').dataset['problem']).toBe('file-not-read');
    expect(page.text('[data-details]')).toContain('Contacts.xls');
    expect(page.get('#bulk-ids').getAttribute('aria-invalid')).toBe('false');
    expect(page.get('#bulk-ids', HTMLTextAreaElement).value).toBe(anId);
    page.fake.on('openList', () => ok(listOf([anId], { file: 'Contacts.csv' })));
    await page.click('[data-action="open-list"]');
    expect(page.has('[role="alert"]')).toBe(false);
    expect(page.text('#bulk-file')).toBe('Contacts.csv, 1 row');
  });
});

describe('a file that is dropped', () => {
  const dropped: News = { is: 'list-dropped' };

  it.each(['#open-settings', '#open-help', '#open-bulk'])('leads here from %s', async (from) => {
    const news = later<News | null>();
    const page = await openPage(connected, (fake) => {
      fake.on('nextNews', () => news.asked);
    });
    await page.click(from);
    page.fake.on('nextNews', () => later<null>().asked);
    news.come({ ok: true, value: dropped });
    await pass();
    expect(document.body.dataset['screen']).toBe('bulk');
    expect(page.fake.callsOf('takeDroppedList')).toEqual([['harbour']]);
    expect(page.text('#bulk-file')).toContain('Contacts.csv');
  });

  it('waits for an account', async () => {
    const page = await openPage(startView(), (fake) => {
      let told = false;
      fake.on('nextNews', () => {
        if (told) return later<null>().asked;
        told = true;
        return ok(dropped);
      });
    });
    expect(document.body.dataset['screen']).toBe('welcome');
    expect(page.fake.callsOf('takeDroppedList')).toEqual([]);
  });

  it('never takes the place of results that are nowhere else', async () => {
    const news = later<News | null>();
    const page = await running(3, (fake) => {
      fake.on('nextNews', () => news.asked);
    });
    page.fake.on('nextNews', () => later<null>().asked);
    news.come({ ok: true, value: dropped });
    await pass();
    expect(page.fake.callsOf('takeDroppedList')).toEqual([]);
    expect(page.text('[data-notice="bulk-busy"]')).toContain('Close it, then drop the file again.');
    expect(page.has('#bulk-progress')).toBe(true);
  });

  it('takes the place of results that are saved', async () => {
    const news = later<News | null>();
    const page = await running(3, (fake) => {
      fake.on('nextNews', () => news.asked);
    });
    await goOn(page, 3);
    await page.click('#bulk-save-more');
    await page.click('#bulk-save-menu input[value="all"]');
    await page.click('#bulk-save-xlsx');
    page.fake.on('nextNews', () => later<null>().asked);
    news.come({ ok: true, value: dropped });
    await pass();
    expect(page.fake.callsOf('closeBulk')).toHaveLength(1);
    expect(page.text('#bulk-file')).toContain('Contacts.csv');
  });
});
