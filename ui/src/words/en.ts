import type { SettingsNotice } from '../generated/SettingsNotice';
import type { SystemName } from '../generated/SystemName';
import { accountsWords } from './accounts';
import { bulkWords } from './bulk';
import { checkWords } from './check';
import { clock } from './clock';
import { helpWords } from './help';
import { permissionWords } from './permissions';
import { recentsWords } from './recents';
import { settingsWords } from './settings';
import { shieldWords } from './shield';
import { storeName } from './system';

const settingsNotices: Record<SettingsNotice, string> = {
  'restored-from-copy':
    'Your settings were damaged. The last good copy is in use, and the damaged file was kept.',
  'started-afresh': 'Your settings were damaged and had to start afresh. The damaged file was kept.',
  'newer-program': 'Your settings are from a newer version of this program. Changes last until you close it.',
  'not-saved': 'Settings cannot be saved on this computer. Changes last until you close the program.',
};

/** Every sentence that is not about a problem or a contact. */
export const en = {
  program: 'Contact Lookup',

  welcome: {
    title: 'Look up a HighLevel contact by its ID',
    lead: 'Connect the account whose contacts you look up. You do this once.',
    addTitle: 'Add an account',
    addLead: 'Connect one more account whose contacts you look up.',
    steps: [
      'In HighLevel, switch to your sub-account, then open Settings\u00A0→ Private Integrations.',
      'Create one with the permission “View Contacts”.',
      'Copy its token and paste it below.',
    ],
    openPage: 'Open Private Integrations',
    openHelp: 'Show me how',
    trySamples: 'Try it with sample contacts',
    cancel: 'Cancel',
  },

  form: {
    accountName: 'Account name',
    accountNameHint: 'For example, Harbour Dental',
    optional: 'optional',
    token: 'Token',
    tokenHint: 'pit-…',
    paste: 'Paste token',
    pasted: (lastFour: string) => `Token pasted (ends in ${lastFour})`,
    forgetPasted: 'Remove the pasted token',
    whichToken: (count: number) => `You pasted ${count} different tokens. Which one is it?`,
    unlabelledToken: (number: number) => `Token ${number}`,
    endsIn: (lastFour: string) => `ends in ${lastFour}`,
    noneOfThem: 'None of these',
    connect: 'Connect',
    connecting: 'Connecting…',
    escape: 'Press Esc to stop.',
    storeMayAsk: 'Still waiting. Another window may ask you to unlock the password store.',
    replaceTitle: (account: string) => `New token for ${account}`,
    replaceLead: 'The new token is tested first. The old one stays until the new one works.',
    replace: 'Replace the token',
    replacing: 'Testing the token…',
    cancel: 'Cancel',
    sessionOnly: 'Use it for this session only',
    sessionOnlyNote: 'You can still connect. The token is then forgotten when you close the program.',
    sentOnly: 'The token is sent only to HighLevel.',
    kept: (system: SystemName) => `The token is kept in ${storeName[system]} and is sent only to HighLevel.`,
  },

  header: {
    box: 'Contact ID or link',
    lookUp: 'Look up',
    account: (name: string) => `Account: ${name}`,
    accounts: 'Accounts',
    samples: 'Sample contacts',
    addAccount: 'Add account…',
    settings: 'Settings',
    help: 'Help',
    inUse: 'in use',
  },

  lookup: {
    title: 'Look up a contact',
    lead: 'Paste a contact ID, or the link of a contact in HighLevel.',
    whereTitle: 'Where the ID is',
    where: 'Open the contact in HighLevel. The ID is the last part of the address:',
    exampleStart: 'app.gohighlevel.com/…/contacts/detail/',
    exampleId: 'seD4PfOuKoVMLkEZqohJ',
    fromLink: 'Took the ID from the link',
    tidied: 'Took the ID out of what you pasted',
    unusualLength: (length: number) => `This ID has ${length} characters; most have 20`,
    firstOf: (count: number) => `Took the first of ${count} IDs: one is looked up at a time`,
    filled: 'From a link. Press Enter to look it up.',
    linkWaits: 'A link came from another program while you were typing.',
    useLink: 'Put it in the box',
    lookingUp: 'Looking up',
    stillWaiting: 'Still waiting for HighLevel',
    cancel: 'Cancel',
    cancelLookUp: 'Cancel the lookup',
  },

  accounts: accountsWords,
  recents: recentsWords,
  bulk: bulkWords,

  samples: {
    banner: 'Sample contacts: invented people, nothing is sent.',
    connect: 'Connect my account',
    leave: 'Back to my account',
    title: 'Try one of these',
    lead: 'Each is an invented contact. Choose one, or paste its ID above.',
    problems: 'See how problems look',
  },

  notices: {
    region: 'Notices',
    tokenReplaced: (account: string) => `Connected: the new token of ${account} works.`,
    removed: (account: string) =>
      `Removed the account “${account}”. Its token still works until you also delete it in HighLevel.`,
    reloaded: 'The page had to start again. Nothing was lost but the contact that was shown.',
    noProgram: {
      call: 'No program for calls is set up on this computer.',
      mail: 'No program for e-mail is set up on this computer.',
      web: 'No program for web pages is set up on this computer.',
    },
    copyInstead: { call: 'Copy the number', mail: 'Copy the address', web: 'Copy the link' },
    undo: 'Undo',
    undoRemove: (account: string) => `Undo: bring ${account} back`,
    dismiss: 'Dismiss',
    settings: settingsNotices,
  },

  said: {
    found: (name: string) => `Found ${name}`,
    connected: 'Connected',
    works: (account: string) => `Connected: the token of ${account} works.`,
    removed: (account: string) => `Removed the account “${account}”. You can undo this.`,
    restored: (account: string) => `${account} is back.`,
    tokenPasted: 'Token pasted',
    copied: 'Copied',
  },

  settings: settingsWords,
  help: helpWords,
  check: checkWords,
  shield: shieldWords,
  permissions: permissionWords,

  problem: {
    wait: (seconds: number) => `You can try again in ${clock(seconds)}.`,
    waited: 'You can try again now.',
    details: 'Details',
    copy: 'Copy',
    copyDetails: 'Copy details',
    copyForAdministrator: 'Copy a message for your administrator',
    copied: 'Copied',
    contactId: 'Contact ID',
    copyId: 'Copy the ID',
    dismiss: 'Got it',
  },
} as const;
