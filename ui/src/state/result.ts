import type { Answer } from '../backend';
import type { ContactView } from '../generated/ContactView';
import type { Problem } from '../generated/Problem';
import type { Taken } from '../generated/Taken';
import type { CardState } from '../views/contact-card/card-state';

/** A problem the person is told of. */
export interface Told {
  readonly problem: Problem;
  /** When it was told, in milliseconds since 1970. */
  readonly at: number;
  /** Seconds until another try makes sense; 0 when it does. */
  readonly wait: number;
}

/** What was noticed while an ID was taken from the text. */
export interface IdNote {
  readonly taken: Taken;
  readonly unusualLength: boolean;
  /** How many more IDs stood in the text. */
  readonly further: number;
}

/** A contact that is shown. */
export interface Found {
  readonly is: 'found';
  readonly request: number;
  readonly id: string;
  /** The account it was asked in. */
  readonly account: string;
  readonly view: ContactView;
  readonly card: CardState;
  /** Whether HighLevel has just sent it, or this session had it from before. */
  readonly from: 'answer' | 'memory';
}

/** A lookup that led to a problem. */
export interface Failed {
  readonly is: 'failed';
  readonly request: number;
  /** The ID that was asked for; `null` where the text held none. */
  readonly id: string | null;
  /** The account it was asked in; `null` where none was. */
  readonly account: string | null;
  readonly told: Told;
  /** The card of the same contact as it was before, which stays readable and usable. */
  readonly before: Found | null;
}

/** Where a lookup stands. */
export type Result = { readonly is: 'idle' } | Reading | Loading | Found | Failed;

/** The text goes through the program once, which knows the ID in it. */
export interface Reading {
  readonly is: 'reading';
  readonly request: number;
  readonly text: string;
  readonly id: string | null;
  /** Nothing moves at first; then the shape of a card. */
  readonly skeleton: boolean;
  /** The card of the same ID that stays while it is looked up again. */
  readonly before: Found | null;
  readonly replaced: Found | null;
}

/** A lookup under way. */
export interface Loading {
  readonly is: 'loading';
  readonly request: number;
  readonly id: string;
  readonly account: string;
  /** Nothing moves at first; then the shape of a card. */
  readonly skeleton: boolean;
  /** Whether that shape has been there long enough not to flicker. */
  readonly rested: boolean;
  /** Whether it takes so long that the person is told. */
  readonly long: boolean;
  /** The card of the same ID that stays while it is looked up again. */
  readonly before: Found | null;
  /** The card of another ID that was on the page, and comes back where the lookup is cancelled. */
  readonly replaced: Found | null;
  /** The answer, held back until the shape has rested. */
  readonly held: {
    readonly answer: Answer<ContactView>;
    readonly at: number;
    readonly from: Found['from'];
  } | null;
  /** The accounts that are asked one after the other for the same ID. */
  readonly round: Round | null;
}

/** One ID that is looked for in several accounts, one after the other. */
export interface Round {
  /** Those that come after the one that is being asked. */
  readonly next: readonly string[];
  readonly total: number;
  /** What the page leads back to where none has it. */
  readonly from: Failed;
}

/** Where an ID was looked for in vain. */
export interface Tried {
  readonly id: string;
  /** The accounts that do not have it. */
  readonly without: readonly string[];
  /** The accounts that could not say. */
  readonly unasked: readonly string[];
}

/** The card that can be used: the one found, or the one from before that stays below a problem. */
export function usableCard(result: Result): Found | null {
  if (result.is === 'found') return result;
  return result.is === 'failed' ? result.before : null;
}
