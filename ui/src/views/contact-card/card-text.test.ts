import { expect, it } from 'vitest';
import type { ContactView } from '../../generated/ContactView';
import { contact, field, richContact } from '../../test-support/contacts';
import { cardText } from './card-text';
import { initialCardState, updateCard } from './card-state';

function copied(view: ContactView, card = initialCardState) {
  const named = new Map(view.names.named.map(({ id, name }) => [id, name]));
  return cardText(view, { card, country: 'US', named });
}

it('the card is copied in its own words and order', () => {
  const text = copied(richContact());
  const lines = text.split('\n');
  expect(lines.slice(0, 5)).toEqual([
    'rubika deo',
    'DGS VolMAX · Lead · Sourced from public api',
    'Tags: nisi sint commodo amet, consequat',
    'Phone: +1 883 232 7657',
    'E-mail: rubika@deos.com',
  ]);
  for (const line of [
    'Contact',
    'Address: 3535 1st St N, ruDolomitebika, AL 35061, United States',
    'Other phone: +44 20 7946 0018 Office',
    'Do not disturb',
    'For all channels: Off',
    'Texts (SMS): Blocked for good',
    'Custom fields',
    'Interests: Whitening, Implants',
    'X-rays: x-ray.png https://files.example/x-ray.png',
    'First visit',
    'Record',
    'Looked up in: Harbour Dental',
  ]) {
    expect(lines, text).toContain(line);
  }
  expect(text).toMatch(/^Born: \D*25\D* 1990$|^Born: September 25, 1990$/m);
  expect(lines.indexOf('Contact')).toBeLessThan(lines.indexOf('Do not disturb'));
  expect(text).not.toMatch(/LowerCase|lower case|dnd/i);
});

it('what is hidden is not copied, not even while it is shown', () => {
  const shown = updateCard(initialCardState, {
    is: 'revealed',
    path: 'ssn',
    values: [{ path: 'ssn', sent: '078-05-1120' }],
  });
  const text = copied(richContact(), shown);
  expect(text).not.toContain('078-05-1120');
  expect(text).not.toMatch(/SSN|Passport/);
});

it('what is under the fold is copied while it is open', () => {
  expect(copied(richContact())).not.toContain('QmZ9ufI6duIzSXHEz9zE');
  const open = updateCard(initialCardState, { is: 'toggleFold' });
  expect(copied(richContact(), open)).toContain('QmZ9ufI6duIzSXHEz9zE');
});

it('names are copied in place of IDs', () => {
  const named = [{ id: 've9EPM428h8vShlRW1KT', name: 'Dana Whitfield' }];
  const names = { customFields: [], named, denied: [] };
  expect(copied({ ...richContact(), names })).toContain('Assigned to: Dana Whitfield');
});

it('a contact of little is little text', () => {
  const text = copied(contact({ fields: [field('firstName', 'Rubika'), field('lastName', 'Deo')] }));
  expect(text.split('\n').slice(0, 3)).toEqual(['Rubika Deo', '', 'Record']);
});
