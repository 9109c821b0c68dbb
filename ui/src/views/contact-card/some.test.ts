import { render } from 'lit-html';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { contact, field } from '../../test-support/contacts';
import { contactCard } from '../contact-card';
import { initialCardState, updateCard, type CardEvent, type CardState } from './card-state';

const NOW = new Date('2026-11-27T12:00:00Z');
const SETTING = { quietHours: { begin: 21, end: 8 }, from: 'answer', shielded: false } as const;

function draw(view: Parameters<typeof contactCard>[0], card: CardState = initialCardState, send = vi.fn()) {
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  render(contactCard(view, card, send, NOW, SETTING), root);
  return root;
}

const many = (count: number, path: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => field(path(at), `value ${at}`));

beforeEach(() => {
  document.body.replaceChildren();
});

describe('a contact with more than can be drawn at once', () => {
  it.each([
    ['tags', () => contact({ fields: many(100_000, () => 'tags') })],
    ['the rest', () => contact({ fields: many(50_000, (at) => `unknown${at}`) })],
    ['numbers', () => contact({ fields: many(30_000, (at) => `additionalPhones.${at}`) })],
    ['followers', () => contact({ fields: many(30_000, (at) => `followers.${at}`) })],
    [
      'custom fields',
      () =>
        contact({
          customFields: Array.from({ length: 120_000 }, (_, at) => ({
            path: `customFields.F${at}`,
            id: `F${at}`,
            name: null,
            value: { is: 'one' as const, sent: 'x', meaning: { is: 'text' as const }, opens: null },
            byLook: false,
          })),
        }),
    ],
    [
      'channels',
      () =>
        contact({
          channels: Array.from({ length: 45_000 }, (_, at) => ({
            path: `dndSettings.C${at}`,
            channel: { is: 'other' as const, name: `C${at}` },
            standing: 'blocked' as const,
            status: { path: `dndSettings.C${at}.status`, sent: 'active' },
          })),
        }),
    ],
    [
      'values in one field',
      () =>
        contact({
          customFields: [
            {
              path: 'customFields.L',
              id: 'L',
              name: null,
              value: {
                is: 'list' as const,
                sent: '[]',
                items: Array.from({ length: 50_000 }, (_, at) => `i${at}`),
              },
              byLook: false,
            },
          ],
        }),
    ],
  ])('draws some of its %s, and the next when asked', (_, make) => {
    const view = make();
    const sent: CardEvent[] = [];
    const opened = ['tags', 'custom-fields'].reduce(
      (card, panel) => updateCard(card, { is: 'showMore', panel: panel as 'tags' }),
      initialCardState,
    );
    const root = draw(
      view,
      opened,
      vi.fn((event: CardEvent) => sent.push(event)),
    );
    const first = root.querySelectorAll('*').length;
    expect(first).toBeLessThan(6_000);
    const next = root.querySelector<HTMLElement>('[data-next]')!;
    expect(next.textContent).toMatch(/^Show (?:200|50) more \([\d,]+ left\)$/);
    next.click();
    expect(sent).toEqual([{ is: 'showNext', place: next.dataset['next'] }]);
    const more = draw(view, updateCard(opened, sent[0]!)).querySelectorAll('*').length;
    expect(more).toBeGreaterThan(first);
  });

  it('draws no more in all where every place has many, and something of each', () => {
    const count = 300;
    const at = (make: (at: number) => string) => many(count, make);
    const channels = Array.from({ length: count }, (_, index) => ({
      path: `dndSettings.C${index}`,
      channel: { is: 'other' as const, name: `C${index}` },
      standing: 'blocked' as const,
      status: { path: `dndSettings.C${index}.status`, sent: 'active' },
    }));
    const customFields = Array.from({ length: count }, (_, index) => ({
      path: `customFields.F${index}`,
      id: `F${index}`,
      name: null,
      value: {
        is: 'list' as const,
        sent: '[]',
        items: Array.from({ length: 60 }, (_item, each) => `i${each}`),
      },
      byLook: false,
    }));
    const fields = [
      ...at(() => 'tags'),
      ...at((index) => `additionalPhones.${index}`),
      ...channels.flatMap(({ path }) => many(10, (index) => `${path}.k${index}`)),
      ...at((index) => `followers.${index}`),
      ...at((index) => `attributionSource.k${index}`),
      ...at((index) => `lastAttributionSource.k${index}`),
      ...at((index) => `k${index}LowerCase`),
    ];
    const root = draw(contact({ fields, channels, customFields }));
    expect(root.querySelectorAll('*').length).toBeLessThan(6_000);
    const places = [...root.querySelectorAll<HTMLElement>('[data-next]')].map(
      ({ dataset }) => dataset['next'],
    );
    expect(places).toEqual(
      expect.arrayContaining([
        'contact',
        'do-not-disturb',
        'rest:other',
        'rest:lowerCase',
        'rest:firstVisit',
      ]),
    );
    for (const path of ['tags', 'additionalPhones.0', 'dndSettings.C0', 'customFields.F0', 'followers.0']) {
      expect(root.querySelector(`[data-field="${path}"]`), path).not.toBeNull();
    }
  });

  it('finds with its search what is not drawn', () => {
    const view = contact({ fields: many(50_000, (at) => `unknown${at}`) });
    const searched = updateCard(updateCard(initialCardState, { is: 'openSearch' }), {
      is: 'search',
      text: 'value 49876',
    });
    expect(draw(view, searched).querySelector('[data-field="unknown49876"]')?.textContent).toBe(
      'value 49876',
    );
  });
});

it('draws no more marks, joiners and turns of a text than people write, wherever it stands', () => {
  const traps = [`a${'\u0301'.repeat(3_000)}`, '\u0628a'.repeat(1_500), '\u{1F469}\u200D'.repeat(1_000)];
  for (const trap of traps) {
    const view = contact({
      askedFor: trap,
      otherId: trap,
      displayName: trap,
      traceId: trap,
      fields: ['tags', 'companyName', 'source', 'address1', 'keyword', 'email', 'phone', trap].map((path) =>
        field(path, trap),
      ),
      customFields: [
        {
          path: 'customFields.a',
          id: trap,
          name: trap,
          value: { is: 'files', sent: trap, files: [{ path: 'x', name: trap, bytes: 1, opens: null }] },
          byLook: false,
        },
      ],
      channels: [
        {
          path: 'dndSettings.x',
          channel: { is: 'other', name: trap },
          standing: 'unknown',
          status: { path: 'dndSettings.x.status', sent: trap },
        },
      ],
      seenBefore: NOW.getTime(),
      changes: [{ path: trap, before: [trap], now: [trap], withheld: false }],
    });
    const walker = document.createTreeWalker(draw(view), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      expect(node.textContent!.length, `${node.parentElement?.outerHTML.slice(0, 80)}`).toBeLessThan(700);
      expect(node.textContent).not.toMatch(/\p{M}{21}|(?:\u0628a){30}|(?:\u200D\u{1F469}){30}/u);
    }
  }
});
