import { describe, expect, it } from 'vitest';
import { account, later, no, ok, startView, usualSettings } from '../backend/fake';
import type { SettingsView } from '../generated/SettingsView';
import { connected, eachOnAStillClock, harbour, openPage, pass, type OpenPage } from './open-page';

eachOnAStillClock();

async function openSettings(...args: Parameters<typeof openPage>): Promise<OpenPage> {
  const page = await openPage(...args);
  await page.press(',', { ctrlKey: true });
  expect(document.body.dataset['screen']).toBe('settings');
  return page;
}

async function select(page: OpenPage, selector: string, value: string): Promise<void> {
  const field = page.get(selector, HTMLSelectElement);
  field.value = value;
  field.dispatchEvent(new Event('change', { bubbles: true }));
  await pass();
}

function chosenIn(page: OpenPage, selector: string): string {
  // Not the list's own value: happy-dom takes the wrong one of two options for it while they are put in.
  return page.get(`${selector} option[selected]`, HTMLOptionElement).value;
}

describe('a choice in the settings', () => {
  it('is kept at once, and that is said and seen for a while', async () => {
    const page = await openSettings();
    await select(page, '#text-size', '150');
    expect(page.fake.callsOf('setTextSize')).toEqual([[150]]);
    expect(page.text('#announcer')).toBe('Saved');
    expect(page.text('[data-saved="textSize"]')).toBe('Saved');
    await pass(2_000);
    expect(page.has('[data-saved]')).toBe(false);
    expect(chosenIn(page, '#text-size')).toBe('150');
  });

  it('says so where it lasts only until the program ends', async () => {
    const page = await openSettings({ ...connected, notices: ['not-saved'] });
    await select(page, '#text-size', '125');
    expect(page.text('[data-saved]')).toBe('Changed until you close the program');
  });

  it('is shown as the program keeps it', async () => {
    const page = await openSettings(connected, (fake) => {
      fake.on('setTextSize', () => ok({ ...usualSettings, textSize: 110 }));
    });
    await select(page, '#text-size', '125');
    expect(chosenIn(page, '#text-size')).toBe('110');
  });

  it('is not undone by the answer to an earlier one', async () => {
    const first = later<SettingsView>();
    const page = await openSettings(connected, (fake) => {
      fake.on('setTheme', (theme) => (theme === 'light' ? first.asked : ok({ ...usualSettings, theme })));
    });
    page.get('[value="light"]').click();
    page.get('[value="dark"]').click();
    await pass();
    first.come({ ok: true, value: { ...usualSettings, theme: 'light' } });
    await pass();
    expect(document.documentElement.dataset['theme']).toBe('dark');
  });
});

describe('the recent lookups in the settings', () => {
  const recent = {
    id: 'seD4PfOuKoVMLkEZqohJ',
    account: 'harbour',
    accountName: 'Harbour Dental',
    at: 0,
    name: null,
    inMemory: true,
  };

  it('are kept without names unless that is allowed', async () => {
    const page = await openSettings();
    const box = page.get('#remember-names', HTMLInputElement);
    expect(box.checked).toBe(false);
    await page.click('#remember-names');
    await page.click('#remember-names');
    expect(page.fake.callsOf('setRememberNames')).toEqual([[true], [false]]);
    expect(box.checked).toBe(false);
  });

  it('can be cleared, and brought back', async () => {
    const page = await openSettings({ ...connected, recents: [recent] });
    await page.click('#clear-recents');
    expect(page.fake.callsOf('clearRecents')).toEqual([[]]);
    expect(page.state.recents).toEqual([]);
    await page.click('#clear-recents');
    expect(page.fake.callsOf('clearRecents')).toHaveLength(1);
    await page.click('#undo-recents');
    expect(page.state.recents).toEqual([recent]);
  });
});

describe('the quiet hours', () => {
  it('are said in a sentence, from one full hour to another', async () => {
    const page = await openSettings();
    expect(chosenIn(page, '#quiet-begin')).toBe('21');
    expect(chosenIn(page, '#quiet-end')).toBe('8');
    expect(page.text('#quiet-is')).toMatch(/from 8:00 AM to 9:00 PM/);
    await select(page, '#quiet-begin', '20');
    await select(page, '#quiet-end', '9');
    expect(page.fake.callsOf('setQuietHours')).toEqual([
      [20, 8],
      [20, 9],
    ]);
    expect(page.text('#quiet-is')).toMatch(/from 9:00 AM to 8:00 PM/);
  });

  it('can be none, and then come back as they were', async () => {
    const page = await openSettings();
    await select(page, '#quiet-begin', 'none');
    expect(page.fake.callsOf('setQuietHours')).toEqual([[8, 8]]);
    expect(page.text('#quiet-is')).toBe('People may be contacted at any hour.');
    expect(page.get('#quiet-end', HTMLSelectElement).disabled).toBe(true);
    await select(page, '#quiet-begin', '21');
    expect([...page.fake.callsOf('setQuietHours')].pop()).toEqual([21, 8]);
    expect(page.get('#quiet-end', HTMLSelectElement).disabled).toBe(false);
  });

  it('are none where they end as they begin, and the focus does not get lost', async () => {
    const page = await openSettings();
    page.get('#quiet-end').focus();
    await select(page, '#quiet-end', '21');
    expect(chosenIn(page, '#quiet-begin')).toBe('none');
    expect(document.activeElement).toBe(page.get('#quiet-begin'));
  });

  it('that begin where they would end are as long as usual', async () => {
    const page = await openSettings(connected, (fake) => {
      fake.on('setQuietHours', (begin, end) => ok({ ...usualSettings, quietHours: { begin, end } }));
    });
    await select(page, '#quiet-begin', 'none');
    await select(page, '#quiet-begin', '8');
    expect([...page.fake.callsOf('setQuietHours')].pop()).toEqual([8, 19]);
  });
});

describe('HighLevel’s address', () => {
  it('is taken out of what was pasted, and can go back to the usual one', async () => {
    const page = await openSettings();
    expect(page.has('#usual-host')).toBe(false);
    await page.fill('#highlevel-host', ' https://crm.agency.example/v2/location/abc ');
    await page.click('.host [type="submit"]');
    expect(page.fake.callsOf('setHighlevelHost')).toEqual([['crm.agency.example']]);
    expect(page.get('#highlevel-host', HTMLInputElement).value).toBe('crm.agency.example');
    expect(page.has('[data-saved="highlevelHost"]')).toBe(true);
    await page.click('#usual-host');
    expect([...page.fake.callsOf('setHighlevelHost')].pop()).toEqual(['app.gohighlevel.com']);
    expect(document.activeElement).toBe(page.get('#highlevel-host'));
  });

  it('that cannot be one is told, and what was typed stays', async () => {
    const page = await openSettings(connected, (fake) => {
      fake.on('setHighlevelHost', () => ok(null));
    });
    await page.fill('#highlevel-host', 'my agency');
    await page.click('.host [type="submit"]');
    const field = page.get('#highlevel-host', HTMLInputElement);
    expect(field.value).toBe('my agency');
    expect(field.getAttribute('aria-describedby')).toBe('host-refused');
    expect(document.activeElement).toBe(field);
    expect(page.text('#host-refused')).toContain('cannot be an address');
    expect(page.state.choices.highlevelHost).toBe('app.gohighlevel.com');
    await page.fill('#highlevel-host', 'my.agency');
    expect(page.has('#host-refused')).toBe(false);
  });
});

describe('the accounts in the settings', () => {
  const names = ['Älmhult Tand', 'Beacon', 'Cedar', 'Dover', 'Elm', 'Fern', 'Grove', 'Harbour Dental'];
  const accounts = names.map((name, index) => account(`a${String(index)}`, name));
  const many = startView({ accounts, current: accounts[0]! });
  const shown = () => [...document.querySelectorAll('[data-account-row] h3')].map((name) => name.textContent);

  it('are searched where there are many, and only there', async () => {
    expect((await openSettings()).has('#account-search')).toBe(false);
    const page = await openSettings(many);
    await page.fill('#account-search', 'alm');
    expect(shown()).toEqual(['Älmhult Tand']);
    expect(page.text('#announcer')).toBe('1 account found');
    await page.fill('#account-search', 'zzz');
    expect(page.text('main')).toContain('No account has this in its name.');
  });

  it('are all there again after Escape, which leads back after that', async () => {
    const page = await openSettings(many);
    await page.fill('#account-search', 'beacon');
    await page.press('Escape');
    expect(shown()).toEqual(names);
    expect(page.get('#account-search', HTMLInputElement).value).toBe('');
    await page.press('Escape');
    expect(document.body.dataset['screen']).toBe('lookup');
  });

  it('say when one is called otherwise than was typed', async () => {
    const page = await openSettings(connected, (fake) => {
      fake.on('renameAccount', (id) => ok(account(id, 'Nwosu Legal 2')));
    });
    await page.click('#rename-harbour');
    await page.fill('#account-name', 'Nwosu Legal');
    await page.click('.rename [type="submit"]');
    expect(page.text('[data-notice="renamed"]')).toContain('is called Nwosu Legal 2');
    expect(document.activeElement).toBe(page.get('#rename-harbour'));
  });

  it('keep the focus where a name was left as it is', async () => {
    const page = await openSettings();
    await page.click('#rename-harbour');
    await page.press('Escape');
    expect(document.body.dataset['screen']).toBe('settings');
    expect(document.activeElement).toBe(page.get('#rename-harbour'));
  });

  it('keep the focus while a token is tested', async () => {
    const page = await openSettings({ ...connected, accounts: [harbour] }, (fake) => {
      fake.on('testToken', () => no('offline'));
    });
    page.get('#test-harbour').focus();
    await page.click('#test-harbour');
    expect(document.activeElement).toBe(page.get('#test-harbour'));
  });
});
