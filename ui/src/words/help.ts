import type { SystemName } from '../generated/SystemName';
import { shiftShortcut, shortcut } from './system';

/** The words of the help screen. */
export const helpWords = {
  title: 'Help',
  back: 'Back',

  idTitle: 'Where a contact ID is',
  id: 'Open the contact in HighLevel. The ID is the last part of the address, usually 20 letters and digits. You can paste the whole link.',
  drawing:
    'A browser window with a contact open in HighLevel. In its address bar, the last part of the address is marked: it is the contact ID.',
  drawingStart: '…/contacts/detail/',
  drawingLabel: 'Contact ID',

  tokenTitle: 'Where the token comes from',
  tokenSteps: [
    'In HighLevel, switch to the sub-account. A token of the agency cannot read contacts.',
    'Open Settings\u00A0→ Private Integrations, and create one.',
    'Tick the permission “View Contacts”.',
    'Copy the token at once: HighLevel shows it only then.',
    'Here, paste it under “Add account…” and press Connect.',
  ],
  tokenNames: 'Four more permissions, if you tick them, give names in place of IDs:',

  keysTitle: 'Keyboard',
  keysOf: 'Keys and what they do',
  keysHead: 'Keys',
  doesHead: 'What they do',
  keys: (system: SystemName): readonly (readonly [keys: readonly string[], does: string])[] => [
    [[shortcut(system, 'L')], 'Go to the ID box'],
    [['Enter'], 'Look up. After a problem: press its main button'],
    [['↓'], 'In the ID box: choose a recent lookup'],
    [['Tab'], 'From the ID box: go to what was found'],
    [['Delete'], 'On a recent lookup: remove it from the list'],
    [[shortcut(system, 'R'), 'F5'], 'Look up again'],
    [[shortcut(system, 'B')], 'Many at once'],
    [[shortcut(system, 'F')], 'Search within the card'],
    [[shiftShortcut(system, 'C')], 'Copy the telephone number'],
    [[shiftShortcut(system, 'D')], 'Call the telephone number'],
    [[shortcut(system, 'P')], 'Print the card'],
    [[shiftShortcut(system, 'H')], 'Hide or show personal values'],
    [[shortcut(system, '+'), shortcut(system, '−')], 'Make the text larger or smaller'],
    [[shortcut(system, '0')], 'Make the text its usual size'],
    [[shortcut(system, ',')], 'Settings'],
    [['F1'], 'Help'],
    [['Esc'], 'Cancel, then clear'],
  ],

  shieldTitle: 'Sharing your screen',
  shield: (keys: string) =>
    `The privacy shield hides names and all other values of contacts, on screen and on paper. Copy buttons still work. ${keys} turns it on and off.`,

  networkTitle: 'Proxies',
  network:
    'The proxy of the system is used. Automatic proxy scripts (PAC files) are not: ask your IT team for the proxy’s address.',
} as const;
