import { describe, expect, it } from 'vitest';
import type { Answer } from '../backend';
import {
  account,
  connectedAs,
  contact,
  later,
  no,
  ok,
  problem,
  sampleAccount,
  startView,
} from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import { anId, connected, eachOnAStillClock, harbour, nwosu, openPage, otherId, pass } from './open-page';

eachOnAStillClock();

type Answered = Answer<ContactView | null>;
const found = (id: string, name = 'Maria Lopez'): Answered => ({ ok: true, value: contact(id, name) });

describe('looking a contact up', () => {
  it('shows the card, says so once, and selects the ID for the next one', async () => {
    const page = await openPage();
    await page.lookUp(anId);
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
    expect(page.text('[data-field="name"]')).toBe('Maria Lopez');
    expect(page.text('#announcer')).toBe('Found Maria Lopez');
    const box = page.get('#contact-id', HTMLInputElement);
    // A frame is painted first.
    await pass(50);
    expect(document.activeElement).toBe(box);
    expect([box.selectionStart, box.selectionEnd]).toEqual([0, anId.length]);
  });

  it('leaves alone whoever has begun to type the next ID before the card was painted', async () => {
    const page = await openPage();
    await page.lookUp(anId);
    await page.fill('#contact-id', 'ocQ');
    await pass(50);
    const box = page.get('#contact-id', HTMLInputElement);
    expect([box.value, box.selectionStart, box.selectionEnd]).toEqual(['ocQ', 3, 3]);
  });

  it('puts the ID in place of the link it was taken from, and says so', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', () =>
        ok({ id: anId, taken: 'from-link', unusualLength: false, location: null, owner: null, further: 0 }),
      );
    });
    await page.lookUp(`https://app.gohighlevel.com/v2/location/x/contacts/detail/${anId}`);
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(anId);
    expect(page.text('#id-note')).toBe('Took the ID from the link');
    expect(page.fake.callsOf('getContact')).toEqual([['harbour', anId, 1]]);
  });

  it('looks a link up in the saved account that it belongs to', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', () =>
        ok({
          id: anId,
          taken: 'from-link',
          unusualLength: false,
          location: 'nwosuLocation',
          owner: nwosu,
          further: 0,
        }),
      );
    });
    await page.lookUp('a link');
    expect(page.fake.callsOf('getContact')).toEqual([['nwosu', anId, 1]]);
    expect(page.get('#account').dataset['account']).toBe('Nwosu Legal');
    expect(page.text('[data-notice="switched"]')).toContain('Nwosu Legal');
  });

  it('is loading at once, under the ID that was asked for', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => later<ContactView | null>().asked);
    });
    await page.lookUp(anId);
    expect(page.get('#result').dataset).toMatchObject({ state: 'loading', id: anId });
    expect(page.has('#cancel-look-up')).toBe(true);
  });

  it('shows no skeleton in the first 300 ms, and then keeps it for 500 ms', async () => {
    const answer = later<ContactView | null>();
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => answer.asked);
    });
    await page.lookUp(anId);
    await pass(299);
    expect(page.has('.skeleton')).toBe(false);
    await pass(1);
    expect(page.has('.skeleton')).toBe(true);
    answer.come(found(anId));
    await pass(499);
    expect(page.get('#result').dataset['state']).toBe('loading');
    await pass(1);
    expect(page.get('#result').dataset['state']).toBe('found');
  });

  it('says after three seconds that it still waits, and can be cancelled', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => later<ContactView | null>().asked);
    });
    await page.lookUp(anId);
    await pass(3_000);
    expect(page.text('.waiting p')).toBe('Still waiting for HighLevel');
    expect(page.text('#announcer')).toBe('Still waiting for HighLevel');
    await page.click('#cancel-look-up');
    expect(page.fake.callsOf('cancelLookUp')).toEqual([[1]]);
    expect(page.get('#result').dataset['state']).toBe('idle');
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(anId);
  });

  it('Escape cancels it, then clears the box', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => later<ContactView | null>().asked);
    });
    await page.lookUp(anId);
    await page.press('Escape');
    expect(page.get('#result').dataset['state']).toBe('idle');
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(anId);
    await page.press('Escape');
    expect(page.get('#contact-id', HTMLInputElement).value).toBe('');
  });

  it('Escape empties the box first, and takes the card away only then', async () => {
    const page = await openPage();
    await page.lookUp(anId);
    await page.press('Escape');
    expect(page.get('#result').dataset['state']).toBe('found');
    await page.press('Escape');
    expect(page.get('#result').dataset['state']).toBe('idle');
  });

  it('the last one asked wins, and the late answer is dropped', async () => {
    const slow = later<ContactView | null>();
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', (_, id) => (id === anId ? slow.asked : ok(contact(id, 'José Álvarez'))));
    });
    await page.lookUp(anId);
    await page.lookUp(otherId);
    slow.come(found(anId));
    await pass(5_000);
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: otherId });
    expect(page.text('[data-field="name"]')).toBe('José Álvarez');
    expect(page.fake.callsOf('cancelLookUp')).toEqual([[1]]);
  });

  it('pressing Enter twenty times asks once', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => later<ContactView | null>().asked);
    });
    await page.fill('#contact-id', anId);
    for (let i = 0; i < 20; i += 1) page.get('#look-up').click();
    await pass();
    for (let i = 0; i < 20; i += 1) page.get('#look-up').click();
    await pass();
    expect(page.fake.callsOf('getContact')).toHaveLength(1);
  });

  it('an old card is gone at once when another ID is asked for', async () => {
    const page = await openPage();
    await page.lookUp(anId);
    page.fake.on('getContact', () => later<ContactView | null>().asked);
    await page.fill('#contact-id', otherId);
    page.get('#look-up').click();
    expect(page.has('.card')).toBe(false);
    await pass();
    expect(page.has('.card')).toBe(false);
  });

  it('the card of the same ID stays while it is looked up again, and cannot be used', async () => {
    const page = await openPage();
    await page.lookUp(anId);
    page.fake.on('getContact', () => later<ContactView | null>().asked);
    await page.click('#refresh');
    expect(page.get('#result').dataset).toMatchObject({ state: 'loading', id: anId });
    expect(page.get('#result').getAttribute('aria-busy')).toBe('true');
    expect(page.get('.stale').hasAttribute('inert')).toBe(true);
    expect(page.has('.stale .card')).toBe(true);
    await pass(1_000);
    expect(page.has('.skeleton')).toBe(false);
  });

  it.each(['F5', 'r'])('%s looks the same ID up again, whatever is in the box', async (key) => {
    const page = await openPage();
    await page.lookUp(anId);
    await page.fill('#contact-id', 'half an ID');
    await page.press(key, { ctrlKey: key === 'r' });
    expect(page.fake.callsOf('getContact').map(([, id]) => id)).toEqual([anId, anId]);
    expect(page.get('#contact-id', HTMLInputElement).value).toBe('half an ID');
  });

  it('a cancelled lookup that the program reports leaves the text', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => ok(null));
    });
    await page.lookUp(anId);
    expect(page.get('#result').dataset['state']).toBe('idle');
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(anId);
  });

  it('an answer that never comes is told after 40 seconds', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => later<ContactView | null>().asked);
    });
    await page.lookUp(anId);
    await pass(40_000);
    expect(page.get('[data-problem]').dataset['problem']).toBe('unexpected');
  });

  it('what the program was started with is looked up at once', async () => {
    const page = await openPage({ ...connected, lookUp: anId });
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
  });

  it('what a second start brings is looked up too', async () => {
    const page = await openPage(connected, (fake) => {
      let told = false;
      fake.on('nextNews', () => {
        if (told) return later<null>().asked;
        told = true;
        return ok({ is: 'look-up', text: anId });
      });
    });
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
    expect(page.fake.callsOf('nextNews')).toHaveLength(2);
  });
});

describe('news of the program', () => {
  it('that the page had to be loaded anew is told', async () => {
    const page = await openPage(connected, (fake) => {
      let told = false;
      fake.on('nextNews', () => {
        if (told) return later<null>().asked;
        told = true;
        return ok({ is: 'page-reloaded' });
      });
    });
    expect(page.text('[data-notice="reloaded"]')).toContain('start again');
  });

  it('of a problem is told beside what the person is doing', async () => {
    const page = await openPage(connected, (fake) => {
      let told = false;
      fake.on('nextNews', () => {
        if (told) return later<null>().asked;
        told = true;
        return ok({ is: 'problem', problem: problem('settings-not-saved') });
      });
    });
    expect(page.get('[data-problem]').dataset['problem']).toBe('settings-not-saved');
    await page.lookUp(anId);
    expect(page.has('[data-problem]')).toBe(false);
  });
});

describe('what was typed', () => {
  it('is told in place, keeps its text, and nothing is sent', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', () => no('id-not-an-id', { typed: 'email' }));
    });
    await page.lookUp('maria@example.com');
    expect(page.get('[role="alert"]').dataset['problem']).toBe('id-not-an-id');
    const box = page.get('#contact-id', HTMLInputElement);
    expect(box.value).toBe('maria@example.com');
    expect(box.getAttribute('aria-invalid')).toBe('true');
    for (const id of box.getAttribute('aria-describedby')?.split(' ') ?? ['none']) {
      expect(page.has(`#${id}`)).toBe(true);
    }
    expect(page.fake.callsOf('getContact')).toEqual([]);
  });

  it('a token is not kept, not even in the box', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', () => no('id-is-a-token'));
    });
    await page.lookUp('pit-12345678-1234-1234-1234-123456789012');
    expect(page.get('#contact-id', HTMLInputElement).value).toBe('');
    expect(JSON.stringify(page.state)).not.toContain('pit-1234');
    expect(document.body.textContent).not.toContain('pit-1234');
  });

  it('several pasted lines stay apart', async () => {
    const page = await openPage();
    const box = page.get('#contact-id', HTMLInputElement);
    const clipboard = new DataTransfer();
    clipboard.setData('text/plain', `Maria Lopez\r\n${anId}\n`);
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, cancelable: true }));
    expect(box.value).toBe(`Maria Lopez ${anId}`);
    expect(page.state.text).toBe(`Maria Lopez ${anId}`);
  });

  it('opens the connection ahead, at most once in 15 seconds', async () => {
    const page = await openPage();
    await page.fill('#contact-id', 's');
    await page.fill('#contact-id', 'se');
    expect(page.fake.callsOf('warmUp')).toEqual([['harbour']]);
    await pass(15_000);
    await page.fill('#contact-id', 'seD');
    expect(page.fake.callsOf('warmUp')).toHaveLength(2);
  });

  it('opens no connection for the samples', async () => {
    const page = await openPage(startView({ current: sampleAccount }));
    await page.fill('#contact-id', 's');
    expect(page.fake.callsOf('warmUp')).toEqual([]);
  });
});

describe('a lookup that finds nothing', () => {
  it('is one alert with heading, reason, what to do, and folded details', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () =>
        no('contact-not-found', { status: 400, contactId: anId, account: harbour.name }),
      );
    });
    await page.lookUp(anId);
    expect(page.get('#result').dataset).toMatchObject({ state: 'failed', id: anId });
    expect(document.querySelectorAll('[data-problem]')).toHaveLength(1);
    expect(page.text('[data-problem] h2')).toBe('No contact has this ID');
    expect(page.text('.why')).toContain('Harbour Dental');
    expect(page.get('[data-details]', HTMLDetailsElement).open).toBe(false);
    expect(page.text('[data-details]')).toContain('Status 400');
    expect(page.get('#contact-id').getAttribute('aria-invalid')).toBe('false');
    expect(page.text('#announcer')).toBe('');
  });

  it('copies its details on request, and says so for two seconds', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => no('offline'));
    });
    await page.lookUp(anId);
    await page.click('[data-action="copy-details"]');
    expect(page.fake.callsOf('copyText')[0]?.[0]).toMatch(/^Contact Lookup\nKind: offline\n/);
    expect(page.text('[data-action="copy-details"]')).toBe('Copied');
    await pass(2_000);
    expect(page.text('[data-action="copy-details"]')).toBe('Copy details');
  });

  it('tries again on request', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => no('timed-out'));
    });
    await page.lookUp(anId);
    page.fake.on('getContact', (_, id) => ok(contact(id, 'Maria Lopez')));
    await page.click('[data-action="try-again"]');
    expect(page.get('#result').dataset['state']).toBe('found');
  });

  it('counts down to the next try by the clock', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => no('too-many-requests', { retryInSeconds: 118 }));
    });
    await page.lookUp(anId);
    const again = () => page.get('[data-action="try-again"]', HTMLButtonElement);
    expect(page.text('.todo')).toBe('You can try again in 1:58.');
    expect(again().disabled).toBe(true);
    await pass(1_000);
    expect(page.text('.todo')).toBe('You can try again in 1:57.');
    expect(page.get('.todo').getAttribute('aria-live')).toBe('off');
    await page.press('F5');
    expect(page.fake.callsOf('getContact')).toHaveLength(1);
    await pass(117_000);
    expect(again().disabled).toBe(false);
    expect(page.text('.todo')).toBe('You can try again now.');
  });

  it('a contact of another account, of which there are many, leads to the account menu too', async () => {
    const more = Array.from({ length: 6 }, (_, index) => account(`more${index}`, `More ${index}`));
    const page = await openPage({ ...connected, accounts: [harbour, nwosu, ...more] }, (fake) => {
      fake.on('getContact', () => no('other-account', { account: harbour.name }));
    });
    await page.lookUp(anId);
    await page.click('[data-action="choose-account"]');
    expect(page.get('#account').getAttribute('aria-expanded')).toBe('true');
    await page.click('[data-choose-account="nwosu"]');
    expect(page.get('#account').dataset['account']).toBe(nwosu.name);
    expect(page.get('#result').dataset['state']).toBe('idle');
  });
});

describe('a new token for the account in use', () => {
  const rejected = () => no<ContactView | null>('token-rejected', { status: 401, account: harbour.name });

  it('is taken in place, and the lookup runs again', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', rejected);
    });
    await page.lookUp(anId);
    await page.click('[data-action="replace-token"]');
    expect(page.has('[data-problem]')).toBe(false);
    expect(document.activeElement).toBe(page.get('#token'));
    await page.fill('#token', 'pit-new');
    page.fake.on('getContact', (_, id) => ok(contact(id, 'Maria Lopez')));
    await page.click('#connect');
    expect(page.fake.callsOf('replaceToken')).toEqual([['harbour', 'pit-new', false]]);
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
    expect(page.text('[data-notice="token-replaced"]')).toContain('Connected');
    expect(JSON.stringify(page.state)).not.toContain('pit-new');
  });

  it('one that does not work is told in its place, and stays typed', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', rejected);
      fake.on('replaceToken', () => no('agency-token'));
    });
    await page.lookUp(anId);
    await page.click('[data-action="replace-token"]');
    await page.fill('#token', 'pit-agency');
    await page.click('#connect');
    expect(page.get('[data-problem]').dataset['problem']).toBe('agency-token');
    expect(page.get('#token', HTMLInputElement).value).toBe('pit-agency');
  });

  it('can be used for this session where the password store is locked', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', () => no('password-store-locked'));
      fake.on('replaceToken', (id, _, sessionOnly) =>
        ok(connectedAs(account(id, harbour.name, { sessionOnly }))),
      );
    });
    await page.lookUp(anId);
    await page.click('[data-action="token-for-session"]');
    await page.fill('#token', 'pit-x');
    await page.click('#session-only');
    expect(page.fake.callsOf('replaceToken')).toEqual([['harbour', 'pit-x', true]]);
    expect(page.state.current?.sessionOnly).toBe(true);
  });

  it('Escape leads back to the problem', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('getContact', rejected);
    });
    await page.lookUp(anId);
    await page.click('[data-action="replace-token"]');
    await page.press('Escape');
    expect(page.get('[data-problem]').dataset['problem']).toBe('token-rejected');
  });
});
