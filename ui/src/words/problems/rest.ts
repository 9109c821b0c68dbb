import type { WordsOf } from './shape';

/** The rest. */
export const rest = {
  unexpected: {
    title: 'Something unexpected happened',
    why: 'The fault is in this program, not with you.',
    todo: 'Try again. If that does not help, tell your administrator.',
    main: 'try-again',
    others: ['copy-administrator'],
    ask: 'Contact Lookup stopped at something unexpected. Is there a newer version?',
  },
} satisfies Record<string, WordsOf>;
