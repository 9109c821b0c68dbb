import { countText } from '../format/count';
import type { ProblemKind } from '../generated/ProblemKind';
import type { ProblemWords } from './problems';

/** What is said otherwise where a whole list stops at a problem: it waits for the person, and nothing is lost. */
export type AskWords = Partial<Pick<ProblemWords, 'title' | 'why' | 'todo'>>;

/** What a person can do about it. */
export type AskAction =
  | 'token'
  | 'session-token'
  | 'go-on'
  | 'go-on-anyway'
  | 'try-again'
  | 'without-names'
  | 'stop'
  | 'administrator';

interface Asks {
  readonly words: AskWords;
  readonly actions: readonly AskAction[];
}

const token: Asks = {
  words: { todo: 'Enter a new one to go on.' },
  actions: ['token', 'go-on', 'stop'],
};

const store: Asks = {
  words: { todo: 'Open it, then go on. Nothing is lost.' },
  actions: ['go-on', 'session-token', 'stop'],
};

const byKind: Partial<Record<ProblemKind, Asks>> = {
  'no-token': token,
  'token-malformed': token,
  'token-rejected': token,
  'agency-token': token,
  'saved-token-damaged': token,
  'token-too-long': token,
  'password-store-missing': store,
  'password-store-locked': store,
  'password-store-not-answering': store,
  'password-store-denied': store,
  'password-store-without-place': store,
  'permission-missing': {
    words: { todo: 'Once it is granted, go on. Nothing is lost.' },
    actions: ['administrator', 'go-on', 'stop'],
  },
  'account-inactive': {
    words: {},
    actions: ['administrator', 'go-on', 'stop'],
  },
  'names-not-known': {
    words: { todo: 'Without them, only what looks like a social security or card number is hidden.' },
    actions: ['try-again', 'without-names', 'stop'],
  },
  'file-not-saved': {
    words: {
      title: 'The results could not be kept',
      why: 'The disk may be full or protected. Nothing is lost so far.',
      todo: 'Make room, then try again.',
    },
    actions: ['try-again', 'stop'],
  },
};

const usual: Asks = {
  words: { todo: 'Nothing is lost. Go on when ready.' },
  actions: ['go-on', 'stop'],
};

/** What is asked of the person where a list stopped. */
export function bulkAsks(kind: ProblemKind, dailyLeft: number | null, account: string | null): Asks {
  if (kind === 'other-account') {
    return {
      words: {
        title: 'These contacts may be in another account',
        why:
          account === null
            ? 'None of the first ones is in this account.'
            : `None of the first ones is in ${account}.`,
        todo: 'Go on, or stop and choose another account.',
      },
      actions: ['go-on', 'stop'],
    };
  }
  if (kind === 'daily-limit-reached') {
    return dailyLeft === null
      ? {
          words: { todo: 'Go on tomorrow, from where it stopped.' },
          actions: ['go-on', 'stop', 'administrator'],
        }
      : dailyLeft === 0
        ? {
            words: {
              title: 'Today’s requests are used up',
              why: 'You can continue tomorrow.',
              todo: 'Nothing is lost until then.',
            },
            actions: ['go-on', 'stop', 'administrator'],
          }
        : {
            words: {
              title: 'Few requests are left for today',
              why:
                dailyLeft === 1
                  ? 'Only 1 request is left in HighLevel.'
                  : `Only ${countText(dailyLeft)} requests are left for today in HighLevel.`,
              todo: 'Others in your team use the same ones.',
            },
            actions: ['go-on-anyway', 'stop'],
          };
  }
  return byKind[kind] ?? usual;
}

/** What the buttons say. */
export const askActionWords: Record<AskAction, string> = {
  'token': 'Enter a new token',
  'session-token': 'Use a token for this session only',
  'go-on': 'Go on',
  'go-on-anyway': 'Go on anyway',
  'try-again': 'Try again',
  'without-names': 'Go on without field names',
  'stop': 'Stop',
  'administrator': 'Copy a message for your administrator',
};
