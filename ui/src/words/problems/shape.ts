import type { ProblemFacts } from '../../generated/ProblemFacts';
import type { SystemName } from '../../generated/SystemName';

/** What a person can do about a problem. */
export type ProblemAction =
  | 'try-again'
  | 'edit-id'
  | 'find-id'
  | 'replace-token'
  | 'token-for-session'
  | 'choose-account'
  | 'add-account'
  | 'open-status'
  | 'open-private-integrations'
  | 'copy-administrator'
  | 'open-list'
  | 'dismiss';

/** What the words may depend on, beside the facts. */
export interface ProblemContext {
  readonly system: SystemName;
  /** Whether a token is being given just now, rather than used. */
  readonly connecting: boolean;
  /** Whether there is another account to choose. */
  readonly otherAccounts: boolean;
  /** In how many accounts the ID was looked for, where it was more than one. */
  readonly searched?: {
    /** Those that do not have it. */
    readonly without: number;
    /** Those that could not say. */
    readonly unasked: number;
  };
  /** When it was told. */
  readonly at: Date;
  /** The reader's language. */
  readonly locale: string;
}

/** A problem in words: at most 25 before the action. */
export interface ProblemWords {
  /** What happened, in the person's own terms. */
  readonly title: string;
  /** Why, in one sentence. */
  readonly why: string;
  /** What to do, in one sentence. */
  readonly todo: string;
  readonly main: ProblemAction;
  readonly others: readonly ProblemAction[];
  /** How to do it, where one sentence is not enough. */
  readonly steps?: { readonly title: string; readonly list: readonly string[] };
  /** What to ask the administrator for, where only they can mend it. */
  readonly ask?: string;
}

/** The words of one kind: fixed, or made from what is known. */
export type WordsOf = ProblemWords | ((facts: ProblemFacts, context: ProblemContext) => ProblemWords);
