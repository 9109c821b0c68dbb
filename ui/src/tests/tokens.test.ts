import { describe, expect, it } from 'vitest';
import type { Answer } from '../backend';
import { account, connectedAs, later, no, ok, startView } from '../backend/fake';
import type { TokenChoice } from '../generated/TokenChoice';
import { connected, eachOnAStillClock, harbour, nwosu, openPage, pass, type OpenPage } from './open-page';

eachOnAStillClock();

const choices: TokenChoice[] = [
  { label: 'MAIN', lastFour: '6a90' },
  { label: null, lastFour: '89ab' },
];

const severalTokens = () => no<never>('token-malformed', { typed: 'several-tokens', tokens: choices });

const choiceTexts = () =>
  [...document.querySelectorAll('[data-token-choice]')].map((one) =>
    one.textContent.replace(/\s+/g, ' ').trim(),
  );

describe('several tokens where one is wanted', () => {
  it('on the clipboard are told apart by label and end, and the chosen one is taken', async () => {
    const page = await openPage(startView(), (fake) => {
      fake.on('pasteToken', severalTokens);
    });
    await page.click('#paste-token');
    expect(page.text('#which-token')).toContain('2 different tokens');
    expect(page.text('#announcer')).toContain('2 different tokens');
    expect(choiceTexts()).toEqual(['MAIN ends in 6a90', 'Token 2 ends in 89ab']);
    expect(document.activeElement).toBe(page.get('#token-choice-0'));
    expect(page.has('[role="alert"]')).toBe(false);
    await page.click('[data-token-choice="1"]');
    expect(page.fake.callsOf('choosePastedToken')).toEqual([[1]]);
    expect(page.text('.token-chip')).toContain('1a2b');
    expect(document.activeElement).toBe(page.get('#connect'));
    await page.click('#connect');
    expect(page.fake.callsOf('connect')).toEqual([['', null, false]]);
  });

  it('in the field are asked about too, and the field is gone with them', async () => {
    const page = await openPage(startView(), (fake) => {
      fake.on('connect', severalTokens);
    });
    await page.fill('#token', 'MAIN=pit-a OTHER=pit-b');
    await page.click('#connect');
    expect(choiceTexts()).toHaveLength(2);
    expect(page.has('#token')).toBe(false);
    await page.click('#connect');
    expect(page.fake.callsOf('connect')).toHaveLength(1);
    expect(document.activeElement).toBe(page.get('#token-choice-0'));
  });

  it('can all be the wrong ones: the program forgets them, and the empty field is there', async () => {
    const page = await openPage(startView(), (fake) => {
      fake.on('pasteToken', severalTokens);
    });
    await page.click('#paste-token');
    await page.click('#forget-token');
    expect(page.fake.callsOf('forgetPastedToken')).toHaveLength(1);
    expect(document.activeElement).toBe(page.get('#token'));
    expect(page.get('#token', HTMLInputElement).value).toBe('');
  });

  it('are forgotten with the form, and after the person has given up', async () => {
    const answer = later<never>();
    const page = await openPage(connected, (fake) => {
      fake.on('pasteToken', severalTokens);
      fake.on('connect', () => answer.asked);
    });
    await page.click('#account');
    await page.click('#add-account');
    await page.click('#paste-token');
    await page.press('Escape');
    expect(page.fake.callsOf('forgetPastedToken')).toHaveLength(1);
    await page.click('#account');
    await page.click('#add-account');
    await page.fill('#token', 'two of them');
    await page.click('#connect');
    await page.press('Escape');
    answer.come(await severalTokens());
    await pass();
    expect(page.fake.callsOf('forgetPastedToken')).toHaveLength(2);
  });

  it('that are too many to choose from are a problem', async () => {
    const page = await openPage(startView(), (fake) => {
      fake.on('pasteToken', () => no('token-malformed', { typed: 'several-tokens' }));
    });
    await page.click('#paste-token');
    expect(page.text('[data-problem] h2')).toBe('There are many tokens in this text');
  });
});

describe('a pasted token', () => {
  it.each(['token-rejected', 'agency-token', 'token-malformed'] as const)(
    'that is no good (%s) makes room for another: the empty field has the focus, and the tick is gone',
    async (kind) => {
      const page = await openPage(startView(), (fake) => {
        fake.on('connect', () => no(kind));
      });
      await page.click('#paste-token');
      await page.click('#connect');
      expect(page.has('.token-chip')).toBe(false);
      expect(document.activeElement).toBe(page.get('#token'));
      expect(page.fake.callsOf('forgetPastedToken')).toHaveLength(1);
      expect(page.get('[data-problem]').dataset['problem']).toBe(kind);
      await page.fill('#token', 'another');
      await page.click('#connect');
      expect([...page.fake.callsOf('connect')].pop()).toEqual(['', 'another', false]);
    },
  );

  it('stays where something else was in the way', async () => {
    const page = await openPage(startView(), (fake) => {
      fake.on('connect', () => no('offline'));
    });
    await page.click('#paste-token');
    await page.click('#connect');
    expect(page.has('.token-chip')).toBe(true);
    expect(page.fake.callsOf('forgetPastedToken')).toHaveLength(0);
  });

  it('in the box for the name is not kept anywhere', async () => {
    const page = await openPage(startView(), (fake) => {
      fake.on('connect', () => no('token-malformed', { typed: 'token-as-name' }));
    });
    await page.fill('#account-name', 'pit-secret');
    await page.click('#connect');
    expect(page.text('[data-problem] h2')).toBe('That is a token, not a name');
    expect(page.get('#account-name', HTMLInputElement).value).toBe('');
    expect(JSON.stringify(page.state)).not.toContain('pit-secret');
    expect(document.activeElement).toBe(page.get('#token'));
  });
});

describe('the same token under two names', () => {
  it('is said with both names when an account is connected', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('connect', () => ok(connectedAs(account('new', 'Smile Studio'), 'Harbour Dental')));
    });
    await page.click('#account');
    await page.click('#add-account');
    await page.fill('#token', 'x');
    await page.click('#connect');
    expect(page.text('[data-notice="same-token"]')).toContain(
      'Smile Studio and Harbour Dental have the same token',
    );
    expect(page.text('#announcer')).toContain('Harbour Dental have the same token');
    expect(page.get('#account').dataset['account']).toBe('Smile Studio');
  });

  it('is said when a token is replaced', async () => {
    const page = await openSettings((page) => {
      page.fake.on('replaceToken', () => ok(connectedAs(nwosu, 'Harbour Dental')));
    });
    await page.click('#replace-nwosu');
    await page.fill('#token', 'x');
    await page.click('#connect');
    expect(page.text('[data-notice]')).toContain('Nwosu Legal and Harbour Dental');
  });
});

async function openSettings(prepare: (page: OpenPage) => void = () => undefined): Promise<OpenPage> {
  const page = await openPage();
  prepare(page);
  await page.click('#open-settings');
  return page;
}

describe('the form for a token in the settings', () => {
  it.each(['nwosu', 'harbour'])('is closed with what was pasted when %s is removed', async (id) => {
    const page = await openSettings();
    await page.click('#replace-harbour');
    await page.click('#paste-token');
    await page.click(`#remove-${id}`);
    expect(page.has('#token-form')).toBe(false);
    expect(page.fake.callsOf('forgetPastedToken')).toHaveLength(1);
    expect(page.state.form).toBeNull();
  });

  it('hides no problem of another account', async () => {
    const page = await openSettings(({ fake }) => {
      fake.on('removeAccount', () => no('password-store-locked'));
    });
    await page.click('#replace-harbour');
    await page.click('#remove-nwosu');
    expect(page.get('[data-account-row="nwosu"] [data-problem]').dataset['problem']).toBe(
      'password-store-locked',
    );
  });

  it.each(['#rename-nwosu', '#test-nwosu'])('is forgotten whole when %s is pressed', async (button) => {
    const page = await openSettings();
    await page.click('#replace-harbour');
    await page.click('#paste-token');
    await page.click(button);
    expect(page.fake.callsOf('forgetPastedToken')).toHaveLength(1);
  });
});

describe('a test that is under way', () => {
  const works: Answer<null> = { ok: true, value: null };

  it('is answered although another account is renamed meanwhile, and the name that is typed stays', async () => {
    const test = later<null>();
    const page = await openSettings(({ fake }) => {
      fake.on('testToken', () => test.asked);
    });
    await page.click('#test-harbour');
    await page.click('#rename-nwosu');
    await page.fill('#account-name', 'Nwosu');
    test.come(works);
    await pass();
    expect(page.has('[data-works="harbour"]')).toBe(true);
    expect(page.get('#account-name', HTMLInputElement).value).toBe('Nwosu');
    expect(page.text('#test-harbour')).toBe('Test connection');
  });

  it('is answered although a rename was saved meanwhile', async () => {
    const test = later<null>();
    const page = await openSettings(({ fake }) => {
      fake.on('testToken', () => test.asked);
    });
    await page.click('#test-harbour');
    await page.click('#rename-harbour');
    page.get('form.rename', HTMLFormElement).requestSubmit();
    await pass();
    expect(page.text('#test-harbour')).toBe('Testing…');
    test.come({ ok: false, problem: { kind: 'token-rejected', facts: {} } });
    await pass();
    expect(page.get('[data-account-row="harbour"] [data-problem]').dataset['problem']).toBe('token-rejected');
  });

  it('is answered although another account is removed meanwhile', async () => {
    const test = later<null>();
    const page = await openSettings(({ fake }) => {
      fake.on('testToken', () => test.asked);
    });
    await page.click('#test-harbour');
    await page.click('#remove-nwosu');
    test.come(works);
    await pass();
    expect(page.has('[data-works="harbour"]')).toBe(true);
  });

  it('of an account that is removed is nobody’s any more, and another can be tested', async () => {
    const page = await openSettings(({ fake }) => {
      fake.on('testToken', (id) => (id === 'nwosu' ? later<null>().asked : ok(null)));
    });
    await page.click('#test-nwosu');
    await page.click('#remove-nwosu');
    await page.click('#test-harbour');
    expect(page.has('[data-works="harbour"]')).toBe(true);
    expect(harbour.id).toBe('harbour');
  });
});
