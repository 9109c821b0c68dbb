import { describe, expect, it } from 'vitest';
import type { Answer } from '../backend';
import { account, connectedAs, contact, later, no, ok, sampleAccount } from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import type { ReadIdView } from '../generated/ReadIdView';
import { anId, connected, eachOnAStillClock, harbour, nwosu, openPage, otherId, pass } from './open-page';

eachOnAStillClock();

const seaside = account('seaside', 'Seaside Vets');
const three = { ...connected, accounts: [harbour, nwosu, seaside] };
type Answered = Promise<Answer<ContactView | null>>;

/** A contact that one account has, and the others cannot see. */
function onlyIn(owner: string) {
  return (asked: string, id: string): Answered =>
    asked === owner
      ? ok(contact(id, 'Amara Nwosu', { account: account(owner, owner) }))
      : no('other-account', { account: asked, contactId: id });
}

const link = (changes: Partial<ReadIdView>) => (): Promise<Answer<ReadIdView>> =>
  ok({
    id: anId,
    taken: 'from-link',
    unusualLength: false,
    location: 'x',
    owner: null,
    further: 0,
    ...changes,
  });

describe('a link of another account', () => {
  it('makes the account it belongs to the one in use, before it is looked up there', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', link({ owner: nwosu }));
    });
    await page.lookUp('a link');
    expect(page.fake.callsOf('chooseAccount')).toEqual([['nwosu']]);
    expect(page.fake.callsOf('getContact')).toEqual([['nwosu', anId, 1]]);
    expect(page.text('[data-notice="switched"]')).toContain('Switched to Nwosu Legal');
    await page.lookUp(otherId);
    expect(page.has('[data-notice="switched"]')).toBe(false);
  });

  it('of the account in use says nothing', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', link({ owner: harbour }));
    });
    await page.lookUp('a link');
    expect(page.fake.callsOf('chooseAccount')).toEqual([]);
    expect(page.has('[data-notice="switched"]')).toBe(false);
  });

  it('does not lead out of the samples', async () => {
    const page = await openPage({ ...connected, current: sampleAccount }, (fake) => {
      fake.on('readContactId', link({ owner: nwosu }));
    });
    await page.lookUp('a link');
    expect(page.fake.callsOf('getContact')).toEqual([['sample', anId, 1]]);
  });
});

describe('several IDs', () => {
  it('lead to the first of them, and that is said', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('readContactId', link({ taken: 'tidied', further: 11 }));
    });
    await page.lookUp('many IDs');
    expect(page.text('#id-note')).toBe('Took the first of 12 IDs: one is looked up at a time');
  });
});

describe('a contact that is not in the account in use', () => {
  it('can be looked for in each account that was not asked', async () => {
    const page = await openPage(three, (fake) => {
      fake.on('getContact', onlyIn('seaside'));
    });
    await page.lookUp(anId);
    const offered = [...document.querySelectorAll<HTMLElement>('[data-try-account]')];
    expect(offered.map(({ dataset }) => dataset['tryAccount'])).toEqual(['nwosu', 'seaside']);
    await page.click('[data-try-account="nwosu"]');
    expect(page.get('#account').dataset['account']).toBe('Harbour Dental');
    expect(page.text('[data-problem] .why')).toBe('None of the 2 accounts asked has it.');
    expect(page.text('#try-all')).toBe('Look in Seaside Vets');
    await page.click('#try-all');
    expect(page.get('#account').dataset['account']).toBe('seaside');
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
  });

  it('is looked for in all of them, up to the one that has it, which is in use from then on', async () => {
    const page = await openPage(three, (fake) => {
      fake.on('getContact', onlyIn('nwosu'));
    });
    await page.lookUp(anId);
    await page.click('#try-all');
    expect(page.fake.callsOf('getContact').map(([asked]) => asked)).toEqual(['harbour', 'nwosu']);
    expect(page.state.current?.id).toBe('nwosu');
    expect(page.fake.callsOf('chooseAccount')).toEqual([['nwosu']]);
    expect(page.text('[data-notice="switched"]')).toContain('which has this contact');
  });

  it('is in none of them, and that is said with their number', async () => {
    const page = await openPage(three, (fake) => {
      fake.on('getContact', () => no('contact-not-found', { account: harbour.name }));
    });
    await page.lookUp(anId);
    await page.click('#try-all');
    expect(page.get('#result').dataset).toMatchObject({ state: 'failed', id: anId });
    expect(page.text('[data-problem] .why')).toBe('None of the 3 accounts asked has it.');
    expect(page.has('#try-all')).toBe(false);
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(anId);
    expect(page.fake.callsOf('getContact')).toHaveLength(3);
    expect(page.get('#account').dataset['account']).toBe('Harbour Dental');
  });

  it('an account that could not be asked is passed over, counted, and still offered', async () => {
    const page = await openPage(three, (fake) => {
      fake.on('getContact', (asked) =>
        asked === 'nwosu' ? no('token-rejected', { account: nwosu.name }) : no('other-account'),
      );
    });
    await page.lookUp(anId);
    await page.click('#try-all');
    expect(page.get('[data-problem]').dataset['problem']).toBe('other-account');
    expect(page.text('[data-problem] .why')).toBe('2 accounts do not have it; 1 could not be asked.');
    await page.click('#try-all');
    expect(page.get('[data-problem]').dataset['problem']).toBe('token-rejected');
    await page.click('[data-action="replace-token"]');
    expect(page.text('.problem h2')).toContain('Nwosu Legal');
  });

  it('what is wrong with the network ends the search', async () => {
    const page = await openPage(three, (fake) => {
      fake.on('getContact', (asked) => (asked === 'nwosu' ? no('offline') : no('other-account')));
    });
    await page.lookUp(anId);
    await page.click('#try-all');
    expect(page.get('[data-problem]').dataset['problem']).toBe('offline');
    expect(page.fake.callsOf('getContact')).toHaveLength(2);
  });

  it('says which account is being asked, and can be stopped', async () => {
    const answer = later<ContactView | null>();
    const page = await openPage(three, (fake) => {
      fake.on('getContact', (asked) => (asked === 'harbour' ? no('other-account') : answer.asked));
    });
    await page.lookUp(anId);
    await page.click('#try-all');
    expect(page.text('.asking p')).toBe('Looking in Nwosu Legal (1 of 2)');
    expect(page.get('#try-all-progress', HTMLProgressElement).max).toBe(2);
    expect(page.text('#announcer')).toBe('Looking in 2 accounts, one after the other');
    expect(document.activeElement).toBe(page.get('#cancel-look-up'));
    await page.press('Escape');
    expect(page.fake.callsOf('cancelLookUp')).toEqual([[2]]);
    expect(page.get('[data-problem]').dataset['problem']).toBe('other-account');
    expect(document.activeElement).toBe(page.get('#try-all'));
    answer.come({ ok: true, value: contact(anId, 'Amara Nwosu') });
    await pass(5_000);
    expect(page.get('#result').dataset['state']).toBe('failed');
  });

  it('what was tried is remembered when the account is switched, and forgotten with another ID', async () => {
    const page = await openPage(three, (fake) => {
      fake.on('getContact', () => no('other-account'));
    });
    await page.lookUp(anId);
    await page.click('#account');
    await page.click('[data-choose-account="nwosu"]');
    await page.click('#look-up');
    expect(page.text('#try-all')).toBe('Look in Seaside Vets');
    await page.lookUp(otherId);
    expect(page.text('#try-all')).toBe('Try all my accounts');
  });

  it('is not looked for elsewhere where there is one account, or from the samples', async () => {
    const refuse = (): Answered => no('contact-not-found');
    const one = await openPage({ ...connected, accounts: [harbour] }, (fake) => {
      fake.on('getContact', refuse);
    });
    await one.lookUp(anId);
    expect(one.has('#try-all')).toBe(false);
    const samples = await openPage({ ...connected, current: sampleAccount }, (fake) => {
      fake.on('getContact', refuse);
    });
    await samples.lookUp(anId);
    expect(samples.has('#try-all')).toBe(false);
  });
});

describe('the menu of the accounts', () => {
  const many = Array.from({ length: 12 }, (_, index) => account(`a${index}`, `Account ${index}`));
  const agency = { ...connected, accounts: [harbour, ...many, account('jose', 'José Dental')] };

  it('begins at the account in use, and is gone through by arrow keys', async () => {
    const page = await openPage(three);
    page.get('#account').focus();
    await page.press('ArrowDown');
    expect(document.activeElement).toBe(page.get('[data-choose-account="harbour"]'));
    await page.press('ArrowDown');
    expect(document.activeElement).toBe(page.get('[data-choose-account="nwosu"]'));
    await page.press('End');
    expect(document.activeElement).toBe(page.get('#menu-settings'));
  });

  it('can be searched where there are many, without accents', async () => {
    const page = await openPage(agency);
    await page.click('#account');
    expect(document.activeElement).toBe(page.get('#menu-search'));
    await page.fill('#menu-search', 'jose');
    expect(document.querySelectorAll('[data-choose-account]')).toHaveLength(1);
    await page.press('Enter');
    expect(page.get('#account').dataset['account']).toBe('José Dental');
    await page.click('#account');
    expect(page.get('#menu-search', HTMLInputElement).value).toBe('');
  });

  it('says where no account has that name', async () => {
    const page = await openPage(agency);
    await page.click('#account');
    await page.fill('#menu-search', 'nobody');
    expect(page.text('.menu-search [role="status"]')).toBe('No account has this in its name.');
  });

  it('has no search where there are few', async () => {
    const page = await openPage(three);
    await page.click('#account');
    expect(page.has('#menu-search')).toBe(false);
  });

  it('goes over at once, and the program keeps that meanwhile', async () => {
    const page = await openPage(three, (fake) => {
      fake.on('chooseAccount', () => later<typeof harbour>().asked);
    });
    await page.click('#account');
    await page.click('[data-choose-account="nwosu"]');
    expect(page.get('#account').dataset['account']).toBe('Nwosu Legal');
    expect(page.fake.callsOf('chooseAccount')).toEqual([['nwosu']]);
  });

  it('the account in use leaves the card as it is', async () => {
    const page = await openPage(three);
    await page.lookUp(anId);
    await page.click('#account');
    await page.click('[data-choose-account="harbour"]');
    expect(page.get('#result').dataset['state']).toBe('found');
    expect(page.fake.callsOf('chooseAccount')).toEqual([]);
  });
});

describe('the name that an account is given', () => {
  it.each([
    ['Harbour Dental', 'Harbour Dental 2', 'another account has the name you typed'],
    ['', 'My account', 'You can change the name in Settings'],
    ['a very long name '.repeat(9), 'a very long name a very long name', 'was too long'],
    ['  Harbour   Dental ', 'Harbour Dental', 'the token of Harbour Dental works'],
  ])('is told where it is not the one typed: “%s”', async (typed, given, told) => {
    const page = await openPage(connected, (fake) => {
      fake.on('connect', () => ok(connectedAs(account('new', given))));
    });
    await page.click('#account');
    await page.click('#add-account');
    await page.fill('#account-name', typed);
    await page.fill('#token', 'pit-x');
    await page.click('#connect');
    expect(page.text('[data-notice="connected"]')).toContain(told);
    expect(page.text('[data-notice="connected"]')).toContain(given);
  });
});

describe('a text from another program', () => {
  const newsOf = (text: string) => {
    let told = false;
    return () => {
      if (told) return later<null>().asked;
      told = true;
      return ok({ is: 'fill', text } as const);
    };
  };

  it('that the program was started with waits in the box', async () => {
    const page = await openPage({ ...connected, fill: anId });
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(anId);
    expect(page.text('#fill-note')).toBe('From a link. Press Enter to look it up.');
    expect(document.activeElement).toBe(page.get('#contact-id'));
    expect(page.fake.callsOf('readContactId')).toEqual([]);
    await page.click('#look-up');
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
    expect(page.has('#fill-note')).toBe(false);
  });

  it('that comes later is said, leaves the card, and nothing is looked up', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('nextNews', newsOf(otherId));
    });
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(otherId);
    expect(page.text('#announcer')).toBe('From a link. Press Enter to look it up.');
    expect(page.fake.callsOf('getContact')).toEqual([]);
    await page.fill('#contact-id', 'mine');
    expect(page.has('#fill-note')).toBe(false);
  });

  it('does not tear anyone away from giving a token', async () => {
    const page = await openPage({ ...connected, accounts: [], current: null }, (fake) => {
      fake.on('nextNews', newsOf(otherId));
    });
    expect(document.body.dataset['screen']).toBe('welcome');
    await page.fill('#token', 'pit-x');
    await page.click('#connect');
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(otherId);
    expect(page.has('#fill-note')).toBe(true);
  });
});
