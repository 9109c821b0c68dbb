import type { FakeBackend } from '../backend/fake';
import { manyIds } from '../backend/fake-bulk';
import type { StartView } from '../generated/StartView';
import { noBulk } from '../state/bulk';
import { connected, harbour, openPage, pass, type OpenPage } from './open-page';

/** A page on the screen that takes a list. */
export async function openList(
  start: StartView = connected,
  prepare: (fake: FakeBackend) => void = () => undefined,
): Promise<OpenPage> {
  const page = await openPage(start, prepare);
  await page.click('#open-bulk');
  return page;
}

/** A page on which a list of so many contacts has been started. */
export async function running(
  count: number,
  prepare: (fake: FakeBackend) => void = () => undefined,
): Promise<OpenPage> {
  const page = await openList(connected, prepare);
  await page.fill('#bulk-ids', manyIds(count).join('\n'));
  await page.click('#bulk-start');
  page.fake.bulk.become({ account: harbour });
  await pass();
  return page;
}

/** Lets the list go on by some rows, and their table come. */
export async function goOn(page: OpenPage, rows: number): Promise<void> {
  page.fake.bulk.goOn(rows);
  await pass(400);
}

/** A page on which a list of so many contacts is done. */
export async function finished(
  count: number,
  prepare: (fake: FakeBackend) => void = () => undefined,
): Promise<OpenPage> {
  const page = await running(count, prepare);
  await goOn(page, count);
  return page;
}

/** What an earlier start has left. */
export const leftOver: StartView = {
  ...connected,
  bulk: {
    ...noBulk,
    version: 3,
    list: 1,
    state: 'left',
    rows: 10_000,
    contacts: 10_000,
    done: 4_320,
    found: 4_300,
    attention: 20,
    nextRow: 4_321,
    account: harbour,
  },
};

/** The IDs in the table, in their order. */
export function rowsShown(): string[] {
  return [...document.querySelectorAll<HTMLElement>('[data-bulk-row]')].map(
    ({ dataset }) => dataset['bulkRow'] ?? '',
  );
}
