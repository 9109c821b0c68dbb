import { describe, expect, it } from 'vitest';
import { later, no, ok, problem, startView } from '../backend/fake';
import type { ConnectionCheckView } from '../generated/ConnectionCheckView';
import type { News } from '../generated/News';
import { checkText } from '../words/check';
import { anId, connected, eachOnAStillClock, openPage, pass, type OpenPage } from './open-page';

eachOnAStillClock();

const good: ConnectionCheckView = {
  passwordStore: { is: 'good' },
  network: { is: 'good' },
  unusableProxies: [],
  highlevel: { is: 'good' },
  token: { is: 'good' },
  permissions: [
    { permission: 'custom-fields', granted: true },
    { permission: 'users', granted: false },
    { permission: 'locations', granted: null },
  ],
  milliseconds: 120,
};

const cutOff: ConnectionCheckView = {
  ...good,
  network: {
    is: 'trouble',
    problem: problem('proxy-unreachable', {
      host: 'proxy.secret.example:8080',
      account: 'Harbour Dental',
      contactId: 'seD4PfOuKoVMLkEZqohJ',
      messages: ['Location harbourLocation is unknown'],
      detail: 'connect to proxy.secret.example',
      traceId: 'trace-1',
      status: 503,
      attempts: 3,
    }),
  },
  highlevel: { is: 'notReached' },
  token: { is: 'notReached' },
  permissions: [],
  milliseconds: null,
};

async function openHelp(...args: Parameters<typeof openPage>): Promise<OpenPage> {
  const page = await openPage(...args);
  await page.press('F1');
  return page;
}

function withAnswer(view: ConnectionCheckView) {
  return openHelp(connected, (fake) => {
    fake.on('checkConnection', () => ok(view));
  });
}

const outcomes = () =>
  [...document.querySelectorAll<HTMLElement>('[data-check-step]')].map(
    ({ dataset }) => `${dataset['checkStep'] ?? ''} ${dataset['outcome'] ?? ''}`,
  );

describe('the check of the connection', () => {
  it('ticks what works, in the account in use', async () => {
    const page = await withAnswer(good);
    await page.click('#check-connection');
    expect(page.fake.callsOf('checkConnection')).toEqual([['harbour']]);
    expect(outcomes()).toEqual([
      'passwordStore good',
      'network good',
      'highlevel good',
      'token good',
      'custom-fields good',
      'users quiet',
      'locations quiet',
    ]);
    expect(page.text('#connection-check')).toContain('HighLevel answered in 120 ms.');
    expect(page.text('#announcer')).toBe('The check is done. Everything works.');
  });

  it('tells of each trouble in the words of the problem, with its cure', async () => {
    const page = await withAnswer(cutOff);
    await page.click('#check-connection');
    expect(outcomes()).toEqual([
      'passwordStore good',
      'network trouble',
      'highlevel not-reached',
      'token not-reached',
    ]);
    expect(page.get('#connection-check [data-kind]').dataset['kind']).toBe('proxy-unreachable');
    expect(page.text('#announcer')).toContain('needs attention');
  });

  it('names proxy settings that are passed over, to the person and to the helpdesk', async () => {
    const view = { ...good, unusableProxies: ['HTTPS_PROXY'] };
    const page = await withAnswer(view);
    await page.click('#check-connection');
    expect(page.text('#check-proxies')).toContain('HTTPS_PROXY');
    expect(checkText(view, { version: '1', system: 'linux', at: 0 })).toContain(
      'Proxy settings without an address: HTTPS_PROXY',
    );
    expect(checkText(good, { version: '1', system: 'linux', at: 0 })).not.toContain('Proxy');
  });

  it.each([
    [good, 'true', 'Everything works'],
    [cutOff, 'false', 'Needs attention: Network'],
  ])('says beside the button what came of it, and brings that into sight', async (view, isGood, told) => {
    const page = await withAnswer(view);
    const shown: Element[] = [];
    Element.prototype.scrollIntoView = function (this: Element) {
      shown.push(this);
    };
    expect(page.has('#check-verdict')).toBe(false);
    await page.click('#check-connection');
    expect(page.text('.buttons:has(#check-connection) #check-verdict')).toBe(told);
    expect(page.get('#check-verdict').dataset['good']).toBe(isGood);
    await pass(50);
    expect(shown).toEqual([page.get('#check-verdict')]);
  });

  it('says what an unknown permission waits for', async () => {
    const page = await withAnswer({ ...good, permissions: [{ permission: 'businesses', granted: null }] });
    await page.click('#check-connection');
    expect(page.text('[data-check-step="businesses"]')).toContain('once a contact with a business was found');
  });

  it('says what each permission gives, and that none is needed', async () => {
    const page = await withAnswer(good);
    await page.click('#check-connection');
    expect(page.text('[data-check-step="custom-fields"]')).toContain('by their names');
    expect(page.text('[data-check-step="users"]')).toContain('Not allowed');
    expect(page.text('[data-check-step="locations"]')).toContain('Not known');
    expect(page.text('#connection-check')).toContain('None of them is needed');
  });

  it('says that it is under way, keeps the focus, and is asked for once', async () => {
    const page = await openHelp(connected, (fake) => {
      fake.on('checkConnection', () => later<ConnectionCheckView>().asked);
    });
    page.get('#check-connection').focus();
    await page.click('#check-connection');
    await page.click('#check-connection');
    expect(page.text('#check-connection')).toBe('Checking…');
    expect(document.activeElement).toBe(page.get('#check-connection'));
    expect(page.fake.callsOf('checkConnection')).toHaveLength(1);
    await pass(3_000);
    expect(page.text('#connection-check')).toContain('Still checking');
  });

  it('can be stopped, and its late answer is dropped', async () => {
    const answer = later<ConnectionCheckView>();
    const page = await openHelp(connected, (fake) => {
      fake.on('checkConnection', () => answer.asked);
    });
    await page.click('#check-connection');
    await page.click('#cancel-check');
    expect(document.activeElement).toBe(page.get('#check-connection'));
    answer.come({ ok: true, value: good });
    await pass();
    expect(page.get('#connection-check').dataset['state']).toBe('none');
  });

  it('does not hold anybody: Escape leaves while it runs', async () => {
    const answer = later<ConnectionCheckView>();
    const page = await openHelp(connected, (fake) => {
      fake.on('checkConnection', () => answer.asked);
    });
    await page.click('#check-connection');
    await page.press('Escape');
    expect(document.body.dataset['screen']).toBe('lookup');
    answer.come({ ok: true, value: good });
    await page.press('F1');
    expect(page.get('#connection-check').dataset['state']).toBe('none');
  });

  it('says nothing to whoever was led away by a link while it ran', async () => {
    const [answer, news] = [later<ConnectionCheckView>(), later<News | null>()];
    const page = await openHelp(connected, (fake) => {
      fake.on('checkConnection', () => answer.asked);
      fake.on('nextNews', () => (fake.callsOf('nextNews').length === 1 ? news.asked : later<null>().asked));
    });
    await page.click('#check-connection');
    news.come({ ok: true, value: { is: 'fill', text: anId } });
    await pass();
    expect(document.body.dataset['screen']).toBe('lookup');
    const said = page.text('#announcer');
    answer.come({ ok: true, value: good });
    await pass();
    expect(page.text('#announcer')).toBe(said);
  });

  it('ends where no answer ever comes', async () => {
    const page = await openHelp(connected, (fake) => {
      fake.on('checkConnection', () => later<ConnectionCheckView>().asked);
    });
    await page.click('#check-connection');
    await pass(60_000);
    expect(page.get('#connection-check').dataset['state']).toBe('stopped');
    expect(page.text('#check-connection')).toBe('Check again');
  });

  it('that could not be made says why', async () => {
    const page = await openHelp(connected, (fake) => {
      fake.on('checkConnection', () => no('password-store-locked'));
    });
    await page.click('#check-connection');
    expect(page.get('#connection-check [data-kind]').dataset['kind']).toBe('password-store-locked');
  });

  it('asks for an account first where there is none', async () => {
    const page = await openHelp(startView());
    await page.click('#check-connection');
    expect(page.fake.callsOf('checkConnection')).toEqual([]);
    expect(page.text('#connection-check')).toContain('Connect an account first');
    await page.click('#check-connect');
    expect(document.body.dataset['screen']).toBe('welcome');
  });
});

describe('the text for the helpdesk', () => {
  const facts = { version: '1.2.3', system: 'linux', at: Date.UTC(2026, 2, 4, 10) } as const;

  it('holds what was found, when and with what', () => {
    expect(checkText(good, facts).split('\n')).toEqual([
      'Contact Lookup, connection check',
      'Version: 1.2.3',
      'System: Linux',
      'Time: 2026-03-04T10:00:00.000Z',
      'Password store: Works',
      'Network: Works',
      'HighLevel: Works',
      'Token: Works',
      'View Custom Fields: Allowed',
      'View Users: Not allowed',
      'View Locations: Not known',
      'HighLevel’s time to answer: 120 ms',
    ]);
  });

  it('holds kinds, status and trace of what is wrong', () => {
    expect(checkText(cutOff, facts)).toContain(
      'Network: Needs attention (kind proxy-unreachable, status 503, attempts 3, trace trace-1)',
    );
    expect(checkText(cutOff, facts)).toContain('Token: Not checked');
  });

  it('names nobody: no account, no place, no ID, no server, no message', () => {
    const text = checkText(cutOff, facts);
    for (const secret of ['Harbour', 'harbourLocation', 'seD4PfOuKoVMLkEZqohJ', 'secret.example']) {
      expect(text).not.toContain(secret);
    }
  });

  it('leaves out a trace that is none', () => {
    const hostile = problem('highlevel-down', { traceId: 'maria@example.com\nx' });
    expect(checkText({ ...good, highlevel: { is: 'trouble', problem: hostile } }, facts)).not.toContain(
      'maria',
    );
  });

  it('is what the button copies, which says so', async () => {
    const page = await withAnswer(good);
    await page.click('#check-connection');
    await page.click('#copy-check');
    expect(page.fake.callsOf('copyText')[0]![0]).toContain('System: Linux');
    expect(page.text('#copy-check')).toBe('Copied');
    await pass(2_000);
    expect(page.text('#copy-check')).toBe('Copy for the helpdesk');
  });
});
