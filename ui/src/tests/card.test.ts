import { describe, expect, it } from 'vitest';
import { contact, later, no, ok } from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import type { FieldView } from '../generated/FieldView';
import type { RevealedView } from '../generated/RevealedView';
import { anId, connected, eachOnAStillClock, openPage, otherId, pass, shownCard } from './open-page';

eachOnAStillClock();

const secret = '078-05-1120';
const field = (path: string, sent: string | null, changes: Partial<FieldView> = {}): FieldView => ({
  path,
  list: null,
  sent,
  meaning: { is: 'text' },
  opens: null,
  ...changes,
});
const maria: Partial<ContactView> = {
  fields: [
    field('name', 'Maria Lopez'),
    field('email', 'maria@example.com', { opens: 'mail' }),
    field('ssn', null),
  ],
};

async function openCard() {
  const page = await openPage(connected, (fake) => {
    fake.on('getContact', (_, id) => ok(contact(id, 'Maria Lopez', maria)));
  });
  await page.lookUp(anId);
  return page;
}

describe('a sensitive value', () => {
  it('is not in the page until it is asked for, and for 60 seconds then', async () => {
    const page = await openCard();
    expect(document.body.textContent).not.toContain(secret);
    await page.click('[data-reveal="ssn"]');
    expect(page.fake.callsOf('reveal')).toEqual([[shownCard, 'ssn']]);
    expect(page.text('[data-field="ssn"]')).toBe(secret);
    await pass(59_999);
    expect(page.text('[data-field="ssn"]')).toBe(secret);
    await pass(1);
    expect(document.body.textContent).not.toContain(secret);
    expect([...(page.state.result.is === 'found' ? page.state.result.card.revealed.keys() : ['?'])]).toEqual(
      [],
    );
  });

  it('is hidden again when the window is left', async () => {
    const page = await openCard();
    await page.click('[data-reveal="ssn"]');
    window.dispatchEvent(new Event('blur'));
    expect(document.body.textContent).not.toContain(secret);
  });

  it('is hidden again by a new lookup, even of the same contact', async () => {
    const page = await openCard();
    await page.click('[data-reveal="ssn"]');
    page.fake.on('getContact', () => later<ContactView | null>().asked);
    await page.press('F5');
    expect(page.has('.stale .card')).toBe(true);
    expect(document.body.textContent).not.toContain(secret);
  });

  it('is hidden before the card is printed, and when another screen is opened', async () => {
    const page = await openCard();
    const onPaper: string[] = [];
    page.fake.on('print', () => {
      onPaper.push(document.body.textContent);
      return ok(null);
    });
    await page.click('[data-reveal="ssn"]');
    await page.press('p', { ctrlKey: true });
    await page.click('[data-reveal="ssn"]');
    await page.click('#copy-more');
    await page.click('#print-card');
    expect(onPaper).toHaveLength(2);
    expect(onPaper.join()).not.toContain(secret);
    await page.click('[data-reveal="ssn"]');
    await page.press('F1');
    await page.press('Escape');
    expect(document.body.textContent).not.toContain(secret);
  });

  it('that arrives after another contact was asked for is dropped', async () => {
    const answer = later<RevealedView>();
    const page = await openCard();
    page.fake.on('reveal', () => answer.asked);
    await page.click('[data-reveal="ssn"]');
    await page.lookUp(otherId);
    answer.come({ ok: true, value: { path: 'ssn', values: [{ path: 'ssn', sent: secret }] } });
    await pass();
    expect(document.body.textContent).not.toContain(secret);
  });
});

describe('the actions of the card', () => {
  it('copy a value by its path, and say so for two seconds', async () => {
    const page = await openCard();
    await page.click('[data-copy="email"]');
    expect(page.fake.callsOf('copyValue')).toEqual([[shownCard, 'email']]);
    expect(page.text('[data-copy="email"]')).toBe('Copied');
    await pass(2_000);
    expect(page.text('[data-copy="email"]')).not.toBe('Copied');
  });

  it('copy the whole card', async () => {
    const page = await openCard();
    await page.click('#copy-all');
    expect(page.fake.callsOf('copyText')).toHaveLength(1);
    expect(page.text('#copy-all')).toBe('Copied');
  });

  it('open a value and the contact itself', async () => {
    const page = await openCard();
    await page.click('[data-open="email"]');
    await page.click('#open-in-highlevel');
    expect(page.fake.callsOf('openValue')).toEqual([[shownCard, 'email']]);
    expect(page.fake.callsOf('openInHighlevel')).toHaveLength(1);
  });

  it('that do not work are told beside the card', async () => {
    const page = await openCard();
    page.fake.on('copyValue', () => no('unexpected'));
    await page.click('[data-copy="email"]');
    expect(page.get('[data-problem]').dataset['problem']).toBe('unexpected');
    expect(page.has('.card')).toBe(true);
    expect(page.text('[data-copy="email"]')).not.toBe('Copied');
    await page.lookUp(otherId);
    expect(page.has('[data-problem]')).toBe(false);
  });
});
