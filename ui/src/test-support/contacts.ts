// Contacts for the tests of the card.

import type { ChannelView } from '../generated/ChannelView';
import type { ContactView } from '../generated/ContactView';
import type { CustomFieldView } from '../generated/CustomFieldView';
import type { FieldView } from '../generated/FieldView';
import type { Standing } from '../generated/Standing';
import { chicago } from './zones';

/** A value of text, or of what else is said. */
export function field(path: string, sent: string | null, more: Partial<FieldView> = {}): FieldView {
  return { path, list: null, sent, meaning: { is: 'text' }, opens: null, ...more };
}

/** A moment, given as it was sent in ISO 8601. */
export function moment(path: string, sent: string): FieldView {
  return field(path, sent, { meaning: { is: 'moment', epochMs: Date.parse(sent) } });
}

/** A channel of `dndSettings` with the status that means its standing. */
export function channel(kind: 'call' | 'sms' | 'email' | 'whatsapp', standing: Standing): ChannelView {
  const path = `dndSettings.${{ call: 'Call', sms: 'SMS', email: 'Email', whatsapp: 'WhatsApp' }[kind]}`;
  const sent = {
    'allowed': 'inactive',
    'blocked': 'active',
    'blocked-for-good': 'permanent',
    'unknown': 'paused',
  }[standing];
  return { path, channel: { is: kind }, standing, status: { path: `${path}.status`, sent } };
}

/** A custom field of one text. */
export function customField(id: string, sent: string, name: string | null = null): CustomFieldView {
  return {
    path: `customFields.${id}`,
    id,
    name,
    value: { is: 'one', sent, meaning: { is: 'text' }, opens: null },
    byLook: false,
  };
}

/** A contact of nothing but a name and an ID, and of what else is said. */
export function contact(more: Partial<ContactView> = {}): ContactView {
  return {
    askedFor: 'seD4PfOuKoVMLkEZqohJ',
    otherId: null,
    displayName: 'Rubika Deo',
    namePaths: ['firstName', 'lastName'],
    fields: [field('id', 'seD4PfOuKoVMLkEZqohJ'), field('firstName', 'Rubika'), field('lastName', 'Deo')],
    customFields: [],
    channels: [],
    doNotDisturb: null,
    timeZone: null,
    emptyCount: 0,
    traceId: null,
    receivedAt: Date.parse('2026-10-04T16:12:00Z'),
    account: { id: 'harbour', name: 'Harbour Dental', sample: false, sessionOnly: false, location: null },
    names: { customFields: [], named: [], denied: [] },
    seenBefore: null,
    changes: [],
    ...more,
  };
}

/** The example of HighLevel's document, made a little richer: something for every part of the card. */
export function richContact(): ContactView {
  return contact({
    namePaths: ['name'],
    displayName: 'rubika deo',
    doNotDisturb: false,
    timeZone: chicago,
    emptyCount: 12,
    traceId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    channels: [
      channel('call', 'allowed'),
      channel('sms', 'blocked-for-good'),
      channel('email', 'allowed'),
      channel('whatsapp', 'unknown'),
    ],
    fields: [
      field('id', 'seD4PfOuKoVMLkEZqohJ'),
      field('name', 'rubika deo'),
      field('locationId', 've9EPM428h8vShlRW1KT'),
      field('firstName', 'rubika'),
      field('lastName', 'Deo'),
      field('email', 'rubika@deos.com', { opens: 'mail' }),
      field('emailLowerCase', 'rubika@deos.com'),
      field('timezone', 'America/Chicago'),
      field('companyName', 'DGS VolMAX'),
      field('phone', '+18832327657', { opens: 'call' }),
      field('dnd', 'false', { meaning: { is: 'yesNo', yes: false } }),
      field('dndSettings.SMS.message', 'STOP received'),
      field('dndSettings.SMS.code', '103'),
      field('type', 'lead'),
      field('source', 'public api'),
      field('assignedTo', 've9EPM428h8vShlRW1KT'),
      field('address1', '3535 1st St N'),
      field('city', 'ruDolomitebika'),
      field('state', 'AL'),
      field('country', 'US'),
      field('postalCode', '35061'),
      field('website', 'https://www.tesla.com', { opens: 'web' }),
      field('tags', 'nisi sint commodo amet'),
      field('tags', 'consequat'),
      field('dateOfBirth', '1990-09-25T00:00:00.000Z', { meaning: { is: 'day', day: '1990-09-25' } }),
      moment('dateAdded', '2021-07-02T05:18:26.704Z'),
      moment('dateUpdated', '2026-09-30T05:18:26.704Z'),
      field('attachments', 'string'),
      field('ssn', null),
      field('keyword', 'test'),
      field('firstNameLowerCase', 'rubika'),
      field('fullNameLowerCase', 'rubika deo'),
      field('lastNameLowerCase', 'deo'),
      moment('lastActivity', '2026-10-04T11:39:30.564Z'),
      field('businessId', '641c094001436dbc2081e642'),
      field('visitorId', 've9EPM428h8vShlRW1KT'),
      field('additionalEmails.0.email', 'deo@work.example', { opens: 'mail' }),
      field('additionalPhones.0.phone', '+442079460018', { opens: 'call' }),
      field('additionalPhones.0.phoneLabel', 'Office'),
      field('followers.0', 'QmZ9ufI6duIzSXHEz9zE', { list: 'followers' }),
      field('attributionSource.sessionSource', 'Paid Search'),
      field('attributionSource.utmSource', 'google'),
      field('attributionSource.utmCampaign', 'spring-campaign'),
      field('attributionSource.url', 'https://harbourdental.example/offer'),
      field('attributionSource.gclid', 'Cj0KCQjwabc'),
      field('attributionSource.campaign', 'null'),
      field('lastAttributionSource.sessionSource', 'CRM UI'),
      field('lastAttributionSource.medium', 'manual'),
      field('createdBy.source', 'WEB_USER'),
      field('createdBy.sourceName', 'Dana Whitfield'),
      field('internalSource.type', 'form'),
      field('customFields.files.0.url', 'https://files.example/x-ray.png', { opens: 'web' }),
      field('customFields.files.0.meta.mimetype', 'image/png'),
      field('customFields.shape.size.width', '12', { meaning: { is: 'number' } }),
    ],
    customFields: [
      customField('MgobCB14YMVKuE4Ka8p1', 'Delta Dental PPO'),
      {
        path: 'customFields.cleaning',
        id: 'cleaning',
        name: 'Last cleaning',
        value: {
          is: 'one',
          sent: '1772582400000',
          meaning: { is: 'day', day: '2026-03-04' },
          opens: null,
        },
        byLook: false,
      },
      {
        path: 'customFields.interests',
        id: 'interests',
        name: 'Interests',
        value: { is: 'list', items: ['Whitening', 'Implants'], sent: '["Whitening","Implants"]' },
        byLook: false,
      },
      {
        path: 'customFields.files',
        id: 'files',
        name: 'X-rays',
        value: {
          is: 'files',
          files: [{ path: 'customFields.files.0.url', name: 'x-ray.png', bytes: 1_234_567, opens: 'web' }],
          sent: '[{"url":"https://files.example/x-ray.png","meta":{"mimetype":"image/png","size":1234567}}]',
        },
        byLook: false,
      },
      {
        path: 'customFields.shape',
        id: 'shape',
        name: 'Shape',
        value: { is: 'other', sent: '{"size":{"width":12}}' },
        byLook: false,
      },
      { path: 'customFields.passport', id: 'passport', name: 'Passport number', value: null, byLook: false },
    ],
  });
}
