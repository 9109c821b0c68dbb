import { describe, expect, it } from 'vitest';
import { later, no, noNames, ok } from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import type { NamesView } from '../generated/NamesView';
import { contact, customField, field } from '../test-support/contacts';
import { anId, connected, eachOnAStillClock, openPage, otherId, pass, shownCard } from './open-page';

eachOnAStillClock();

const maria = contact({
  askedFor: anId,
  fields: [
    field('name', 'Maria Lopez'),
    field('assignedTo', 'userOfMaria'),
    field('businessId', 'businessOfMaria'),
    field('customFields.door.code', '4711'),
  ],
  customFields: [
    customField('plan', 'Delta Dental PPO'),
    {
      path: 'customFields.door',
      id: 'door',
      name: null,
      value: { is: 'other', sent: '{"code":"4711"}' },
      byLook: false,
    },
    customField('budget', '1234.5'),
  ],
});
const name = (id: string, text: string, more = {}) => ({
  path: `customFields.${id}`,
  name: text,
  folder: null,
  readsAs: null,
  sensitive: false,
  ...more,
});
const names: NamesView = {
  customFields: [
    name('budget', 'Budget', { readsAs: { is: 'money', amount: '1234.5' } }),
    name('door', 'Door password', { sensitive: true }),
    name('plan', 'Insurance plan'),
  ],
  named: [{ id: 'userOfMaria', name: 'Dana Whitfield' }],
  denied: ['businesses'],
};

/** Maria as the program sends her with these names: what they say is sensitive is not in it. */
function named(view: ContactView, known: NamesView): ContactView {
  const sensitive = known.customFields.filter((field) => field.sensitive).map(({ path }) => path);
  const withheld = (path: string) => sensitive.some((top) => path === top || path.startsWith(`${top}.`));
  return {
    ...view,
    names: known,
    fields: view.fields.filter(({ path }) => !withheld(path)),
    customFields: view.customFields.map((each) => (withheld(each.path) ? { ...each, value: null } : each)),
  };
}

/** The page with the card of Maria, whose names come when the test says so. */
async function openCard(view: ContactView = maria) {
  const answer = later<ContactView | null>();
  const page = await openPage(connected, (fake) => {
    fake.on('getContact', (_, id) => ok({ ...view, askedFor: id }));
    fake.on('getNames', () => answer.asked);
  });
  await page.lookUp(anId);
  const come = async (known: NamesView) => {
    answer.come({ ok: true, value: named({ ...view, askedFor: anId }, known) });
    await pass();
  };
  return { page, answer, come };
}

const labels = () =>
  [...document.querySelectorAll('.custom-fields dt')].map((label) => label.textContent.trim());

describe('names', () => {
  it('are asked for once the card has been painted, not before', async () => {
    const { page } = await openCard();
    expect(page.has('.card')).toBe(true);
    expect(page.fake.callsOf('getNames')).toEqual([]);
    await pass(100);
    expect(page.fake.callsOf('getNames')).toEqual([['harbour', anId]]);
  });

  it('take the place of IDs, and what was sent stays beside them', async () => {
    const { page, come } = await openCard();
    await pass(100);
    expect(labels()).toEqual(['plan', 'door', 'budget']);
    await come(names);
    expect(labels()).toEqual(['Budget', 'Door password', 'Insurance plan']);
    expect(page.text('[data-field="assignedTo"]')).toBe('Dana Whitfield');
    const owner = page.get('[data-field="assignedTo"]');
    expect([owner.getAttribute('value'), owner.title]).toEqual(['userOfMaria', 'userOfMaria']);
    expect(page.text('.fold')).toContain('userOfMaria');
    expect(page.text('[data-field="customFields.budget"]')).toBe('1,234.50');
    expect(page.get('[data-field="customFields.budget"]').getAttribute('value')).toBe('1234.5');
  });

  it('that say a value is sensitive take it out of the page at once', async () => {
    const { page, come } = await openCard();
    await pass(100);
    expect(document.body.textContent).toContain('4711');
    await come(names);
    // Without the comments by which lit finds its places: their numbers are drawn by lot.
    expect(document.body.outerHTML.replaceAll(/<!--.*?-->/gs, '')).not.toContain('4711');
    expect(JSON.stringify(page.state)).not.toContain('4711');
    await page.click('[data-reveal="customFields.door"]');
    expect(page.fake.callsOf('reveal')).toEqual([[shownCard, 'customFields.door']]);
  });

  it('show what only looked sensitive, and say why it was hidden before', async () => {
    const withheld = { ...customField('order', ''), value: null, byLook: true };
    const { page, answer } = await openCard({ ...maria, customFields: [withheld] });
    await pass(100);
    const row = () => page.text('.custom-fields .row');
    expect(row()).toContain('looks like a social security or card number');
    expect(page.has('.custom-fields .dots')).toBe(true);
    const shown = customField('order', '4111 1111 1111 1111');
    const known = { ...noNames, customFields: [name('order', 'Order number')] };
    answer.come({ ok: true, value: { ...maria, askedFor: anId, customFields: [shown], names: known } });
    await pass();
    expect(page.text('[data-field="customFields.order"]')).toBe('4111 1111 1111 1111');
    expect(row()).not.toContain('looks like');
  });

  it('that are refused leave what looks sensitive hidden, with the permission that would help', async () => {
    const withheld = { ...customField('order', ''), value: null, byLook: true };
    const { page, come } = await openCard({ ...maria, customFields: [withheld] });
    await pass(100);
    await come({ ...noNames, denied: ['custom-fields'] });
    expect(page.has('.custom-fields .dots')).toBe(true);
    expect(page.text('.custom-fields .row')).toContain('looks like a social security or card number');
    expect(page.text('.custom-fields [data-denied]')).toContain('View Custom Fields');
  });

  it('that say so are heeded when the contact comes with them', async () => {
    const { page } = await openCard(named(maria, names));
    expect(labels()).toEqual(['Budget', 'Door password', 'Insurance plan']);
    expect(JSON.stringify(page.state)).not.toContain('4711');
  });

  it('that come while the contact is looked up again are put on the card that stays', async () => {
    const { page, come } = await openCard();
    await pass(100);
    page.fake.on('getContact', () => later<ContactView | null>().asked);
    await page.press('F5');
    await come(names);
    expect(JSON.stringify(page.state)).not.toContain('4711');
    expect(labels()).toEqual(['Budget', 'Door password', 'Insurance plan']);
  });

  it('leave open what is open, and the focus where it is', async () => {
    const { page, come } = await openCard();
    await pass(100);
    page.get('[data-copy="customFields.plan"]').focus();
    await page.click('[data-copy="customFields.plan"]');
    page.get<HTMLDetailsElement>('.fold').open = true;
    await come(names);
    expect((document.activeElement as HTMLElement).dataset['copy']).toBe('customFields.plan');
    expect(page.text('[data-copy="customFields.plan"]')).toBe('Copied');
    expect(page.get<HTMLDetailsElement>('.fold').open).toBe(true);
  });

  it('do not take the focus away from the box', async () => {
    const { page, come } = await openCard();
    await pass(100);
    page.get('#contact-id').focus();
    await come(names);
    expect(document.activeElement?.id).toBe('contact-id');
  });

  it('of a contact that is no longer shown are dropped', async () => {
    const { page, come } = await openCard();
    await pass(100);
    page.fake.on('getNames', () => later<ContactView | null>().asked);
    await page.lookUp(otherId);
    await come(names);
    expect(labels()).toEqual(['plan', 'door', 'budget']);
  });

  it('that may not be read are hinted at, once for each panel, and are no problem', async () => {
    const { page, come } = await openCard();
    await pass(100);
    expect(page.has('[data-denied]')).toBe(false);
    await come({ ...noNames, denied: ['custom-fields', 'users', 'businesses', 'locations'] });
    expect(page.text('.custom-fields [data-denied]')).toBe(
      'To see names here, give the token the permission “View Custom Fields”.',
    );
    expect(page.get('.contact [data-denied]').dataset['denied']).toBe('users');
    expect(page.get('.record [data-denied]').dataset['denied']).toBe('businesses');
    expect(page.has('[data-problem]')).toBe(false);
    expect(page.text('[data-field="assignedTo"]')).toBe('userOfMaria');
  });

  it('that cannot be had are no problem either', async () => {
    const { page, answer } = await openCard();
    await pass(100);
    answer.come(await no<ContactView | null>('offline'));
    await pass();
    expect(page.has('[data-problem]')).toBe(false);
    expect(page.text('.custom-fields h3')).toBe('Custom fields names not available');
  });
});
