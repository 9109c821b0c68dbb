import type { SystemName } from '../../generated/SystemName';
import type { ProblemWords, WordsOf } from './shape';

const newToken = {
  title: 'How to get a token',
  list: [
    'In HighLevel, switch to your sub-account, then open Settings\u00A0→ Private Integrations.',
    'Open or create one with the permission “View Contacts”.',
    'Copy its token.',
  ],
};

const askForToken =
  'In HighLevel, switch to our sub-account, then open Settings → Private Integrations, create an integration with the permission “View Contacts”, and give me its token in a safe way.';

/** The password store, as people of that system call it. */
const store: Record<SystemName, string> = {
  linux: 'The password store',
  macos: 'The Keychain',
  windows: 'Credential Manager',
};

const startStore: Record<SystemName, string> = {
  linux: 'Start one, such as KWallet or KeePassXC, then try again.',
  macos: 'Open Keychain Access once, then try again.',
  windows: 'Start the Credential Manager service, then try again.',
};

const rejected: ProblemWords = {
  title: 'HighLevel no longer accepts this token',
  why: 'It was probably replaced or deleted in HighLevel.',
  todo: 'Paste a new one, and the lookup runs again.',
  main: 'replace-token',
  others: ['try-again', 'open-private-integrations', 'copy-administrator'],
  steps: newToken,
  ask: askForToken,
};

/** The kinds about the token and the store it is kept in. */
export const token = {
  'no-token': {
    title: 'This account has no token here',
    why: 'None is saved in this computer’s password store.',
    todo: 'Paste it again, and the lookup runs.',
    main: 'replace-token',
    others: ['try-again'],
    steps: newToken,
  },
  'token-rejected': (facts, context) => {
    if (facts.typed === 'expired') {
      return {
        ...rejected,
        title: 'This token has expired',
        why: 'It was made to work only until a certain day.',
        todo: 'Paste a new one to go on.',
      };
    }
    if (context.connecting) {
      return {
        ...rejected,
        title: 'HighLevel does not accept this token',
        why: 'It was replaced or deleted, or is not complete.',
        todo: 'Copy it again and paste it here.',
      };
    }
    return rejected;
  },
  'permission-missing': {
    title: 'This token isn’t allowed to view contacts',
    why: 'Its private integration lacks the permission “View Contacts”.',
    todo: 'Have an administrator add it, then try again.',
    main: 'try-again',
    others: ['open-private-integrations', 'copy-administrator'],
    steps: {
      title: 'How to add it',
      list: [
        'In HighLevel, switch to your sub-account, then open Settings\u00A0→ Private Integrations.',
        'Edit the integration of this token.',
        'Tick “View Contacts” and save. The token stays the same.',
      ],
    },
    ask: 'In HighLevel, switch to our sub-account, then open Settings → Private Integrations, edit the integration of our token, tick “View Contacts”, and save.',
  },
  'agency-token': {
    title: 'This token belongs to the agency',
    why: 'Only a token from inside the sub-account can read its contacts.',
    todo: 'Create one there and paste it.',
    main: 'replace-token',
    others: ['open-private-integrations', 'copy-administrator'],
    steps: {
      title: 'How to get the right one',
      list: [
        'In HighLevel, switch from the agency to the sub-account.',
        'There, open Settings\u00A0→ Private Integrations.',
        'Create one with the permission “View Contacts” and copy its token.',
      ],
    },
    ask: askForToken,
  },
  'password-store-missing': (_, context) => ({
    title: 'No password store is running',
    why: 'Without one, a token cannot be kept.',
    todo: startStore[context.system],
    main: 'try-again',
    others: ['token-for-session'],
  }),
  'password-store-locked': (_, context) => ({
    title: `${store[context.system]} is locked`,
    why: 'The window that unlocks it was closed, or could not open.',
    todo: 'Try again, and unlock it.',
    main: 'try-again',
    others: ['token-for-session'],
  }),
  'password-store-not-answering': (_, context) => ({
    title: `${store[context.system]} does not answer`,
    why: 'This program waited three seconds for it.',
    todo: 'Sign out and in again, then try again.',
    main: 'try-again',
    others: ['token-for-session'],
  }),
  'password-store-denied': (_, context) => ({
    title: `${store[context.system]} said no`,
    why: 'This program was not allowed to use it.',
    todo: 'Try again, and allow it when asked.',
    main: 'try-again',
    others: ['token-for-session'],
  }),
  'password-store-without-place': {
    title: 'No place to keep the token',
    why: 'The password store offers this program no place.',
    todo: 'In KeePassXC, choose a group: Database settings, Secret Service Integration.',
    main: 'try-again',
    others: ['token-for-session'],
    steps: {
      title: 'How to make a place',
      list: [
        'In KeePassXC, open Database\u00A0→ Database settings\u00A0→ Secret Service Integration.',
        'Choose “Expose entries under this group”, and the group.',
        'In another password store, make a wallet and set it as the default.',
      ],
    },
  },
  'saved-token-damaged': {
    title: 'The saved token is damaged',
    why: 'The password store holds only part of it.',
    todo: 'Paste the token again, and the lookup runs.',
    main: 'replace-token',
    others: ['try-again'],
    steps: newToken,
  },
  'token-too-long': (_, context) => ({
    title: 'This token is too long to be saved',
    why: `${store[context.system]} has no room for it.`,
    todo: 'Use it for this session only.',
    main: 'token-for-session',
    others: [],
  }),
} satisfies Record<string, WordsOf>;
