import axe from 'axe-core';
import { render } from 'lit-html';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ContactView } from '../generated/ContactView';
import type { CustomFieldView } from '../generated/CustomFieldView';
import type { FieldView } from '../generated/FieldView';
import type { NamesView } from '../generated/NamesView';
import { channel, contact, customField, field, moment, richContact } from '../test-support/contacts';
import { cardSkeleton, contactCard } from './contact-card';
import { initialCardState, updateCard, WHOLE_CARD } from './contact-card/card-state';
import type { CardEvent, CardState } from './contact-card/card-state';
import type { CardSetting } from './contact-card/context';
import { warmUpCard } from './contact-card/warm-up';

const NOW = new Date('2026-10-05T00:12:00Z');
const SETTING: CardSetting = { quietHours: { begin: 21, end: 8 }, from: 'answer', shielded: false };

/** Names for the IDs of `richContact`, and for those of odd ones. */
const NAMES: NamesView = {
  customFields: ['cleaning', 'x', 'a.b', '1', 'interests', 'MgobCB14YMVKuE4Ka8p1'].map((id, index) => ({
    path: `customFields.${id}`,
    name: index % 2 === 0 ? 'Twin' : `Field ${index}`,
    folder: index % 3 === 0 ? null : 'Folder',
    readsAs: index % 2 === 0 ? null : { is: 'money', amount: '1234.5' },
    sensitive: false,
  })),
  named: [
    { id: 've9EPM428h8vShlRW1KT', name: 'Dana Whitfield' },
    { id: 'QmZ9ufI6duIzSXHEz9zE', name: 'Kim Oyelaran' },
    { id: 'plain', name: 'Plain' },
  ],
  denied: ['businesses'],
};

afterEach(() => {
  document.body.replaceChildren();
});

function draw(
  view: ContactView,
  card: CardState = initialCardState,
  send: (event: CardEvent) => void = vi.fn(),
) {
  const root = document.createElement('main');
  document.body.append(root);
  render(contactCard(view, card, send, NOW, SETTING), root);
  return root;
}

function allAt(root: ParentNode, path: string): Element[] {
  return [...root.querySelectorAll('[data-field]')].filter(
    (each) => each.getAttribute('data-field') === path,
  );
}

/** What an element holds of what was sent, by the contract: its text, or the `datetime` or `value` it has or contains. */
function exact(element: Element): string | null {
  const holder = element.matches('time, data') ? element : (element.querySelector('time, data') ?? element);
  if (holder.localName === 'time') return holder.getAttribute('datetime');
  if (holder.localName === 'data') return holder.getAttribute('value');
  return holder.textContent;
}

/** Every path with what stands there, as text to be compared; what is hidden is `null`. */
function shown(root: ParentNode): string[] {
  return [...root.querySelectorAll('[data-field]')]
    .map((each) =>
      JSON.stringify([each.getAttribute('data-field'), each.matches('.dots') ? null : exact(each)]),
    )
    .sort();
}

/** What should stand on the card of a contact. */
function expected(view: ContactView): string[] {
  const pairs: [string, string | null][] = [];
  for (const { path, list, sent } of view.fields) {
    pairs.push([path, sent]);
    if (list !== null && list !== path && sent !== null) pairs.push([list, sent]);
  }
  for (const { path, value } of view.customFields) {
    pairs.push([path, value === null ? null : value.sent]);
    if (value?.is === 'list') for (const item of value.items) pairs.push([path, item]);
  }
  for (const { path, status } of view.channels) {
    pairs.push([path, status === null ? 'No status' : status.sent]);
    if (status !== null && status.path !== path) pairs.push([status.path, status.sent]);
  }
  return pairs.map((pair) => JSON.stringify(pair)).sort();
}

describe('everything that was sent', () => {
  it('stands on the card once, exactly', () => {
    expect(shown(draw(richContact()))).toEqual(expected(richContact()));
  });

  it('stands there however odd the contact is', () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const view = oddContact(seed);
      expect(shown(draw(view)), `seed ${seed}`).toEqual(expected(view));
      document.body.replaceChildren();
    }
  }, 60_000);

  it('stands there unfolded too', () => {
    const view = richContact();
    const card = ['tags', 'custom-fields'].reduce(
      (state, panel) => updateCard(state, { is: 'showMore', panel: panel as 'tags' }),
      updateCard(initialCardState, { is: 'toggleFold' }),
    );
    expect(shown(draw(view, card))).toEqual(expected(view));
  });

  it('stands there by name too, the IDs as they were sent', () => {
    const view = contact({ ...richContact(), names: NAMES });
    expect(shown(draw(view))).toEqual(expected(view));
    document.body.replaceChildren();
    for (let seed = 1; seed <= 20; seed += 1) {
      const odd = { ...oddContact(seed), names: NAMES };
      expect(shown(draw(odd)), `seed ${seed}`).toEqual(expected(odd));
      document.body.replaceChildren();
    }
  }, 60_000);

  it('is text, whatever it looks like', () => {
    const hostile = '<img src=x onerror="alert(1)"><script>alert(1)</script>${x}\n\t "quoted" ';
    const root = draw(
      contact({ fields: [field('firstName', hostile), field('notes', hostile), field('tags', hostile)] }),
    );
    expect(root.querySelector('img, script')).toBeNull();
    expect(allAt(root, 'notes')[0]?.textContent).toBe(hostile);
  });

  it('is counted where it is empty', () => {
    expect(draw(contact({ emptyCount: 12 })).textContent).toContain('12 empty values are not shown');
    expect(draw(contact({ emptyCount: 1 })).textContent).toContain('1 empty value is not shown');
    document.body.replaceChildren();
    expect(draw(contact()).querySelector('.fold')).toBeNull();
  });
});

describe('the head', () => {
  it('is the name, as it was sent', () => {
    const heading = draw(contact()).querySelector('h2');
    expect(heading?.textContent.replace(/\s+/g, ' ').trim()).toBe('Rubika Deo');
    expect(heading?.querySelectorAll('[data-field="firstName"], [data-field="lastName"]')).toHaveLength(2);
  });

  it('leaves e-mail, phone and ID where they belong when they stand in for a name', () => {
    const fields = [field('id', 'seD4PfOuKoVMLkEZqohJ'), field('email', 'a@b.example', { opens: 'mail' })];
    const root = draw(contact({ displayName: 'a@b.example', namePaths: ['email'], fields }));
    expect(root.querySelector('h2')?.textContent).toContain('a@b.example');
    expect(root.querySelector('.tile [data-field="email"]')?.textContent).toBe('a@b.example');
    expect(root.querySelector('[data-open="email"]')).not.toBeNull();
  });

  it('says in words what was sent in code', () => {
    const type = draw(richContact()).querySelector('data[data-field="type"]');
    expect(type?.textContent).toBe('Lead');
    expect(type?.getAttribute('value')).toBe('lead');
    expect(
      draw(contact({ fields: [field('type', 'read')] })).querySelector('.facts [data-field="type"]')
        ?.textContent,
    ).toBe('read');
  });

  it('warns of another contact than the one asked for, with both IDs', () => {
    const root = draw(contact({ otherId: 'ocQHyuzHvysMo5N5VsXc' }));
    const warning = root.querySelector('[role="note"]')?.textContent ?? '';
    expect(warning).toContain('seD4PfOuKoVMLkEZqohJ');
    expect(warning).toContain('ocQHyuzHvysMo5N5VsXc');
    document.body.replaceChildren();
    expect(draw(contact()).querySelector('[role="note"]')).toBeNull();
  });

  it('shows the first dozen of many tags, and all when asked', () => {
    const fields = Array.from({ length: 164 }, (_, index) => field('tags', `tag ${index}`));
    const visible = (root: ParentNode) => root.querySelectorAll('.chip:not([hidden])').length;
    const send = vi.fn();
    const root = draw(contact({ fields }), initialCardState, send);
    expect(visible(root)).toBe(12);
    expect(root.querySelectorAll('[data-field="tags"]')).toHaveLength(164);
    const more = root.querySelector<HTMLElement>('[data-more="tags"]')!;
    expect(more.textContent.trim()).toBe('Show all 164');
    more.click();
    expect(send).toHaveBeenCalledWith({ is: 'showMore', panel: 'tags' });
    const card = updateCard(initialCardState, { is: 'showMore', panel: 'tags' });
    expect(visible(draw(contact({ fields }), card))).toBe(164);
  });
});

describe('a sensitive value', () => {
  const revealed = updateCard(initialCardState, {
    is: 'revealed',
    path: 'ssn',
    values: [{ path: 'ssn', sent: '123-45-6789' }],
  });

  it('is dots until it is asked for', () => {
    const send = vi.fn();
    const root = draw(richContact(), initialCardState, send);
    expect(allAt(root, 'ssn')[0]?.textContent).toMatch(/^•+Hidden$/);
    const show = root.querySelector<HTMLElement>('[data-reveal="ssn"]')!;
    expect(show.getAttribute('aria-label')).toBe('Show SSN');
    show.click();
    expect(send).toHaveBeenCalledWith({ is: 'reveal', path: 'ssn' });
  });

  it('is shown when it is here, and leaves the page when it is hidden', () => {
    const send = vi.fn();
    const root = draw(richContact(), revealed, send);
    expect(allAt(root, 'ssn').map(exact)).toEqual(['123-45-6789']);
    root.querySelector<HTMLElement>('[data-reveal="ssn"]')!.click();
    expect(send).toHaveBeenCalledWith({ is: 'hide', path: 'ssn' });
    render(
      contactCard(richContact(), updateCard(revealed, { is: 'hide', path: 'ssn' }), send, NOW, SETTING),
      root,
    );
    expect(root.outerHTML).not.toContain('123-45-6789');
  });

  it('of several parts shows them all', () => {
    const values = [
      { path: 'ssn.0', sent: '111' },
      { path: 'ssn.1', sent: '222' },
    ];
    const root = draw(richContact(), updateCard(initialCardState, { is: 'revealed', path: 'ssn', values }));
    expect(allAt(root, 'ssn.0').map(exact)).toEqual(['111']);
    expect(allAt(root, 'ssn.1').map(exact)).toEqual(['222']);
  });

  it('is never part of the head, even as a name', () => {
    const root = draw(
      contact({ fields: [field('firstName', null)], namePaths: ['firstName'], displayName: '…' }),
    );
    expect(root.querySelector('h2 [data-field]')).toBeNull();
    expect(root.querySelector('[data-reveal="firstName"]')).not.toBeNull();
  });
});

describe('a value', () => {
  it('in words keeps what was sent', () => {
    const root = draw(richContact());
    const born = allAt(root, 'dateOfBirth')[0];
    expect(born?.localName).toBe('time');
    expect(born?.getAttribute('datetime')).toBe('1990-09-25T00:00:00.000Z');
    expect(born?.textContent).toMatch(/25/);
    expect(born?.textContent).toMatch(/1990$/);
    expect(born?.parentElement?.textContent).toContain('(36)');
    expect(allAt(root, 'phone')[0]?.textContent).toBe('+1 883 232 7657');
    expect(allAt(root, 'country')[0]?.textContent).toBe('United States');
    expect(allAt(root, 'dnd')[0]?.textContent).toBe('Off');
    expect(root.querySelector('[data-field="dndSettings.SMS"] > data')?.textContent).toBe('Blocked for good');
    expect(allAt(root, 'dndSettings.WhatsApp')[0]?.textContent).toBe('Unknown: paused');
  });

  it('that cannot be read is shown as it was sent', () => {
    const beyond = field('dateAdded', '9'.repeat(30), { meaning: { is: 'moment', epochMs: 1e30 } });
    expect(allAt(draw(contact({ fields: [beyond] })), 'dateAdded')[0]?.textContent).toBe('9'.repeat(30));
  });

  it('is copied and opened by buttons that name it', () => {
    const send = vi.fn();
    const root = draw(richContact(), initialCardState, send);
    const press = (selector: string) => {
      const button = root.querySelector<HTMLElement>(selector)!;
      button.click();
      return button.getAttribute('aria-label');
    };
    expect(press('[data-copy="phone"]')).toBe('Copy phone number');
    expect(send).toHaveBeenLastCalledWith({ is: 'copy', path: 'phone' });
    expect(press('[data-open="phone"]')).toBe('Call +1 883 232 7657');
    expect(send).toHaveBeenLastCalledWith({ is: 'open', path: 'phone', at: expect.any(Number) as number });
    expect(press('[data-open="email"]')).toBe('Write to rubika@deos.com');
    expect(press('[data-open="website"]')).toBe('Open https://www.tesla.com in the browser');
    expect(press('[data-copy="customFields.interests"]')).toBe('Copy “Interests”');
    expect(press('[data-copy="customFields.files.0.url"]')).toBe('Copy file address');
    expect(press('[data-copy="tags"]')).toBe('Copy tags');
  });

  it('is in no button’s name while personal values are hidden', () => {
    const root = document.createElement('main');
    const hidden = { ...SETTING, shielded: true };
    render(contactCard(richContact(), initialCardState, vi.fn(), NOW, hidden), root);
    const open = [...root.querySelectorAll('[data-open]')].map((button) => button.getAttribute('aria-label'));
    expect(new Set(open)).toEqual(
      new Set(['Call this number', 'Write to this address', 'Open this page in the browser']),
    );
  });

  it('has a copy button, wherever it stands', () => {
    const root = draw(richContact());
    const copied = new Set(
      [...root.querySelectorAll('[data-copy]')].map((each) => each.getAttribute('data-copy')),
    );
    const single = richContact().fields.map(({ path }) => path);
    // The kind of a further phone number is a remark beside it.
    expect(single.filter((path) => !copied.has(path))).toEqual(['additionalPhones.0.phoneLabel']);
  });

  it('says so when it was copied', () => {
    const root = draw(richContact(), updateCard(initialCardState, { is: 'copied', path: 'email' }));
    const button = root.querySelector('[data-copy="email"]');
    expect(button?.textContent.trim()).toBe('Copied');
    expect(button?.getAttribute('aria-label')).toBe('Copied e-mail address');
    expect(root.querySelector('[role="status"]')?.textContent).toBe('Copied');
    expect(root.querySelector('[data-copy="phone"]')?.textContent.trim()).toBe('Copy');
  });

  it('with signs that cannot be seen is kept, and a hint stands beside it', () => {
    const root = draw(contact({ fields: [field('keyword', 'a\u202Eb')] }));
    expect(allAt(root, 'keyword')[0]?.textContent).toBe('a\u202Eb');
    expect(root.querySelector('.hint')?.textContent).toBe('contains invisible characters');
  });

  it('that is long begins folded, and a huge one stays out of the layout', () => {
    const fields = [field('long', 'word '.repeat(400)), field('huge', '\u{1F600}'.repeat(100_000))];
    const root = draw(contact({ fields }));
    expect(root.querySelectorAll('.long:not(.expanded)')).toHaveLength(2);
    expect(allAt(root, 'huge')[0]?.textContent.length).toBeLessThan(1000);
    expect(allAt(root, 'huge').map(exact)).toEqual(['\u{1F600}'.repeat(100_000)]);
    const card = updateCard(initialCardState, { is: 'showMore', panel: 'text:huge' });
    const unfolded = draw(contact({ fields }), card);
    expect(allAt(unfolded, 'huge')[0]?.textContent).toBe(`${'\u{1F600}'.repeat(5_000)}…`);
    expect(allAt(unfolded, 'huge').map(exact)).toEqual(['\u{1F600}'.repeat(100_000)]);
    expect(unfolded.textContent).toContain('The text goes on. Copy gives you all of it.');
  });
});

describe('the panels', () => {
  const headings = (root: ParentNode) =>
    [...root.querySelectorAll('.panel h3')].map((each) => each.textContent.trim());

  it('are drawn only where they have something to say', () => {
    expect(headings(draw(contact()))).toEqual(['Record']);
    expect(draw(contact()).querySelectorAll('.tile [data-field]')).toHaveLength(0);
  });

  it('say once that the custom fields’ names are not known, when it is certain', () => {
    const view = contact({ customFields: [customField('abc', '1'), customField('def', '2')] });
    expect(headings(draw(view))[0]).toBe('Custom fields');
    document.body.replaceChildren();
    const root = draw(view, { ...initialCardState, named: true });
    expect(headings(root)[0]).toMatch(/^Custom fields\s+names not available$/);
    expect([...root.querySelectorAll('.custom-fields dt')].map((each) => each.textContent)).toEqual([
      'abc',
      'def',
    ]);
  });

  it('show the first dozen of many custom fields', () => {
    const customFields = Array.from({ length: 190 }, (_, index) =>
      customField(`id${index}`, `value ${index}`),
    );
    const root = draw(contact({ customFields }));
    expect(root.querySelectorAll('.custom-fields dl:not([hidden]) > .row')).toHaveLength(12);
    expect(root.querySelectorAll('.custom-fields .row')).toHaveLength(190);
    expect(root.querySelector('[data-more="custom-fields"]')?.textContent.trim()).toBe(
      'Show all 190 custom fields',
    );
  });

  it('name the trace ID, which is not of the contact', () => {
    const record = draw(richContact()).querySelector('.record')?.textContent;
    expect(record).toContain('aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee');
  });
});

describe('the whole card', () => {
  it('has its buttons', () => {
    const send = vi.fn();
    const root = draw(richContact(), initialCardState, send);
    for (const id of ['refresh', 'copy-all', 'open-in-highlevel'])
      root.querySelector<HTMLElement>(`#${id}`)!.click();
    expect(send.mock.calls).toEqual([
      [{ is: 'refresh' }],
      [{ is: 'copyAll', text: expect.stringContaining('rubika deo') as string }],
      [{ is: 'openInHighLevel' }],
    ]);
    const copied = updateCard(initialCardState, { is: 'copied', path: WHOLE_CARD });
    expect(draw(richContact(), copied).querySelector('#copy-all')?.textContent.trim()).toBe('Copied');
  });

  it('follows the fold, and does not fold it back', () => {
    const send = vi.fn();
    const details = draw(richContact(), initialCardState, send).querySelector('details')!;
    // The engine tells of it itself, as it does when a person presses the summary.
    details.open = true;
    expect(send.mock.calls).toEqual([[{ is: 'toggleFold' }]]);
    send.mockClear();
    const open = draw(richContact(), updateCard(initialCardState, { is: 'toggleFold' }), send).querySelector(
      'details',
    )!;
    open.dispatchEvent(new Event('toggle'));
    expect(send).not.toHaveBeenCalled();
  });

  it('keeps the local time when the clock moves on', () => {
    const root = draw(richContact());
    expect(root.querySelector('.tiles')?.textContent).toMatch(/7:12|19:12/);
    render(
      contactCard(richContact(), initialCardState, vi.fn(), new Date('2026-10-05T01:13:00Z'), SETTING),
      root,
    );
    expect(root.querySelector('.tiles')?.textContent).toMatch(/8:13|20:13/);
  });

  const busy: Record<string, readonly CardEvent[]> = {
    'closed': [],
    'open and revealed': [
      { is: 'toggleFold' },
      { is: 'revealed', path: 'ssn', values: [{ path: 'ssn', sent: '1' }] },
    ],
    'asked and saved': [
      { is: 'toggleMenu' },
      { is: 'askToOpen', path: 'website', address: 'https://www.tesla.com/?a' },
      { is: 'saved', file: 'Maria.vcf' },
    ],
    'searched': [{ is: 'search', text: 'phone' }, { is: 'searchSettled' }],
    'searched in vain': [{ is: 'search', text: 'zebra' }],
  };

  it.each(Object.keys(busy))(
    'passes axe, %s',
    async (how) => {
      const view = contact({
        ...richContact(),
        otherId: 'x',
        names: NAMES,
        seenBefore: NOW.getTime(),
        changes: [
          { path: 'email', before: ['old@deos.com'], now: ['rubika@deos.com'], withheld: false },
          { path: 'ssn', before: [], now: [], withheld: true },
        ],
      });
      const root = draw(view, busy[how]?.reduce(updateCard, initialCardState));
      // Colours and sizes need a real engine; the picture tests look at those.
      const { violations } = await axe.run(root, {
        rules: {
          'color-contrast': { enabled: false },
          'region': { enabled: false },
          'page-has-heading-one': { enabled: false },
        },
      });
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    },
    60_000,
  );

  it('has a shape while it is awaited, which says nothing', () => {
    const root = document.createElement('main');
    render(cardSkeleton(), root);
    expect(root.firstElementChild?.getAttribute('aria-hidden')).toBe('true');
    expect(root.textContent.trim()).toBe('');
  });

  it('is warmed up without a trace', () => {
    warmUpCard(NOW);
    expect(document.body.childElementCount).toBe(0);
  });
});

/** A contact as no one would send it, the same for the same seed. */
function oddContact(seed: number): ContactView {
  let state = seed;
  const random = (below: number) => {
    // A linear congruential generator, with the constants of Numerical Recipes: chance enough for this.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  const text = () => pick(ODD_TEXTS);
  const fields = Array.from({ length: random(40) }, (): FieldView => {
    const path = pick(ODD_PATHS);
    switch (random(8)) {
      case 0:
        return field(path, null);
      case 1:
        return field(path, text(), { list: pick(['followers', 'tags', path]) });
      case 2:
        return field(path, text(), {
          meaning: { is: 'moment', epochMs: pick([0, -1, 1e12, 1e300, Number.NaN]) },
        });
      case 3:
        return field(path, text(), { meaning: { is: 'day', day: pick(['1990-09-25', '0000-00-00', 'x']) } });
      case 4:
        return field(path, text(), {
          meaning: { is: 'yesNo', yes: random(2) === 0 },
          opens: pick(['web', 'call']),
        });
      case 5:
        return field(path, text(), { meaning: { is: 'json' } });
      case 6:
        return moment(path, '2021-07-02T05:18:26.704Z');
      default:
        return field(path, text());
    }
  });
  const customFields = Array.from({ length: random(20) }, (_, index): CustomFieldView => {
    const path = pick([`customFields.${index}`, 'customFields.x', 'customFields.a.b']);
    const sent = text();
    const value = pick<CustomFieldView['value']>([
      null,
      { is: 'one', sent, meaning: { is: 'text' }, opens: null },
      { is: 'list', items: [text(), text()], sent },
      { is: 'files', files: [{ path: `${path}.0.url`, name: null, bytes: null, opens: 'web' }], sent },
      { is: 'other', sent },
    ]);
    return { path, id: pick([null, 'x']), name: pick([null, text()]), value, byLook: pick([true, false]) };
  });
  const channels = Array.from({ length: random(5) }, () => {
    const each = channel(pick(['call', 'sms', 'email', 'whatsapp']), pick(['allowed', 'blocked', 'unknown']));
    const { path } = each;
    return {
      ...each,
      status: pick([null, each.status, { path, sent: text() }, { path: `${path}.status`, sent: text() }]),
    };
  });
  return contact({
    displayName: text(),
    namePaths: pick([['name'], ['firstName', 'lastName'], ['email'], ['id'], ['missing'], []]),
    doNotDisturb: pick([null, true, false]),
    fields,
    customFields,
    channels,
  });
}

const ODD_TEXTS = [
  'plain',
  ' blanks at both ends ',
  'two\nlines\r\nand\ttabs',
  '<b>bold</b>&amp;"\'',
  '\u202Eoverride',
  '陈伟 عبد 👩‍👩‍👧',
  'null',
  '0',
  '12345678901234567890123',
  '{"a":[1]}',
  'America/Chicago',
  '+18832327657',
  'US',
  'lead',
  '𝕏'.repeat(301),
];

const ODD_PATHS = [
  ...richContact().fields.map(({ path }) => path),
  'name',
  'tags.0.name',
  'additionalPhones.1',
  'additionalEmails.2.validEmail',
  'customFields.x.0.url',
  'customFields.x.deep.er',
  'customFields.a.b.c',
  'dndSettings.Call.message',
  'dndSettings.TikTok.extra',
  'inboundDndSettings.all.message',
  'attributionSource.userAgent',
  'lastAttributionSource.url.deep',
  'constructor',
  '__proto__',
  'a"b]c',
  '',
  '.',
  'tags',
  'x y',
];
