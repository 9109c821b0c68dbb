import type { Answer } from './backend';
import type { Act } from './events';
import type { AccountView } from './generated/AccountView';
import type { ContactView } from './generated/ContactView';
import type { PastedTokenView } from './generated/PastedTokenView';
import type { Problem } from './generated/Problem';
import type { ProblemKind } from './generated/ProblemKind';
import type { SampleView } from './generated/SampleView';
import type { SettingsNotice } from './generated/SettingsNotice';
import type { SystemName } from './generated/SystemName';
import type { Taken } from './generated/Taken';
import type { Theme } from './generated/Theme';
import type { CardState } from './views/contact-card/card-state';

/** The screens of the program: what `body[data-screen]` says. */
export type Screen = 'welcome' | 'lookup' | 'settings' | 'help';

/** A problem the person is told of. */
export interface Told {
  readonly problem: Problem;
  /** When it was told, in milliseconds since 1970. */
  readonly at: number;
  /** Seconds until another try makes sense; 0 when it does. */
  readonly wait: number;
}

/** The form that takes a token. It is never part of the state itself: the field hands it on, and that is all. */
export interface TokenForm {
  /** The account that gets a new token, or `null` where a new account is connected. */
  readonly account: AccountView | null;
  readonly pasted: PastedTokenView | null;
  /** Whether HighLevel is being asked. */
  readonly busy: boolean;
  /** Whether that takes so long that the person is told what it may be waiting for. */
  readonly long: boolean;
  /** Counts the tries, so that the answer to a cancelled one is known for what it is. */
  readonly attempt: number;
  /** Why the password store cannot be used, as far as known. */
  readonly storeFault: ProblemKind | null;
  readonly told: Told | null;
}

/** What was noticed while an ID was taken from the text. */
export interface IdNote {
  readonly taken: Taken;
  readonly unusualLength: boolean;
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
}

/** Where a lookup stands. */
export type Result =
  | { readonly is: 'idle' }
  /** The text goes through the program once, which knows the ID in it. */
  | {
      readonly is: 'reading';
      readonly text: string;
      readonly id: string | null;
      readonly before: Found | null;
    }
  | Loading
  | Found
  | {
      readonly is: 'failed';
      readonly request: number;
      /** The ID that was asked for; `null` where the text held none. */
      readonly id: string | null;
      readonly told: Told;
    };

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
  /** The answer, held back until the shape has rested. */
  readonly held: { readonly answer: Answer<ContactView>; readonly at: number } | null;
}

/** Something small worth saying, until it is dismissed or overtaken. */
export type Notice =
  | { readonly is: 'connected'; readonly account: string }
  | { readonly is: 'token-replaced'; readonly account: string }
  | { readonly is: 'switched'; readonly account: string }
  | { readonly is: 'removed'; readonly account: AccountView }
  | { readonly is: 'reloaded' }
  | { readonly is: 'settings'; readonly what: SettingsNotice };

/** What the live region says. */
export type Said =
  | { readonly is: 'found'; readonly name: string }
  | { readonly is: 'connected' }
  | { readonly is: 'store-may-ask' }
  | { readonly is: 'still-waiting' }
  | { readonly is: 'works'; readonly account: string }
  | { readonly is: 'removed'; readonly account: string }
  | { readonly is: 'restored'; readonly account: string }
  | { readonly is: 'token-pasted' }
  | { readonly is: 'copied' };

/** What the settings screen is busy with. */
export interface SettingsState {
  /** The account whose name is being changed. */
  readonly renaming: string | null;
  /** The account whose token is being tested. */
  readonly testing: string | null;
  /** The account whose token was found good. */
  readonly works: string | null;
  /** What went wrong, and with which account. */
  readonly trouble: {
    readonly account: string;
    readonly told: Told;
    /** What was tried, and can be tried again. */
    readonly again: Act | null;
  } | null;
}

/** All that the page shows. */
export interface State {
  /** Nothing is drawn before the program has answered. */
  readonly phase: 'starting' | 'running' | 'broken';
  readonly version: string;
  readonly system: SystemName;
  readonly theme: Theme;
  readonly samples: readonly SampleView[];
  readonly accounts: readonly AccountView[];
  /** The account in use: a saved one or the sample account. */
  readonly current: AccountView | null;
  readonly screen: Screen;
  readonly menuOpen: boolean;
  /** What is in the ID box. */
  readonly text: string;
  readonly note: IdNote | null;
  readonly result: Result;
  /** The number of the last lookup. */
  readonly request: number;
  /** When a connection was last opened ahead, in milliseconds since 1970. */
  readonly warmedAt: number;
  /** An ID that the program was started with, kept until an account is there to look it up in. */
  readonly waitingText: string | null;
  readonly form: TokenForm | null;
  /** The number of the last try to connect: never used twice, so that no late answer is taken for another. */
  readonly attempts: number;
  readonly settings: SettingsState;
  readonly notices: readonly Notice[];
  /** A problem aside from what the person is doing. */
  readonly passing: Told | null;
  /** The text about a problem that was just put on the clipboard. */
  readonly copied: 'details' | 'administrator' | 'id' | null;
  readonly said: { readonly turn: number; readonly what: Said } | null;
}

export const quietSettings: SettingsState = { renaming: null, testing: null, works: null, trouble: null };

/** The page before the program has answered. */
export const initialState: State = {
  phase: 'starting',
  version: '',
  system: 'linux',
  theme: 'system',
  samples: [],
  accounts: [],
  current: null,
  screen: 'welcome',
  menuOpen: false,
  text: '',
  note: null,
  result: { is: 'idle' },
  request: 0,
  warmedAt: 0,
  waitingText: null,
  form: null,
  attempts: 0,
  settings: quietSettings,
  notices: [],
  passing: null,
  copied: null,
  said: null,
};

/** The problem that is on the page. There is never more than one: what the person does comes first. */
export function problemShown(state: State): Told | null {
  const own = ownProblem(state);
  return own ?? state.passing;
}

/** The problem of what the person is doing on this screen. */
export function ownProblem(state: State): Told | null {
  switch (state.screen) {
    case 'welcome':
      return state.form?.told ?? null;
    case 'lookup':
      if (state.form) return state.form.told;
      return state.result.is === 'failed' ? state.result.told : null;
    case 'settings':
      if (state.form) return state.form.told;
      return state.settings.trouble?.told ?? null;
    case 'help':
      return null;
  }
}

const storeFaults: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'password-store-missing',
  'password-store-locked',
  'password-store-not-answering',
  'password-store-denied',
  'token-too-long',
]);

/** Whether the token can be used for this session although the password store will not have it. */
export function isStoreFault(kind: ProblemKind): boolean {
  return storeFaults.has(kind);
}
