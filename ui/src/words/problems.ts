import type { Problem } from '../generated/Problem';
import type { ProblemKind } from '../generated/ProblemKind';
import { answer } from './problems/answer';
import { files } from './problems/files';
import { network } from './problems/network';
import { rest } from './problems/rest';
import type { ProblemAction, ProblemContext, ProblemWords, WordsOf } from './problems/shape';
import { token } from './problems/token';
import { typed } from './problems/typed';

export type { ProblemAction, ProblemContext, ProblemWords } from './problems/shape';

/** The words of every kind. A kind without words does not pass the type check. */
export const problems: Record<ProblemKind, WordsOf> = {
  ...typed,
  ...token,
  ...answer,
  ...network,
  ...files,
  ...rest,
};

/** A problem in words. */
export function problemWords(problem: Problem, context: ProblemContext): ProblemWords {
  const words = problems[problem.kind];
  return typeof words === 'function' ? words(problem.facts, context) : words;
}

/** What the buttons say. */
export const actionWords: Record<ProblemAction, string> = {
  'try-again': 'Try again',
  'edit-id': 'Check the ID',
  'find-id': 'Where to find an ID',
  'replace-token': 'Replace the token',
  'token-for-session': 'Use a token for this session only',
  'choose-account': 'Choose another account',
  'add-account': 'Add an account',
  'open-status': 'Open HighLevel’s status page',
  'open-private-integrations': 'Open Private Integrations',
  'copy-administrator': 'Copy a message for your administrator',
  'open-list': 'Open another file…',
  'dismiss': 'Got it',
};
