import type { WordsOf } from './shape';

/** The kinds about files, and the rest. */
export const rest = {
  'settings-not-saved': {
    title: 'The settings could not be saved',
    why: 'The disk may be full or protected.',
    todo: 'Changes last until you close the program.',
    main: 'dismiss',
    others: [],
  },
  'file-not-saved': {
    title: 'The file could not be saved',
    why: 'The disk may be full, or the file is open elsewhere.',
    todo: 'Save it in another place.',
    main: 'dismiss',
    others: [],
  },
  'unexpected': {
    title: 'Something unexpected happened',
    why: 'The fault is in this program, not with you.',
    todo: 'Try again. If that does not help, tell your administrator.',
    main: 'try-again',
    others: ['copy-administrator'],
    ask: 'Contact Lookup stopped at something unexpected. Is there a newer version?',
  },
} satisfies Record<string, WordsOf>;
