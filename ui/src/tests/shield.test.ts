import { describe, expect, it } from 'vitest';
import { later, ok, startView } from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import type { FieldView } from '../generated/FieldView';
import type { RevealedView } from '../generated/RevealedView';
import listCss from '../styles/bulk.css?raw';
import css from '../styles/shield.css?raw';
import { richContact } from '../test-support/contacts';
import { goOn, openList } from './bulk';
import { anId, connected, eachOnAStillClock, openPage, pass, shownCard, type OpenPage } from './open-page';

eachOnAStillClock();

const held = { ctrlKey: true, shiftKey: true };
const name = 'Canary Wharton';

/** Whose text is not the person's own, or is said by the card in its own words. */
const ownWords = new Set(['timezone', 'country', 'type', 'dnd', 'source']);

/** A contact with something everywhere, whose every text can be recognised. */
function everywhere(): ContactView {
  const rich = richContact();
  const marked = (field: FieldView, index: number): FieldView =>
    field.meaning.is === 'text' && field.sent !== null && !ownWords.has(field.path)
      ? { ...field, sent: `canary ${String(index)} ${field.sent}` }
      : field;
  return {
    ...rich,
    askedFor: anId,
    displayName: name,
    fields: rich.fields.map(marked),
    customFields: rich.customFields.map((each) =>
      each.value?.is === 'one' ? { ...each, value: { ...each.value, sent: `canary ${each.path}` } } : each,
    ),
    seenBefore: rich.receivedAt - 60_000,
    changes: [{ path: 'email', before: ['canary former'], now: ['canary present'], withheld: false }],
  };
}

const recent = {
  id: anId,
  account: 'harbour',
  accountName: 'Harbour Dental',
  at: 0,
  name: 'Canary Recent',
  inMemory: true,
};

async function shielded(view = everywhere()): Promise<OpenPage> {
  const page = await openPage({ ...connected, recents: [recent] }, (fake) => {
    fake.on('getContact', () => ok(view));
    fake.on('recents', () => ok([recent]));
    fake.on('recall', () => ok(null));
  });
  await page.lookUp(anId);
  expect(page.get('#result').dataset['state']).toBe('found');
  await page.press('H', held);
  return page;
}

/** The selectors of the rules that set the visibility, as they stand in the style sheet. */
function selectorsThatMake(visibility: 'visible' | 'hidden'): string[] {
  const rules = css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{\s*visibility: (\w+);\s*\}/g);
  return [...rules]
    .filter(([, , made]) => made === visibility)
    .flatMap(([, selectors = '']) => selectors.split(',').map((selector) => selector.trim()));
}

const personal = selectorsThatMake('hidden').filter((selector) => selector.includes('[data-personal]'));
const everythingOnACard = selectorsThatMake('hidden').filter((selector) => selector.endsWith('.card *'));
const allowed = selectorsThatMake('visible');

/** Whether the shield lets an element be seen: what stands for the person outweighs what is allowed on a card. */
function isSeen(element: Element): boolean {
  const fits = (selectors: readonly string[]) => selectors.some((selector) => element.matches(selector));
  if (fits(personal)) return false;
  return !fits(everythingOnACard) || fits(allowed);
}

/** All text that can be seen, and the titles that show up over what can be seen. */
function textSeen(): string {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts: string[] = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.parentElement && isSeen(node.parentElement)) texts.push(node.textContent ?? '');
  }
  for (const element of document.querySelectorAll('[title]')) {
    if (isSeen(element)) texts.push(element.getAttribute('title') ?? '');
  }
  return texts.join('\n');
}

describe('the privacy shield', () => {
  it('finds its rules in the style sheet', () => {
    expect(personal).toHaveLength(2);
    expect(everythingOnACard).toHaveLength(1);
    expect(allowed.length).toBeGreaterThan(10);
  });

  it('hides every value of a contact, its name, its initials and the recent names', async () => {
    const page = await shielded();
    expect(document.body.hasAttribute('data-shield')).toBe(true);
    expect(document.body.textContent).toContain('canary');
    expect(textSeen()).not.toMatch(/canary|wharton/i);
    for (const value of document.querySelectorAll('.card [data-field]')) {
      expect(isSeen(value), value.outerHTML).toBe(false);
      for (const part of value.querySelectorAll('*')) {
        expect(isSeen(part) && !part.closest('button'), part.outerHTML).toBe(false);
      }
    }
    for (const initials of document.querySelectorAll('.face *')) expect(isSeen(initials)).toBe(false);
    expect(page.text('.recent-name')).toBe('Canary Recent');
    expect(isSeen(page.get('.recent-name'))).toBe(false);
    expect(document.title).not.toMatch(/canary/i);
  });

  it('hides whether they may be contacted: it says where somebody lives, and what they asked for', async () => {
    const page = await shielded();
    expect(page.text('#contact-line')).not.toMatch(/canary/i);
    expect(isSeen(page.get('#contact-line'))).toBe(true);
    expect(isSeen(page.get('#contact-line > span:last-child'))).toBe(false);
    expect(isSeen(page.get('#contact-line > .sign'))).toBe(false);
  });

  it('hides what is under the fold, what is searched, and what is not known yet', async () => {
    const page = await shielded();
    page.get('.fold', HTMLDetailsElement).open = true;
    await page.press('f', { ctrlKey: true });
    await page.fill('#card-search', 'canary');
    await pass(1_000);
    expect(textSeen()).not.toMatch(/canary|wharton/i);
  });

  it('hides the name of a file that was saved, and says that it was', async () => {
    const page = await shielded();
    page.fake.on('saveVcard', () => ok('Canary Wharton.vcf'));
    await page.click('#save-vcard');
    expect(page.fake.callsOf('saveVcard'), 'the dialog is not given the name').toEqual([[shownCard, true]]);
    expect(page.text('.card > [role="status"]')).toBe('Saved');
    expect(textSeen()).not.toMatch(/canary|wharton/i);
  });

  it('says to screen readers that there is a name', async () => {
    const page = await shielded();
    expect(page.get('.card h2').getAttribute('aria-label')).toBe('Name hidden');
    for (const button of document.querySelectorAll('button[aria-label]')) {
      expect(button.getAttribute('aria-label')).not.toMatch(/canary|wharton/i);
    }
  });

  it('leaves labels and buttons, and what they copy', async () => {
    const page = await shielded();
    expect(textSeen()).toContain('Phone');
    expect(textSeen()).toContain('Do not disturb');
    const copy = page.get('.tile [data-copy="phone"]');
    expect(isSeen(copy)).toBe(true);
    copy.click();
    await pass();
    expect(page.fake.callsOf('copyValue')).toEqual([[shownCard, 'phone']]);
  });

  it('says that it is on and how it goes off, and does not say names', async () => {
    const page = await shielded();
    expect(page.get('#privacy-shield').getAttribute('aria-pressed')).toBe('true');
    expect(page.text('#shield-banner')).toContain('Privacy shield is on');
    expect(page.text('#shield-banner')).toContain('Ctrl+Shift+H');
    expect(page.text('#announcer')).toContain('Privacy shield on');
    await page.lookUp('9XUWS51kRlyTUT7FRzRY');
    expect(page.text('#announcer')).toBe('Found the contact');
  });

  it('stays on from one lookup to the next and over other screens, and goes off by key', async () => {
    const page = await shielded();
    await page.lookUp('9XUWS51kRlyTUT7FRzRY');
    await page.press('F1');
    expect(page.has('#shield-banner')).toBe(true);
    await page.press('Escape');
    expect(document.body.hasAttribute('data-shield')).toBe(true);
    await page.press('h', held);
    expect(document.body.hasAttribute('data-shield')).toBe(false);
    expect(page.has('#shield-banner')).toBe(false);
  });

  it('goes off by its banner, and the focus goes to the button that brings it back', async () => {
    const page = await shielded();
    await page.click('#shield-off');
    expect(document.body.hasAttribute('data-shield')).toBe(false);
    expect(document.activeElement).toBe(page.get('#privacy-shield'));
  });

  it('takes shown sensitive values out of the page, and fetches none while it is on', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => ok(everywhere()));
    });
    await page.lookUp(anId);
    await page.click('[data-reveal="ssn"]');
    expect(document.body.textContent).toContain('078-05-1120');
    await page.click('#privacy-shield');
    expect(document.body.textContent).not.toContain('078-05-1120');
    await page.click('[data-reveal="ssn"]');
    expect(page.fake.callsOf('reveal')).toHaveLength(1);
    expect(page.text('#announcer')).toContain('Turn it off to see values');
    await page.click('#shield-off');
    expect(document.body.textContent).not.toContain('078-05-1120');
  });

  it('drops a sensitive value that comes when it is already on', async () => {
    const value = later<RevealedView>();
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => ok(everywhere()));
      fake.on('reveal', () => value.asked);
    });
    await page.lookUp(anId);
    await page.click('[data-reveal="ssn"]');
    await page.press('H', held);
    value.come({ ok: true, value: { path: 'ssn', values: [{ path: 'ssn', sent: '078-05-1120' }] } });
    await pass();
    expect(document.body.textContent).not.toContain('078-05-1120');
  });

  it('hides what is in a list, in its table and before its start', async () => {
    const page = await openList(connected, (fake) => {
      fake.bulk.valueOf = (_, path) => `canary ${path}`;
    });
    await page.fill('#bulk-ids', `${anId}\nCanary Wharton`);
    await pass(250);
    await page.press('H', held);
    expect(document.body.textContent).toMatch(/canary/i);
    expect(textSeen()).not.toMatch(/canary|wharton/i);
    expect(listCss).toMatch(/body\[data-shield\] #bulk-ids \{\s*-webkit-text-security: disc;/);
    await page.click('#bulk-start');
    await goOn(page, 2);
    expect(document.body.textContent).toMatch(/canary/i);
    expect(textSeen()).not.toMatch(/canary|wharton/i);
    expect(textSeen()).toContain(anId);
    for (const button of document.querySelectorAll('button[aria-label]')) {
      expect(button.getAttribute('aria-label')).not.toMatch(/canary|wharton/i);
    }
  });

  it('is off at the start', async () => {
    await shielded();
    const page = await openPage(startView());
    expect(page.state.shielded).toBe(false);
    expect(document.body.hasAttribute('data-shield')).toBe(false);
  });
});
