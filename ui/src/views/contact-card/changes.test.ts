import { render } from 'lit-html';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChangeView } from '../../generated/ChangeView';
import type { ContactView } from '../../generated/ContactView';
import { richContact } from '../../test-support/contacts';
import { contactCard } from '../contact-card';
import { initialCardState, updateCard } from './card-state';
import type { CardSetting } from './context';

const NOW = new Date('2026-10-05T15:12:00');
const BEFORE = new Date('2026-10-05T10:42:00').getTime();
const SETTING: CardSetting = { quietHours: { begin: 21, end: 8 }, from: 'answer', shielded: false };

afterEach(() => {
  document.body.replaceChildren();
});

const change = (path: string, before: string[], now: string[], withheld = false): ChangeView => ({
  path,
  before,
  now,
  withheld,
});

function draw(
  changes: ChangeView[],
  more: Partial<ContactView> = {},
  card = initialCardState,
  setting = SETTING,
) {
  const root = document.createElement('main');
  document.body.append(root);
  const view = { ...richContact(), seenBefore: BEFORE, changes, ...more };
  render(
    contactCard(view, card, () => undefined, NOW, setting),
    root,
  );
  return root;
}

const rows = (root: ParentNode) =>
  [...root.querySelectorAll('#changes dl > div')].map((row) =>
    row.textContent.replace(/\s+/g, ' ').replaceAll(' ,', ',').trim(),
  );

describe('what changed', () => {
  it('is told with the time, the field, and both values as the card writes them', () => {
    const root = draw([
      change('email', ['old@deos.com'], ['rubika@deos.com']),
      change('phone', ['+12025550123'], ['+18832327657']),
      change('dndSettings.SMS.status', ['inactive'], ['permanent']),
      change('customFields.cleaning', ['1741046400000'], ['1772582400000']),
      change('tags', ['gone', 'left'], ['consequat']),
    ]);
    expect(root.querySelector('#changes h3')?.textContent).toMatch(/^Changed since 10:42/);
    expect(rows(root)).toEqual([
      'E-mail was old@deos.com, now → rubika@deos.com',
      'Phone was +1 202 555 0123, now → +1 883 232 7657',
      'Texts (SMS) was Allowed, now → Blocked for good',
      expect.stringMatching(/^Last cleaning was .*2025, now → .*2026$/),
      'Tags was gone, left, now → consequat',
    ]);
  });

  it('of ten digits is in seconds where it is a moment', () => {
    const root = draw([change('dateAdded', ['1704067200'], ['2021-07-02T05:18:26.704Z'])]);
    expect(rows(root)[0]).toMatch(/2024|December 31, 2023/);
    expect(rows(root)[0]).not.toContain('1970');
  });

  it('is told of what is new and of what is gone', () => {
    const root = draw([change('website', [], ['https://www.tesla.com']), change('gender', ['f'], [])]);
    expect(rows(root)).toEqual(['Website added: https://www.tesla.com', 'Gender removed: f']);
  });

  it('is only told to have changed where it is sensitive', () => {
    const root = draw([change('ssn', [], [], true)]);
    expect(rows(root)).toEqual(['SSN Changed; its values stay hidden']);
    expect(root.querySelector('.row.sensitive .was')?.textContent).toBe('changed');
  });

  it('is marked where it stands, with the former value', () => {
    const root = draw([
      change('email', ['old@deos.com'], ['rubika@deos.com']),
      change('city', ['Springfield'], ['ruDolomitebika']),
      change('tags', [], ['consequat']),
      change('website', [], ['https://www.tesla.com']),
      change('customFields.MgobCB14YMVKuE4Ka8p1', ['HMO'], ['Delta Dental PPO']),
    ]);
    const was = (selector: string) => root.querySelector(`${selector} .was`)?.textContent;
    expect(was('.tile:nth-of-type(2)')).toBe('was old@deos.com');
    expect(was('.lines')).toBe('was Springfield');
    expect(was('.chip:nth-of-type(2)')).toBe('new');
    expect(was('.chip:nth-of-type(1)')).toBeUndefined();
    expect(was('.custom-fields')).toBe('was HMO');
    expect(was('.contact .row:has([data-field="website"])')).toBe('new');
  });

  it('is nothing at a first look, and said to be nothing at a second', () => {
    expect(draw([], { seenBefore: null }).querySelector('#changes, .unchanged')).toBeNull();
    document.body.replaceChildren();
    const root = draw([]);
    expect(root.querySelector('#changes')).toBeNull();
    expect(root.querySelector('.unchanged')?.textContent).toMatch(/^Nothing has changed since 10:42/);
  });

  it('is shortened where there is much of it', () => {
    const many = Array.from({ length: 60 }, (_, index) => change(`key${index}`, ['a'], ['b']));
    expect(rows(draw(many))).toHaveLength(6);
    document.body.replaceChildren();
    const all = draw(many, {}, updateCard(initialCardState, { is: 'showMore', panel: 'changes' }));
    expect(rows(all)).toHaveLength(60);
    document.body.replaceChildren();
    const [long = ''] = rows(draw([change('notes', ['x'.repeat(100_000)], ['y'])]));
    expect(long.length).toBeLessThan(300);
  });

  it('from another day is told with its day', () => {
    const root = draw([change('email', ['a'], ['b'])], { seenBefore: BEFORE - 3 * 86_400_000 });
    expect(root.querySelector('#changes h3')?.textContent).toMatch(/^Changed since .*2.*2026/);
  });
});

describe('a card from memory', () => {
  it('says as of when it is', () => {
    const root = draw([], { receivedAt: BEFORE }, initialCardState, { ...SETTING, from: 'memory' });
    expect(root.querySelector('#as-of')?.textContent).toMatch(/As of 10:42/);
    document.body.replaceChildren();
    expect(draw([], { receivedAt: BEFORE }).querySelector('#as-of')).toBeNull();
  });
});
