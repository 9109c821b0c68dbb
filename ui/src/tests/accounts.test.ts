import { describe, expect, it } from 'vitest';
import type { Answer } from '../backend';
import { account, connectedAs, later, no, ok, sampleAccount, startView } from '../backend/fake';
import type { AccountView } from '../generated/AccountView';
import type { ConnectedView } from '../generated/ConnectedView';
import type { StartView } from '../generated/StartView';
import { anId, connected, eachOnAStillClock, harbour, nwosu, openPage, pass } from './open-page';

eachOnAStillClock();

describe('the start', () => {
  it('draws nothing before the program has answered', async () => {
    const answer = later<StartView>();
    const page = await openPage(connected, (fake) => {
      fake.on('start', () => answer.asked);
    });
    expect(document.body.dataset['screen']).toBeUndefined();
    expect(page.text('#app')).toBe('');
    answer.come({ ok: true, value: connected });
    await pass();
    expect(document.body.dataset['screen']).toBe('lookup');
  });

  it('that goes wrong is told, and can be tried again', async () => {
    const page = await openPage(connected, (fake) => {
      fake.on('start', () => no('unexpected'));
    });
    expect(page.get('[data-problem]').dataset['problem']).toBe('unexpected');
    page.fake.on('start', () => ok(connected));
    await page.click('[data-action="try-again"]');
    expect(document.body.dataset['screen']).toBe('lookup');
    expect(page.has('[data-problem]')).toBe(false);
  });

  it('without an account is the first screen, with the focus in its form', async () => {
    const page = await openPage(startView());
    expect(document.body.dataset['screen']).toBe('welcome');
    expect(document.activeElement).toBe(page.get('#token'));
    expect(document.querySelectorAll('h1')).toHaveLength(1);
  });

  it('with an account has the focus in the ID box', async () => {
    const page = await openPage();
    expect(document.activeElement).toBe(page.get('#contact-id'));
    expect(page.get('#account').dataset['account']).toBe('Harbour Dental');
  });

  it('tells once what happened to the settings', async () => {
    const page = await openPage({ ...connected, notices: ['restored-from-copy', 'not-saved'] });
    expect(page.text('[data-notice="settings"]')).toContain('last good copy');
    await page.click('[data-notice="settings"] button');
    expect(page.text('[data-notice="settings"]')).toContain('cannot be saved');
    await page.click('[data-notice="settings"] button');
    expect(page.has('[data-notice]')).toBe(false);
  });
});

describe('connecting an account', () => {
  async function typeAndConnect(page: Awaited<ReturnType<typeof openPage>>) {
    await page.fill('#account-name', 'Harbour Dental');
    await page.fill('#token', 'pit-secret');
    await page.click('#connect');
  }

  it('tests the token and goes to work', async () => {
    const page = await openPage(startView());
    await typeAndConnect(page);
    expect(page.fake.callsOf('connect')).toEqual([['Harbour Dental', 'pit-secret', false]]);
    expect(document.body.dataset['screen']).toBe('lookup');
    expect(page.text('[data-notice="connected"]')).toContain('Connected');
    expect(page.text('#announcer')).toBe('Connected');
    expect(document.activeElement).toBe(page.get('#contact-id'));
  });

  it('leaves nothing of the token in the page', async () => {
    const page = await openPage(startView());
    await typeAndConnect(page);
    expect(JSON.stringify(page.state)).not.toContain('pit-secret');
    const values = [...document.querySelectorAll('input')].map(({ value }) => value);
    expect(values.join()).not.toContain('pit-secret');
  });

  it('says that it is busy, and asks once', async () => {
    const page = await openPage(startView(), (fake) => {
      fake.on('connect', () => later<ConnectedView>().asked);
    });
    await typeAndConnect(page);
    const button = page.get('#connect', HTMLButtonElement);
    expect(button.disabled).toBe(true);
    expect(button.textContent).toContain('Connecting…');
    page.get('#token-form', HTMLFormElement).requestSubmit();
    await pass();
    expect(page.fake.callsOf('connect')).toHaveLength(1);
  });

  it('that waits for a password store which nobody unlocks can go on without it', async () => {
    const first = later<ConnectedView>();
    const page = await openPage(startView(), (fake) => {
      fake.on('connect', (_name, _token, sessionOnly) =>
        sessionOnly
          ? ok(connectedAs(account('session', 'Harbour Dental', { sessionOnly: true })))
          : first.asked,
      );
    });
    await typeAndConnect(page);
    expect(page.has('#session-only')).toBe(false);
    await pass(3_000);
    expect(page.text('[role="note"]')).toContain('unlock');
    await page.click('#session-only');
    expect(document.body.dataset['screen']).toBe('lookup');
    expect(page.fake.callsOf('connect').map(([, , sessionOnly]) => sessionOnly)).toEqual([false, true]);
    first.come({ ok: true, value: connectedAs(account('late', 'Harbour Dental')) });
    await pass();
    expect(page.fake.callsOf('removeAccount')).toEqual([['late']]);
    expect(page.get('#account').dataset['account']).toBe('Harbour Dental');
  });

  it('that goes wrong is told in place, and what was typed stays', async () => {
    const page = await openPage(startView(), (fake) => {
      fake.on('connect', () => no('token-rejected', { status: 401 }));
    });
    await typeAndConnect(page);
    expect(page.get('[role="alert"]').dataset['problem']).toBe('token-rejected');
    expect(page.get('#account-name', HTMLInputElement).value).toBe('Harbour Dental');
    expect(page.get('#token', HTMLInputElement).value).toBe('pit-secret');
    expect(page.has('#session-only')).toBe(false);
  });

  it('with an empty field asks the program all the same', async () => {
    const page = await openPage(startView(), (fake) => {
      fake.on('connect', () => no('token-malformed', { typed: 'empty' }));
    });
    await page.click('#connect');
    expect(page.fake.callsOf('connect')).toEqual([['', '', false]]);
    expect(page.text('[data-problem] h2')).toBe('There is no token yet');
  });

  it('Escape ends the waiting, and what comes of it all the same is taken away again', async () => {
    const answer = later<ConnectedView>();
    const page = await openPage(startView(), (fake) => {
      fake.on('connect', () => answer.asked);
    });
    await typeAndConnect(page);
    await page.press('Escape');
    expect(page.get('#connect', HTMLButtonElement).disabled).toBe(false);
    answer.come({ ok: true, value: connectedAs(account('late', 'Harbour Dental')) });
    await pass();
    expect(document.body.dataset['screen']).toBe('welcome');
    expect(page.fake.callsOf('removeAccount')).toEqual([['late']]);
  });

  it('takes a token from the clipboard that the page never sees', async () => {
    const page = await openPage(startView());
    await page.click('#paste-token');
    expect(page.text('.token-chip')).toBe('Token pasted (ends in 1a2b)');
    await page.click('#connect');
    expect(page.fake.callsOf('connect')).toEqual([['', null, false]]);
  });

  it('a pasted token can be taken out again', async () => {
    const page = await openPage(startView());
    await page.click('#paste-token');
    await page.click('#forget-token');
    expect(page.fake.callsOf('forgetPastedToken')).toHaveLength(1);
    expect(document.activeElement).toBe(page.get('#token'));
  });

  it('what is on the clipboard and no token is told', async () => {
    const page = await openPage(startView(), (fake) => {
      fake.on('pasteToken', () => no('token-malformed', { typed: 'contact-id' }));
    });
    await page.click('#paste-token');
    expect(page.text('[data-problem] h2')).toBe('That is a contact ID, not a token');
  });

  it('is forgotten with the form that it was pasted into', async () => {
    const page = await openPage();
    await page.click('#account');
    await page.click('#add-account');
    await page.click('#paste-token');
    await page.press('Escape');
    expect(document.body.dataset['screen']).toBe('lookup');
    expect(page.fake.callsOf('forgetPastedToken')).toHaveLength(1);
  });

  it('is forgotten when the samples are chosen instead, with an ID still waiting', async () => {
    const page = await openPage(startView({ lookUp: anId }));
    await page.click('#paste-token');
    await page.click('#try-sample');
    expect(page.get('#result').dataset).toMatchObject({ id: anId });
    expect(page.fake.callsOf('forgetPastedToken')).toHaveLength(1);
  });

  it.each(['password-store-missing', 'password-store-locked', 'password-store-not-answering'] as const)(
    'offers this session alone where the store is not to be had: %s',
    async (kind) => {
      const page = await openPage(startView(), (fake) => {
        fake.on('checkPasswordStore', () => no(kind));
      });
      expect(page.has('[data-problem]')).toBe(false);
      expect(page.get('[data-store]').dataset['store']).toBe(kind);
      await page.fill('#token', 'pit-x');
      await page.click('#session-only');
      expect(page.fake.callsOf('connect')).toEqual([['', 'pit-x', true]]);
    },
  );

  it('offers it too when the store turns the token away', async () => {
    const page = await openPage(startView(), (fake) => {
      fake.on('connect', (_, __, sessionOnly) =>
        sessionOnly
          ? ok(connectedAs(account('a', 'My account', { sessionOnly })))
          : no('password-store-denied'),
      );
    });
    await typeAndConnect(page);
    expect(page.get('[data-problem]').dataset['problem']).toBe('password-store-denied');
    await page.click('#session-only');
    expect(document.body.dataset['screen']).toBe('lookup');
    expect(page.state.current?.sessionOnly).toBe(true);
  });

  it('looks up what the program was started with, once there is an account', async () => {
    const page = await openPage(startView({ lookUp: anId }));
    await typeAndConnect(page);
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
  });
});

describe('the samples', () => {
  const samples = [
    { id: 'samplePerson000000001', name: 'Amara Nwosu', problem: null },
    { id: 'sampleProblem00000001', name: null, problem: 'token-rejected' as const },
  ];

  it('can be tried without a token, and say what they are', async () => {
    const page = await openPage(startView({ samples }));
    await page.click('#try-sample');
    expect(page.text('#sample-banner')).toContain('invented people');
    await page.click('[data-sample="samplePerson000000001"]');
    expect(page.fake.callsOf('getContact')).toEqual([['sample', 'samplePerson000000001', 1]]);
  });

  it('show how problems look, without offering to mend what is not there', async () => {
    const page = await openPage(startView({ samples, current: sampleAccount }), (fake) => {
      fake.on('getContact', () => no('token-rejected'));
    });
    expect(page.text('[data-sample="sampleProblem00000001"]')).toContain('no longer accepts');
    await page.click('[data-sample="sampleProblem00000001"]');
    expect(page.get('[data-problem]').dataset['problem']).toBe('token-rejected');
    expect(page.has('[data-action="replace-token"]')).toBe(false);
  });

  it('lead to the first screen where no account is saved, and back to it where one is', async () => {
    const page = await openPage(startView({ current: sampleAccount }));
    await page.click('#connect-own');
    expect(document.body.dataset['screen']).toBe('welcome');

    const other = await openPage({ ...connected, current: sampleAccount });
    await other.click('#connect-own');
    expect(other.get('#account').dataset['account']).toBe('Harbour Dental');
  });
});

describe('the settings', () => {
  const row = (id: string, action: string) => `[data-account-row="${id}"] [data-account-action="${action}"]`;

  async function openSettings(...args: Parameters<typeof openPage>) {
    const page = await openPage(...args);
    await page.press(',', { ctrlKey: true });
    expect(document.body.dataset['screen']).toBe('settings');
    return page;
  }

  it('test a token and say what was found', async () => {
    const page = await openSettings();
    await page.click(row('nwosu', 'test'));
    expect(page.fake.callsOf('testToken')).toEqual([['nwosu']]);
    expect(page.text('[data-works="nwosu"]')).toContain('Connected');

    page.fake.on('testToken', () => no('permission-missing'));
    await page.click(row('nwosu', 'test'));
    expect(page.get('[data-account-row="nwosu"] [data-problem]').dataset['problem']).toBe(
      'permission-missing',
    );
    page.fake.on('testToken', () => ok(null));
    await page.click('[data-action="try-again"]');
    expect(page.has('[data-problem]')).toBe(false);
  });

  it('rename an account', async () => {
    const page = await openSettings();
    await page.click(row('harbour', 'rename'));
    const field = page.get('#account-name', HTMLInputElement);
    expect(field.value).toBe('Harbour Dental');
    await page.fill('#account-name', 'Harbour');
    await page.click('.rename [type="submit"]');
    expect(page.fake.callsOf('renameAccount')).toEqual([['harbour', 'Harbour']]);
    expect(page.text('[data-account-row="harbour"] h3')).toBe('Harbour');
  });

  it('replace a token', async () => {
    const page = await openSettings();
    await page.click(row('nwosu', 'replace'));
    await page.fill('#token', 'pit-new');
    await page.click('#connect');
    expect(page.fake.callsOf('replaceToken')).toEqual([['nwosu', 'pit-new', false]]);
    expect(document.body.dataset['screen']).toBe('settings');
    expect(page.has('#token')).toBe(false);
    expect(page.text('[data-notice="token-replaced"]')).toContain('Nwosu Legal');
  });

  it('remove an account, say what is left to do, and bring it back', async () => {
    const page = await openSettings();
    await page.click(row('harbour', 'remove'));
    expect(page.has('[data-account-row="harbour"]')).toBe(false);
    expect(page.text('[data-notice="removed"]')).toContain('delete it in HighLevel');
    expect(page.state.current?.id).toBe('nwosu');
    await page.click('#undo-remove');
    expect(page.fake.callsOf('restoreAccount')).toEqual([['harbour']]);
    expect(page.has('[data-account-row="harbour"]')).toBe(true);
    expect(page.has('[data-notice="removed"]')).toBe(false);
  });

  it('offer to bring a removed account back only while the program still has its token', async () => {
    const page = await openSettings();
    await page.click(row('harbour', 'remove'));
    await pass(58_000);
    expect(page.has('#undo-remove')).toBe(true);
    await pass(2_000);
    expect(page.has('[data-notice="removed"]')).toBe(false);
  });

  it('lead to the first screen when the last account is removed, with the way back', async () => {
    const page = await openSettings({ ...connected, accounts: [harbour] });
    await page.click(row('harbour', 'remove'));
    expect(document.body.dataset['screen']).toBe('welcome');
    await page.click('#undo-remove');
    expect(document.body.dataset['screen']).toBe('lookup');
    expect(page.get('#account').dataset['account']).toBe('Harbour Dental');
  });

  it('an account that could not be removed is still there', async () => {
    const page = await openSettings(connected, (fake) => {
      fake.on('removeAccount', () => no('password-store-locked'));
    });
    await page.click(row('harbour', 'remove'));
    expect(page.has('[data-account-row="harbour"]')).toBe(true);
    expect(page.get('[data-problem]').dataset['problem']).toBe('password-store-locked');
    page.fake.on('removeAccount', () => ok(null));
    await page.click('[data-action="try-again"]');
    expect(page.has('[data-account-row="harbour"]')).toBe(false);
  });

  it('choose the colours, which the page shows at once', async () => {
    const page = await openSettings(connected, (fake) => {
      fake.on('setTheme', () => no('settings-not-saved'));
    });
    expect(document.documentElement.dataset['theme']).toBe('system');
    page.get('[value="dark"]').click();
    await pass();
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(page.fake.callsOf('setTheme')).toEqual([['dark']]);
    expect(page.get('[data-problem]').dataset['problem']).toBe('settings-not-saved');
    await page.click('[data-action="dismiss"]');
    expect(page.has('[data-problem]')).toBe(false);
  });

  it('Escape leads back to the lookup, where it was left', async () => {
    const page = await openPage();
    await page.lookUp(anId);
    await page.press('F1');
    expect(document.body.dataset['screen']).toBe('help');
    await page.press('Escape');
    expect(document.body.dataset['screen']).toBe('lookup');
    expect(page.get('#result').dataset).toMatchObject({ state: 'found', id: anId });
  });
});

describe('the account menu', () => {
  it('opens and closes from the keyboard, and names the account in use', async () => {
    const page = await openPage();
    await page.click('#account');
    expect(page.get('[data-choose-account="harbour"]').getAttribute('aria-current')).toBe('true');
    await page.press('Escape');
    expect(page.has('[data-choose-account]')).toBe(false);
    expect(document.activeElement).toBe(page.get('#account'));
  });

  it('closes when the focus goes elsewhere', async () => {
    const page = await openPage();
    await page.click('#account');
    page.get('#contact-id').dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
    expect(page.has('[data-choose-account]')).toBe(false);
  });

  it('another account takes the card of the first one away', async () => {
    const answer: Answer<AccountView> = { ok: true, value: nwosu };
    const page = await openPage(connected, (fake) => {
      fake.on('chooseAccount', () => Promise.resolve(answer));
    });
    await page.lookUp(anId);
    await page.click('#account');
    await page.click('[data-choose-account="nwosu"]');
    expect(page.has('.card')).toBe(false);
    expect(page.get('#account').dataset['account']).toBe('Nwosu Legal');
  });
});
