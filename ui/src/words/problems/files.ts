import { countText } from '../../format/count';
import type { FileFault } from '../../generated/FileFault';
import type { ProblemWords, WordsOf } from './shape';

const notRead = (title: string, why: string, todo: string): ProblemWords => ({
  title,
  why,
  todo,
  main: 'open-list',
  others: [],
});

const unreadable = notRead(
  'The file cannot be read',
  'This computer could not read it to its end.',
  'Copy it to this computer, and open the copy.',
);

const fileFaults: Record<FileFault, ProblemWords> = {
  'gone': notRead(
    'The file is no longer there',
    'It may have been moved or renamed.',
    'Open it where it is now.',
  ),
  'closed': notRead(
    'The file may not be opened',
    'Another program holds it, or you may not read it.',
    'Close it elsewhere, or open a copy.',
  ),
  'not-a-list': notRead(
    'That file is not a list',
    'It is neither plain text nor an Excel workbook.',
    'Save the list as .csv, .txt or .xlsx.',
  ),
  'old-workbook': notRead(
    'That is an old kind of workbook',
    'Files ending in .xls cannot be read.',
    'In Excel, save it as .xlsx, then open that.',
  ),
  'locked': notRead(
    'The workbook has a password',
    'Its content cannot be read.',
    'Save a copy without a password, and open the copy.',
  ),
  'damaged': notRead(
    'The workbook is damaged',
    'Its content cannot be read.',
    'Open it in Excel, save it again, and try that.',
  ),
  'too-large': notRead(
    'The file is too large',
    'No list of contacts is that large.',
    'Save a file with only the IDs in it.',
  ),
  'changing': notRead(
    'The file is being written just now',
    'Another program changed it while it was read.',
    'Wait until it is saved, then open it again.',
  ),
  'unreadable': unreadable,
  'original': {
    title: 'That is the file your list came from',
    why: 'It would be replaced, with all that is in it.',
    todo: 'Save under another name.',
    main: 'dismiss',
    others: [],
  },
};

/** The kinds about files and lists. */
export const files = {
  'settings-not-saved': {
    title: 'The settings could not be saved',
    why: 'The disk may be full or protected.',
    todo: 'Changes last until you close the program.',
    main: 'dismiss',
    others: [],
  },
  'file-not-saved': (facts) =>
    facts.file === 'original'
      ? fileFaults.original
      : {
          title: 'The file could not be saved',
          why: 'The disk may be full, or the file is open elsewhere.',
          todo: 'Save it in another place.',
          main: 'dismiss',
          others: [],
        },
  'file-not-read': (facts) => (facts.file ? fileFaults[facts.file] : unreadable),
  'list-too-long': (facts) => ({
    title: 'The list is too long',
    why:
      facts.mostRows === undefined
        ? 'It has more rows than fit in one list.'
        : `A list can have ${countText(facts.mostRows)} rows at most.`,
    todo: 'Split it, and look up one part after the other.',
    main: 'open-list',
    others: [],
  }),
} satisfies Record<string, WordsOf>;
