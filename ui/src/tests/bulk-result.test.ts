import { describe, expect, it } from 'vitest';
import { no, ok } from '../backend/fake';
import type { BulkView } from '../generated/BulkView';
import type { Problem } from '../generated/Problem';
import type { SaveBulk } from '../generated/SaveBulk';
import { outcomeWords } from '../words/outcomes';
import { finished, goOn, openList, running } from './bulk';
import { anId, eachOnAStillClock, otherId, pass, type OpenPage } from './open-page';

eachOnAStillClock();

function lastSave(page: OpenPage): SaveBulk {
  return page.fake.callsOf('saveBulk').slice(-1)[0]?.[0] as SaveBulk;
}

describe('what is hidden for want of names', () => {
  const told = async (changes: Partial<BulkView>) => {
    const page = await finished(3);
    page.fake.bulk.become(changes);
    await pass();
    return page;
  };

  it('is told with its number, and can be looked for again', async () => {
    const page = await told({ hidden: 1_200, canShowHidden: true });
    expect(page.text('#bulk-hidden')).toContain('1,200 values look like social security or card numbers.');
    await page.click('#bulk-show-hidden');
    expect(page.fake.callsOf('showHiddenBulk')).toEqual([['harbour']]);
    expect(page.has('#bulk-hidden')).toBe(false);
  });

  it('names the permission that would help', async () => {
    const page = await told({ hidden: 1, canShowHidden: true, namesRefused: true });
    expect(page.text('#bulk-hidden')).toContain('1 value looks like a social security or card number.');
    expect(page.text('#bulk-hidden')).toContain('“View Custom Fields”');
  });

  it('offers nothing where nothing would help, and is silent where nothing is hidden', async () => {
    const page = await told({ hidden: 4, canShowHidden: false });
    expect(page.text('#bulk-hidden')).toContain('Their fields have no name in HighLevel.');
    expect(page.has('#bulk-show-hidden')).toBe(false);
    page.fake.bulk.become({ hidden: 0 });
    await pass();
    expect(page.has('#bulk-hidden')).toBe(false);
  });
});

describe('the results', () => {
  it('are told when the list is done', async () => {
    const page = await running(3, (fake) => {
      fake.bulk.outcomeOf = (id) => (id.endsWith('2') ? 'contact-not-found' : 'found');
    });
    page.get('#bulk-pause').focus();
    await goOn(page, 3);
    expect(page.text('h1')).toBe('Looked up 3 rows');
    expect(page.text('#bulk-summary')).toBe('2 of 3 rows found · 1 needs attention');
    expect(page.text('#announcer')).toBe('Finished. 2 found, 1 needs attention.');
    expect(document.activeElement).toBe(page.get('#heading'));
    expect(page.has('#bulk-stop')).toBe(false);
    expect(page.has('#bulk-retry')).toBe(false);
  });

  it('that can be had after all are tried again', async () => {
    const page = await finished(3, (fake) => {
      fake.bulk.outcomeOf = (id) => (id.endsWith('2') ? 'timed-out' : 'found');
    });
    expect(page.text('#bulk-retry')).toBe('Try 1 again');
    page.fake.bulk.become({ canRetry: 3 });
    await pass();
    expect(page.text('#bulk-retry')).toBe('Try the 3 again');
    await page.click('#bulk-retry');
    expect(page.fake.callsOf('retryBulk')).toEqual([['harbour']]);
    expect(page.has('#bulk-pause')).toBe(true);
  });

  it('are waited for from elsewhere', async () => {
    const page = await running(3);
    await page.press('Escape');
    await goOn(page, 3);
    expect(page.text('#open-bulk')).toBe('Many at once · done');
    expect(page.text('#announcer')).toBe('Finished. 3 found.');
  });
});

describe('saving', () => {
  it('writes the columns shown as a workbook, in words of the page', async () => {
    const page = await finished(3);
    await page.click('#bulk-save');
    expect(lastSave(page)).toMatchObject({
      format: 'xlsx',
      name: 'Contacts 2026-03-04',
      headings: { row: 'Row', id: 'Contact ID', outcome: 'Result' },
      outcomes: outcomeWords,
      filter: 'all',
      search: { text: '', outcomes: [] },
    });
    expect(lastSave(page).columns.map(({ heading }) => heading)).toEqual(['Name', 'E-mail', 'Phone']);
    expect(page.text('[data-notice="bulk-saved"]')).toBe('Saved 3 rows in Contacts 2026-03-04.xlsx.');
    expect(page.text('#announcer')).toContain('Saved 3 rows');
  });

  it('of all fields leaves nothing to lose', async () => {
    const page = await finished(3);
    await page.click('#bulk-save-more');
    await page.click('#bulk-save-menu input[value="all"]');
    await page.click('#bulk-save-csv');
    expect(lastSave(page).columns).toEqual([
      { path: 'displayName', heading: 'Name' },
      { path: 'email', heading: 'E-mail' },
      { path: 'phone', heading: 'Phone' },
      { path: 'city', heading: 'City' },
      { path: 'customFields.fieldWithName000001', heading: 'Insurance plan' },
      { path: 'customFields.fieldWithout0000001', heading: 'fieldWithout0000001' },
    ]);
    expect(page.text('#bulk-close')).toBe('New list');
  });

  it('has other forms in a menu', async () => {
    const page = await finished(3);
    await page.click('#bulk-save-more');
    expect(page.text('#bulk-save-csv-plain')).toContain('A spreadsheet may take some of them for formulas.');
    await page.click('#bulk-save-csv');
    expect(lastSave(page).format).toBe('csv');
    expect(lastSave(page).columns.map(({ path }) => path)).toEqual(['displayName', 'email', 'phone']);
    expect(page.get('#bulk-save-menu').hidden).toBe(true);
    expect(document.activeElement).toBe(page.get('#bulk-save-more'));
  });

  it('suggests the name of the file that the list came from', async () => {
    const page = await openList(undefined, (fake) => {
      fake.bulk.reads = { file: 'Spring campaign.xlsx' };
    });
    await page.click('#bulk-open');
    await page.click('#bulk-start');
    await goOn(page, 2);
    expect(page.text('#bulk-about')).toBe('From Spring campaign.xlsx');
    await page.click('#bulk-save');
    expect(lastSave(page).name).toBe('Spring campaign – looked up');
  });

  it('writes only the rows that a filter or a search shows, and says so, unless all are wanted', async () => {
    const page = await finished(12, (fake) => {
      fake.bulk.outcomeOf = (id) => (id.endsWith('2') ? 'contact-not-found' : 'found');
    });
    expect(page.text('#bulk-save')).toBe('Save for Excel…');
    await page.click('[data-filter="attention"] input');
    expect(page.text('#bulk-save')).toBe('Save these 2 rows…');
    await page.click('#bulk-save');
    expect(lastSave(page).filter).toBe('attention');
    expect(page.text('[data-notice="bulk-saved"]')).toContain('Saved 2 rows');
    expect(page.text('#bulk-close')).toBe('Close list');
    await page.click('#bulk-save-more');
    expect(page.text('#bulk-save-rows')).toContain('Only these 2 rows');
    await page.click('#bulk-save-rows input[value="all"]');
    await page.click('#bulk-save-xlsx');
    expect(lastSave(page).filter).toBe('all');
    expect(page.text('[data-notice="bulk-saved"]')).toContain('Saved 12 rows');
  });

  it('is old news with the next thing that is done', async () => {
    const page = await finished(3);
    await page.click('#bulk-save');
    expect(page.has('[data-notice="bulk-saved"]')).toBe(true);
    await page.click('[data-filter="found"] input');
    expect(page.has('[data-notice="bulk-saved"]')).toBe(false);
  });

  it('over the file that the list came from is refused, and nothing is lost', async () => {
    const page = await finished(3);
    const problem: Problem = { kind: 'file-not-saved', facts: { file: 'original' } };
    page.fake.on('saveBulk', () => Promise.resolve({ ok: false, problem }));
    await page.click('#bulk-save');
    expect(page.text('[role="alert"]')).toContain('That is the file your list came from');
    expect(page.text('#bulk-close')).toBe('Close list');
  });

  it('tells of values that were cut', async () => {
    const page = await finished(3);
    page.fake.on('saveBulk', () => ok({ file: 'a.xlsx', rows: 3, cut: 2, saved: false }));
    await page.click('#bulk-save');
    expect(page.text('[data-notice="bulk-saved"]')).toContain(
      '2 values were too long for a cell and were cut.',
    );
  });

  it('that the person thought better of changes nothing', async () => {
    const page = await finished(3);
    page.fake.on('saveBulk', () => ok(null));
    await page.click('#bulk-save');
    expect(page.has('[data-notice="bulk-saved"]')).toBe(false);
    expect(page.text('#bulk-close')).toBe('Close list');
    expect(page.text('#bulk-save')).toBe('Save for Excel…');
  });

  it('that does not work is told of, and the results stay', async () => {
    const page = await finished(3);
    page.fake.on('saveBulk', () => no('file-not-saved'));
    await page.click('#bulk-save');
    expect(page.get('[role="alert"]').dataset['problem']).toBe('file-not-saved');
    expect(page.text('#bulk-close')).toBe('Close list');
  });
});

describe('closing the list', () => {
  it('asks once before results are deleted that are nowhere else', async () => {
    const page = await finished(3);
    await page.click('#bulk-close');
    expect(page.text('#bulk-question')).toBe(
      'Delete the results of 3 rows? What is not in a saved file is lost.',
    );
    expect(document.activeElement).toBe(page.get('#bulk-keep'));
    await page.click('#bulk-keep');
    expect(page.fake.callsOf('closeBulk')).toEqual([]);
    expect(document.activeElement).toBe(page.get('#bulk-close'));
    await page.click('#bulk-close');
    await page.press('Escape');
    expect(page.has('#bulk-question')).toBe(false);
    expect(document.body.dataset['screen']).toBe('bulk');
    await page.click('#bulk-close');
    await page.click('#bulk-delete');
    expect(page.fake.callsOf('closeBulk')).toHaveLength(1);
    expect(document.activeElement).toBe(page.get('#bulk-ids'));
    expect(page.get('#bulk-ids', HTMLTextAreaElement).value).toBe('');
    expect(page.text('#announcer')).toBe('The results were deleted.');
  });

  it('asks nothing where they are saved', async () => {
    const page = await finished(3);
    await page.click('#bulk-save-more');
    await page.click('#bulk-save-menu input[value="all"]');
    await page.click('#bulk-save-xlsx');
    await page.click('#bulk-close');
    expect(page.fake.callsOf('closeBulk')).toHaveLength(1);
    expect(page.has('#bulk-ids')).toBe(true);
  });

  it('makes room for the next one, whose table begins anew', async () => {
    const page = await finished(3);
    await page.click('[data-filter="found"] input');
    await page.click('#bulk-close');
    await page.click('#bulk-delete');
    await page.fill('#bulk-ids', `${anId}\n${otherId}`);
    await page.click('#bulk-start');
    expect(page.get('[data-filter="all"] input', HTMLInputElement).checked).toBe(true);
    expect(page.get('#bulk-scroll').scrollTop).toBe(0);
    expect(page.has(`[data-bulk-row="${anId}"]`)).toBe(true);
  });
});
