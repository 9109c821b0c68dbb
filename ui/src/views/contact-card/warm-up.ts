import { render } from 'lit-html';
import type { ContactView } from '../../generated/ContactView';
import type { FieldView } from '../../generated/FieldView';
import { cardSkeleton, contactCard } from '../contact-card';
import { initialCardState } from './card-state';
import type { CardSetting } from './context';

const SETTING: CardSetting = { quietHours: { begin: 21, end: 8 }, from: 'answer', shielded: false };

/**
 * Draws a card that nobody sees. The first card of a session costs several times as much as the next: templates
 * are parsed, formatters made, phone numbers' rules read. Called while the answer is on its way, that is done
 * before the contact is here.
 */
export function warmUpCard(now: Date): void {
  const nowhere = document.createElement('div');
  const card = contactCard(nobody(now), initialCardState, () => undefined, now, SETTING);
  render([card, cardSkeleton()], nowhere);
}

/** A contact with a value of each kind, and no words: it never reaches the page. */
function nobody(now: Date): ContactView {
  const text = (path: string, sent: string, more: Partial<FieldView> = {}): FieldView => ({
    path,
    list: null,
    sent,
    meaning: { is: 'text' },
    opens: null,
    ...more,
  });
  const sms = 'dndSettings.SMS';
  return {
    askedFor: '',
    otherId: null,
    displayName: 'a b',
    namePaths: ['firstName', 'lastName'],
    fields: [
      text('firstName', 'a'),
      text('lastName', 'b'),
      text('companyName', 'c'),
      text('type', 'lead'),
      text('tags', 'd'),
      text('phone', '+12025550123', { opens: 'call' }),
      text('email', 'a@b.example', { opens: 'mail' }),
      text('timezone', 'America/New_York'),
      text('city', 'e'),
      text('country', 'US'),
      text('ssn', '', { sent: null }),
      text('dateOfBirth', '2000-01-01', { meaning: { is: 'day', day: '2000-01-01' } }),
      text('dateAdded', '0', { meaning: { is: 'moment', epochMs: 0 } }),
      text('attributionSource.medium', 'f'),
      text('other', 'g'),
    ],
    customFields: [
      {
        path: 'customFields.a',
        id: 'a',
        name: null,
        value: { is: 'one', sent: '1', meaning: { is: 'number' }, opens: null },
        byLook: false,
      },
      {
        path: 'customFields.b',
        id: 'b',
        name: 'b',
        value: { is: 'list', items: ['h', 'i'], sent: '["h","i"]' },
        byLook: false,
      },
    ],
    channels: [
      {
        path: sms,
        channel: { is: 'sms' },
        standing: 'blocked',
        status: { path: `${sms}.status`, sent: 'active' },
      },
    ],
    doNotDisturb: null,
    timeZone: { name: 'America/New_York', offsets: [{ from: 0, minutes: 0, abbreviation: null }] },
    emptyCount: 1,
    traceId: 'j',
    receivedAt: now.getTime(),
    account: { id: 'k', name: 'l', sample: false, sessionOnly: false, location: null },
    names: { customFields: [], named: [], denied: [] },
    seenBefore: null,
    changes: [],
  };
}
