import { describe, expect, it } from 'vitest';
import type { ListView } from '../generated/ListView';
import { openList } from './bulk';
import { anId, connected, eachOnAStillClock, pass } from './open-page';

eachOnAStillClock();

const fact = (name: string) => `[data-fact="${name}"]`;

const column = (heading: string | null, sample: string | null) => ({ heading, sample });

/** The page with a list of which this is said. */
async function withList(reads: Partial<ListView>) {
  const page = await openList(connected, (fake) => {
    fake.bulk.reads = reads;
  });
  await page.fill('#bulk-ids', anId);
  await pass(250);
  return page;
}

describe('what a list has beside its IDs', () => {
  it('is told of two columns that are alike, and the other can be taken', async () => {
    const columns = [column('Contact', 'a'), column('Deal', 'b')];
    const page = await withList({ columns, alike: 1, headings: true });
    expect(page.text(fact('alike'))).toBe('Two columns hold IDs. “Contact” is looked up. Use “Deal” instead');
    await page.click('#bulk-other-column');
    expect(page.fake.callsOf('chooseList')).toEqual([['harbour', 0, 1, true, false]]);
  });

  it('names columns without headings by what stands in them, unless that is hidden', async () => {
    const page = await withList({ columns: [column(null, 'abc'), column(null, 'xyz')], alike: 1 });
    expect(page.text('#bulk-other-column')).toBe('Use “Column 2: xyz” instead');
  });

  it('is told of hidden rows, which are looked up too at the press of a button', async () => {
    const page = await withList({ hidden: 3 });
    expect(page.text(fact('hidden'))).toBe('3 hidden rows are left out. Look up the 3 hidden rows too');
    page.fake.bulk.reads = { hidden: 3, withHidden: true };
    await page.click('#bulk-hidden');
    expect(page.fake.callsOf('chooseList')).toEqual([['harbour', 0, 0, false, true]]);
    expect(page.text(fact('hidden'))).toBe('3 hidden rows are looked up too. Leave them out');
    await page.click('#bulk-hidden');
    expect(page.fake.callsOf('chooseList')[1]).toEqual(['harbour', 0, 0, false, false]);
  });

  it('is told of IDs that were taken out of a text, which has no columns', async () => {
    const page = await withList({ takenOut: true, rows: 3, headings: false });
    expect(page.text(fact('taken-out'))).toBe('Taken out of the text: the 3 IDs and links in it.');
    expect(page.has('#bulk-headings')).toBe(false);
  });

  it('is told of formulas without results, and what to do', async () => {
    const page = await withList({ unsolved: 3 });
    expect(page.text(fact('unsolved'))).toBe(
      'The formulas in this workbook have no result yet. Open it in Excel, save it, and open it here again.',
    );
  });

  it('is told of titles above the headings', async () => {
    const columns = [column('Name', 'a'), column('Contact Id', 'b')];
    const page = await withList({ columns, titles: 2, headings: true });
    expect(page.text(fact('titles'))).toBe('The 2 lines above the headings are not looked up.');
    expect(page.text('.list-choices .tick')).toBe('Headings stand below the titles');
  });
});
