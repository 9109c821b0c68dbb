import { foldedText } from './format/folded';
import type { Act } from './events';
import type { AccountView } from './generated/AccountView';
import type { ConnectionCheckView } from './generated/ConnectionCheckView';
import type { Opens } from './generated/Opens';
import type { PastedTokenView } from './generated/PastedTokenView';
import type { ProblemKind } from './generated/ProblemKind';
import type { RecentView } from './generated/RecentView';
import type { SampleView } from './generated/SampleView';
import type { SettingsNotice } from './generated/SettingsNotice';
import type { SettingsView } from './generated/SettingsView';
import type { SystemName } from './generated/SystemName';
import type { TokenChoice } from './generated/TokenChoice';
import { initialBulk, stageOf, type Bulk } from './state/bulk';
import type { IdNote, Result, Told, Tried } from './state/result';

export { usableCard } from './state/result';
export type { Failed, Found, IdNote, Loading, Reading, Result, Round, Told, Tried } from './state/result';

/** The screens of the program: what `body[data-screen]` says. */
export type Screen = 'welcome' | 'lookup' | 'bulk' | 'settings' | 'help';

/** The form that takes a token. It is never part of the state itself: the field hands it on, and that is all. */
export interface TokenForm {
  /** The account that gets a new token, or `null` where a new account is connected. */
  readonly account: AccountView | null;
  /** The name that was typed when the form was sent. */
  readonly typedName: string;
  readonly pasted: PastedTokenView | null;
  /** The different tokens that were in what was pasted, of which one is still to be chosen. */
  readonly choices: readonly TokenChoice[];
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

/** Whether the program holds something for the form that is to be forgotten with it. */
export function holdsPasted(form: TokenForm | null): boolean {
  return form !== null && (form.pasted !== null || form.choices.length > 0);
}

/** What became of the name that was typed for an account. */
export type GivenName = 'as-typed' | 'taken' | 'cut' | 'another';

/** Something small worth saying, until it is dismissed or overtaken. */
export type Notice =
  | { readonly is: 'connected'; readonly account: string; readonly name: GivenName }
  | { readonly is: 'token-replaced'; readonly account: string }
  /** Two accounts have the same token. */
  | { readonly is: 'same-token'; readonly account: string; readonly other: string }
  | { readonly is: 'renamed'; readonly account: string; readonly name: GivenName }
  | { readonly is: 'switched'; readonly account: string; readonly why: 'link' | 'recent' | 'found' }
  | { readonly is: 'recents-removed'; readonly recent: RecentView | null }
  | { readonly is: 'recent-gone'; readonly recent: RecentView }
  | { readonly is: 'removed'; readonly account: AccountView }
  /** No program of this computer takes that value of the card. */
  | { readonly is: 'no-program'; readonly opens: Opens; readonly path: string }
  | { readonly is: 'reloaded' }
  | { readonly is: 'bulk-saved'; readonly file: string; readonly rows: number; readonly cut: number }
  /** A file was dropped while another list is here. */
  | { readonly is: 'bulk-busy' }
  | { readonly is: 'settings'; readonly what: SettingsNotice };

/** What the live region says. */
export type Said =
  | { readonly is: 'found'; readonly name: string }
  | { readonly is: 'connected' }
  | { readonly is: 'same-token'; readonly account: string; readonly other: string }
  | { readonly is: 'choose-token'; readonly count: number }
  | { readonly is: 'store-may-ask' }
  | { readonly is: 'still-waiting' }
  | { readonly is: 'works'; readonly account: string }
  | { readonly is: 'renamed'; readonly account: string; readonly name: GivenName }
  | { readonly is: 'removed'; readonly account: string }
  | { readonly is: 'restored'; readonly account: string }
  | { readonly is: 'token-pasted' }
  | { readonly is: 'recents-removed'; readonly recent: RecentView | null }
  | { readonly is: 'recents-back' }
  | { readonly is: 'recent-gone' }
  | { readonly is: 'no-program'; readonly opens: Opens }
  | { readonly is: 'filled' }
  | { readonly is: 'link-waits' }
  | { readonly is: 'trying'; readonly accounts: number }
  | { readonly is: 'copied' }
  /** A setting is kept; `lasts`: for longer than the program runs. */
  | { readonly is: 'saved'; readonly lasts: boolean }
  | { readonly is: 'accounts-found'; readonly count: number }
  | { readonly is: 'still-checking' }
  | { readonly is: 'checked'; readonly good: boolean }
  | { readonly is: 'check-stopped' }
  | { readonly is: 'bulk'; readonly what: BulkSaid }
  | { readonly is: 'shield'; readonly on: boolean }
  | { readonly is: 'shield-hides' };

/** What the live region says of many contacts at once. */
export type BulkSaid =
  | { readonly is: 'read'; readonly toLookUp: number }
  | { readonly is: 'started'; readonly rows: number }
  | { readonly is: 'quarter'; readonly percent: number }
  | { readonly is: 'goes-on' | 'waiting' | 'paused' | 'asks' | 'deleted' }
  | { readonly is: 'stopped'; readonly rows: number }
  | { readonly is: 'finished'; readonly found: number; readonly attention: number }
  | { readonly is: 'saved'; readonly file: string; readonly rows: number };

/** The text that was just put on the clipboard. */
export type CopiedText = 'details' | 'administrator' | 'id' | 'check';

/** One of the things that can be chosen in the settings. */
export type Choice = keyof SettingsView;

/** What the settings screen says beside the choices themselves. */
export interface Choosing {
  /** Counts the changes: only the answer to the last one counts. */
  readonly turn: number;
  /** The choice that says "Saved" just now. */
  readonly saved: Choice | null;
  /** Whether what was typed cannot be a host. */
  readonly hostRefused: boolean;
  /** What the accounts are searched for. */
  readonly search: string;
  /** Whether changes are kept when the program ends. */
  readonly lasts: boolean;
}

/** Where the check of the connection stands. */
export type Check =
  | { readonly is: 'none' }
  | { readonly is: 'no-account' }
  | { readonly is: 'running'; readonly attempt: number; readonly long: boolean }
  | { readonly is: 'done'; readonly view: ConnectionCheckView; readonly at: number }
  | { readonly is: 'stopped'; readonly told: Told };

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
  /** What the person has chosen in the settings, as the program keeps it. */
  readonly choices: SettingsView;
  readonly samples: readonly SampleView[];
  readonly accounts: readonly AccountView[];
  /** The account in use: a saved one or the sample account. */
  readonly current: AccountView | null;
  /** The recent lookups, the newest first. */
  readonly recents: readonly RecentView[];
  readonly screen: Screen;
  readonly bulk: Bulk;
  readonly menuOpen: boolean;
  /** What the accounts in the menu are narrowed to. */
  readonly menuText: string;
  /** The recent lookups below the box, while they are open: which one is chosen, if any. */
  readonly picker: { readonly at: number | null } | null;
  /** Whether the recent lookups are unfolded, where they are not beside the card. */
  readonly recentsOpen: boolean;
  /** What is in the ID box. */
  readonly text: string;
  /** Whether the person has put something into the box that has not been asked for: it is theirs alone. */
  readonly edited: boolean;
  /** When the box was last typed or pasted into, in milliseconds since 1970. */
  readonly editedAt: number;
  /** The text of another program's link that came while the box was being typed into. */
  readonly waitingLink: string | null;
  readonly note: IdNote | null;
  /** Whether the text in the box came from another program's link and waits there. */
  readonly filled: boolean;
  readonly result: Result;
  readonly tried: Tried | null;
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
  readonly choosing: Choosing;
  readonly check: Check;
  /** Whether all that is personal is hidden, for others look at the screen too. */
  readonly shielded: boolean;
  readonly notices: readonly Notice[];
  /** A problem aside from what the person is doing. */
  readonly passing: Told | null;
  /** The text about a problem that was just put on the clipboard. */
  readonly copied: CopiedText | null;
  readonly said: { readonly turn: number; readonly what: Said } | null;
}

export const quietSettings: SettingsState = { renaming: null, testing: null, works: null, trouble: null };

export const quietChoosing: Choosing = { turn: 0, saved: null, hostRefused: false, search: '', lasts: true };

/** The page before the program has answered. */
export const initialState: State = {
  phase: 'starting',
  version: '',
  system: 'linux',
  choices: {
    theme: 'system',
    textSize: 100,
    rememberNames: false,
    namesDecided: false,
    quietHours: { begin: 21, end: 8 },
    highlevelHost: 'app.gohighlevel.com',
  },
  samples: [],
  accounts: [],
  current: null,
  recents: [],
  screen: 'welcome',
  bulk: initialBulk,
  menuOpen: false,
  menuText: '',
  picker: null,
  recentsOpen: false,
  text: '',
  edited: false,
  editedAt: 0,
  waitingLink: null,
  note: null,
  filled: false,
  result: { is: 'idle' },
  tried: null,
  request: 0,
  warmedAt: 0,
  waitingText: null,
  form: null,
  attempts: 0,
  settings: quietSettings,
  choosing: quietChoosing,
  check: { is: 'none' },
  shielded: false,
  notices: [],
  passing: null,
  copied: null,
  said: null,
};

/** The sizes of text that the program knows, in percent. */
export const textSizes: readonly number[] = [80, 90, 100, 110, 125, 150, 175, 200];
export const usualTextSize = 100;

/** The accounts whose name has that text, in any case and with any accents. */
export function accountsNamed(accounts: readonly AccountView[], text: string): readonly AccountView[] {
  const wanted = foldedText(text.trim());
  return wanted === '' ? accounts : accounts.filter(({ name }) => foldedText(name).includes(wanted));
}

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
    case 'bulk':
      return bulkProblem(state);
    case 'settings':
      if (state.form) return state.form.told;
      return state.settings.trouble?.told ?? null;
    case 'help':
      return null;
  }
}

function bulkProblem({ bulk, form }: State): Told | null {
  if (stageOf(bulk) === 'in') return bulk.listIn.told;
  if (bulk.view.state !== 'asking') return null;
  return form ? form.told : bulk.told;
}

const storeFaults: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'password-store-missing',
  'password-store-locked',
  'password-store-not-answering',
  'password-store-denied',
  'password-store-without-place',
  'token-too-long',
]);

/** Whether the token can be used for this session although the password store will not have it. */
export function isStoreFault(kind: ProblemKind): boolean {
  return storeFaults.has(kind);
}
