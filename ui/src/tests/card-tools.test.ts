import { describe, expect, it, vi } from 'vitest';
import { no, ok } from '../backend/fake';
import type { ContactView } from '../generated/ContactView';
import { customField, field, richContact } from '../test-support/contacts';
import { anId, connected, eachOnAStillClock, openPage, otherId, pass, shownCard } from './open-page';

eachOnAStillClock();

async function openCard(view: ContactView = richContact()) {
  const page = await openPage(connected, (fake) => {
    fake.on('getContact', (_, id) => ok({ ...view, askedFor: id }));
  });
  await page.lookUp(anId);
  await pass(100);
  return page;
}

const shown = () => [
  ...new Set(
    [...document.querySelectorAll('.card .row [data-field], .card .tile [data-field]')].map(
      (each) => (each as HTMLElement).dataset['field'],
    ),
  ),
];

describe('the search within the card', () => {
  it('is opened by Ctrl+F and by its button, with the focus in it', async () => {
    const page = await openCard();
    expect(page.has('#card-search')).toBe(false);
    await page.press('f', { ctrlKey: true });
    expect(document.activeElement?.id).toBe('card-search');
    await page.click('#close-card-search');
    expect(page.has('#card-search')).toBe(false);
    expect(document.activeElement?.id).toBe('open-card-search');
    await page.click('#open-card-search');
    expect(document.activeElement?.id).toBe('card-search');
  });

  it('narrows tiles, panels and the fold to what has the text, whatever its case and accents', async () => {
    const page = await openCard();
    await page.press('f', { ctrlKey: true });
    await page.fill('#card-search', 'ÍNTERESTS');
    expect(shown()).toEqual(['customFields.interests']);
    await page.fill('#card-search', 'gclid');
    expect(shown()).toEqual([]);
    await page.fill('#card-search', 'google click');
    expect(shown()).toEqual(['attributionSource.gclid']);
    expect(page.get<HTMLDetailsElement>('.fold').open).toBe(true);
    await page.fill('#card-search', '7657');
    expect(shown()).toEqual(['phone']);
    await page.fill('#card-search', 'united states');
    expect(shown()).toContain('country');
    expect(page.has('.tile')).toBe(false);
  });

  it('says how many it found when the typing has paused', async () => {
    const page = await openCard();
    const said = () => page.text('.card-search [role="status"]');
    await page.press('f', { ctrlKey: true });
    await page.fill('#card-search', 'phone');
    expect(page.text('.card-search .found')).toBe('2 fields found');
    expect(said()).toBe('');
    await pass(500);
    await page.fill('#card-search', 'phone x');
    await pass(500);
    expect(said()).toBe('');
    await pass(100);
    expect(said()).toBe('Nothing found on this card');
  });

  it('says plainly that nothing was found, and offers the whole card', async () => {
    const page = await openCard();
    const all = shown();
    await page.press('f', { ctrlKey: true });
    await page.fill('#card-search', ' zebra ');
    expect(shown()).toEqual([]);
    expect(page.text('.nothing-found p')).toBe('Nothing on this card has “zebra”.');
    await page.click('#clear-card-search');
    expect(shown()).toEqual(all);
  });

  it('is emptied by the first Escape and closed by the second; the card stays', async () => {
    const page = await openCard();
    await page.press('f', { ctrlKey: true });
    await page.fill('#card-search', 'phone');
    await page.press('Escape');
    expect(page.get('#card-search', HTMLInputElement).value).toBe('');
    expect(document.activeElement?.id).toBe('card-search');
    await page.press('Escape');
    expect(page.has('#card-search')).toBe(false);
    expect(page.has('.card')).toBe(true);
    expect(page.get('#contact-id', HTMLInputElement).value).toBe(anId);
  });

  it('does not fold what the person had unfolded, nor the other way round', async () => {
    const page = await openCard();
    await page.press('f', { ctrlKey: true });
    await page.fill('#card-search', 'visitor');
    await page.fill('#card-search', 'gclid');
    await page.press('Escape');
    await page.press('Escape');
    expect(page.get<HTMLDetailsElement>('.fold').open).toBe(false);
  });

  it('never finds a sensitive value, and finds its name', async () => {
    const page = await openCard();
    await page.click('[data-reveal="ssn"]');
    await page.press('f', { ctrlKey: true });
    await page.fill('#card-search', '078-05');
    expect(shown()).toEqual([]);
    await page.fill('#card-search', 'ssn');
    expect(shown()).toEqual(['ssn']);
  });

  it('shows the first forty of many, and the rest when asked', async () => {
    const customFields = Array.from({ length: 190 }, (_, index) =>
      customField(`id${index}`, `value ${index}`),
    );
    const page = await openCard({ ...richContact(), customFields });
    const visible = () => document.querySelectorAll('.custom-fields dl:not([hidden]) > .row').length;
    await page.press('f', { ctrlKey: true });
    await page.fill('#card-search', 'value 17');
    expect(visible()).toBe(11);
    await page.fill('#card-search', 'value');
    expect(visible()).toBe(40);
    await page.click('[data-more="custom-fields"]');
    expect(visible()).toBe(190);
  });

  it('does nothing where no card is', async () => {
    const page = await openPage(connected);
    await page.press('f', { ctrlKey: true });
    expect(page.has('#card-search')).toBe(false);
  });

  it('is over with the next contact, and stays when the same is looked up again', async () => {
    const page = await openCard();
    await page.press('f', { ctrlKey: true });
    await page.fill('#card-search', 'phone');
    await page.press('F5');
    expect(page.get('#card-search', HTMLInputElement).value).toBe('phone');
    await page.lookUp(otherId);
    expect(page.has('#card-search')).toBe(false);
  });
});

describe('the buttons of the card', () => {
  it('copy the address as a label, from its row and from the menu', async () => {
    const page = await openCard();
    await page.click('#copy-label');
    expect(page.text('#copy-label')).toBe('Copied');
    await pass(2_000);
    expect(page.text('#copy-label')).toBe('Copy as a label');
    await page.click('#copy-more');
    expect(page.get('#copy-more').getAttribute('aria-expanded')).toBe('true');
    await page.click('#menu-copy-label');
    expect(page.fake.callsOf('copyAddress')).toHaveLength(2);
    expect(page.has('#menu-copy-label')).toBe(false);
    expect(document.activeElement?.id).toBe('copy-more');
  });

  it('close their menu on Escape, and when something else is pressed', async () => {
    const page = await openCard();
    await page.click('#copy-more');
    await page.press('Escape');
    expect(page.has('#print-card')).toBe(false);
    expect(document.activeElement?.id).toBe('copy-more');
    await page.click('#copy-more');
    page.get('#contact-id').dispatchEvent(new Event('pointerdown', { bubbles: true }));
    expect(page.has('#print-card')).toBe(false);
  });

  it('offer no label where there is no address', async () => {
    const page = await openCard({ ...richContact(), fields: [field('name', 'Maria')] });
    expect(page.has('#copy-label')).toBe(false);
    await page.click('#copy-more');
    expect(page.has('#menu-copy-label')).toBe(false);
  });

  it('save a vCard and say under which name', async () => {
    const page = await openCard();
    await page.click('#save-vcard');
    expect(page.text('#saved')).toBe('Saved Maria Lopez.vcf');
    expect(page.text('.card > [role="status"]')).toBe('Saved Maria Lopez.vcf');
    await pass(8_000);
    expect(page.has('#saved')).toBe(false);
  });

  it('say nothing where the person thought better of saving, and tell what is wrong', async () => {
    const page = await openCard();
    page.fake.on('saveVcard', () => ok(null));
    await page.click('#save-vcard');
    expect(page.has('#saved')).toBe(false);
    expect(page.has('[data-problem]')).toBe(false);
    page.fake.on('saveVcard', () => no('file-not-saved'));
    await page.click('#save-vcard');
    expect(page.get('[data-problem]').dataset['problem']).toBe('file-not-saved');
  });
});

describe('opening a value', () => {
  const at = async (address: string) => {
    const page = await openCard();
    page.fake.on('previewLink', () => ok(address));
    return page;
  };

  it('happens at once where the card shows the whole address', async () => {
    const page = await at('https://www.tesla.com/');
    await page.click('[data-open="website"]');
    expect(page.fake.callsOf('openValue')).toEqual([[shownCard, 'website']]);
    expect(page.has('.open-question')).toBe(false);
  });

  it('happens at once for a call and a letter, which are asked for nothing', async () => {
    const page = await at('?');
    // By day where they are: a call at night is asked about.
    vi.setSystemTime(new Date('2026-03-04T18:00:00Z'));
    await page.click('[data-open="phone"]');
    await page.click('[data-open="email"]');
    expect(page.fake.callsOf('openValue')).toEqual([
      [shownCard, 'phone'],
      [shownCard, 'email'],
    ]);
    expect(page.fake.callsOf('previewLink')).toEqual([]);
  });

  it('offers the value itself where no program takes it', async () => {
    const page = await at('?');
    page.fake.on('openValue', () => ok('no-program'));
    // By day where they are: a call at night is asked about.
    vi.setSystemTime(new Date('2026-03-04T18:00:00Z'));
    await page.click('[data-open="phone"]');
    expect(page.has('[data-problem]')).toBe(false);
    expect(page.text('[data-notice="no-program"] p')).toBe(
      'No program for calls is set up on this computer.',
    );
    expect(page.text('#announcer')).toContain('No program for calls');
    await page.click('#copy-instead');
    expect(page.fake.callsOf('copyValue')).toEqual([[shownCard, 'phone']]);
    await page.lookUp(otherId);
    expect(page.has('[data-notice]')).toBe(false);
  });

  it('shows another address whole first, “Cancel” having the focus', async () => {
    const page = await at('https://xn--tesl-8na.com/');
    await page.click('[data-open="website"]');
    expect(page.fake.callsOf('openValue')).toEqual([]);
    expect(page.text('.open-question')).toContain('https://xn--tesl-8na.com/');
    expect(document.activeElement?.id).toBe('cancel-open');
    await page.click('#cancel-open');
    expect(page.has('.open-question')).toBe(false);
    expect((document.activeElement as HTMLElement).dataset['open']).toBe('website');
    expect(page.fake.callsOf('openValue')).toEqual([]);
    await page.click('[data-open="website"]');
    await page.press('Escape');
    expect(page.has('.open-question')).toBe(false);
    await page.click('[data-open="website"]');
    await page.click('#open-asked');
    expect(page.fake.callsOf('openValue')).toEqual([[shownCard, 'website']]);
  });

  it('waits until personal values are shown again where the address would have to be', async () => {
    const page = await at('https://elsewhere.example/');
    await page.press('h', { ctrlKey: true, shiftKey: true });
    await page.click('[data-open="website"]');
    expect(page.has('.open-question')).toBe(false);
    expect(page.fake.callsOf('openValue')).toEqual([]);
    expect(page.text('#announcer')).toContain('privacy shield is on');
  });

  it('of a file shows where it leads in the same way', async () => {
    const page = await at('https://elsewhere.example/x-ray.png');
    await page.click('[data-open="customFields.files.0.url"]');
    expect(page.text('.file .open-question')).toContain('https://elsewhere.example/x-ray.png');
  });
});
