import type { CallObstacle } from '../../call-verdict';
import type { SentView } from '../../generated/SentView';

/** Stands for the whole card where a path names one value: what `#copy-all` copies. */
export const WHOLE_CARD = '*';

/** Stands for the whole name, which may be made of several values. */
export const FULL_NAME = '@name';

/** Stands for the ID behind a name. */
export function idOf(path: string): string {
  return `@id:${path}`;
}

/** Stands for the address as it is written on a letter. */
export const ADDRESS_LABEL = '@label';

/** The lists of the card that begin short. A long text is named by its path instead. */
export type LongPart = 'tags' | 'custom-fields' | 'changes' | `text:${string}`;

/** What is looked for on the card. */
export interface CardSearch {
  readonly text: string;
  /** Whether the typing has paused: then what was found is said. */
  readonly settled: boolean;
}

/** What is asked before a value is opened: an address is shown whole, and a call may have something against it. */
export type AskedToOpen =
  | { readonly path: string; readonly about: 'address'; readonly address: string }
  | { readonly path: string; readonly about: 'call'; readonly obstacle: CallObstacle };

/** What the person has done to the card that is shown. A new lookup begins with `initialCardState`. */
export interface CardState {
  /** The path whose button says "Copied" just now, or `WHOLE_CARD`. */
  readonly copied: string | null;
  /** The sensitive values that are shown, by the path that was asked for. */
  readonly revealed: ReadonlyMap<string, readonly SentView[]>;
  /** Whether "Everything HighLevel sent" is unfolded. */
  readonly foldOpen: boolean;
  /** What is shown at its whole length. */
  readonly expanded: ReadonlySet<LongPart>;
  /** Of places with very many rows: how often the next ones were asked for. */
  readonly next: ReadonlyMap<string, number>;
  /** Whether it was asked whose the IDs are, and something came back, be it a refusal. */
  readonly named: boolean;
  /** What is looked for; `null` while the search is closed. */
  readonly search: CardSearch | null;
  /** Whether the menu beside "Copy" is open. */
  readonly menuOpen: boolean;
  /** What waits for a yes. */
  readonly asked: AskedToOpen | null;
  /** The file that was just saved. */
  readonly saved: string | null;
}

/** What happens on the card. Those that need the backend are also its effects, by the same name. */
export type CardEvent =
  /** Put the value on the clipboard; `copied` follows. */
  | { readonly is: 'copy'; readonly path: string }
  /** The value is on the clipboard. */
  | { readonly is: 'copied'; readonly path: string }
  /** Two seconds after `copied`: its button may stop saying so. */
  | { readonly is: 'copyFaded'; readonly path: string }
  /** Open the value: call, write, or visit. `at`: when, for at night a call is asked about first. */
  | { readonly is: 'open'; readonly path: string; readonly at: number }
  /** Show a sensitive value; `revealed` follows. */
  | { readonly is: 'reveal'; readonly path: string }
  /** The sensitive value is here. */
  | { readonly is: 'revealed'; readonly path: string; readonly values: readonly SentView[] }
  /** Take a sensitive value out of the page again. */
  | { readonly is: 'hide'; readonly path: string }
  /** Take all sensitive values out of the page: after 60 s, on blur. */
  | { readonly is: 'hideAll' }
  /** Put the whole card on the clipboard, as that text; `copied` with `WHOLE_CARD` follows. */
  | { readonly is: 'copyAll'; readonly text: string }
  /** Put the whole name on the clipboard; `copied` with `FULL_NAME` follows. */
  | { readonly is: 'copyName' }
  /** Put the ID on the clipboard that is shown by name. */
  | { readonly is: 'copyId'; readonly path: string }
  /** Open the contact's own page. */
  | { readonly is: 'openInHighLevel' }
  /** Put the address on the clipboard, as on a letter; `copied` with `ADDRESS_LABEL` follows. */
  | { readonly is: 'copyAddress' }
  /** Write the contact to a file; `saved` follows, unless the person thinks better. */
  | { readonly is: 'saveVcard' }
  /** The file is written. */
  | { readonly is: 'saved'; readonly file: string }
  /** A while after `saved`: it need not be said any longer. */
  | { readonly is: 'savedFaded' }
  /** Print the card, its sensitive values hidden. */
  | { readonly is: 'print' }
  /** Opening would lead to another address than the one shown: the whole of it is here, and waits for a yes. */
  | { readonly is: 'askToOpen'; readonly path: string; readonly address: string }
  /** A call would go to somebody who is not to be called now: it waits for a yes. */
  | { readonly is: 'askToCall'; readonly path: string; readonly obstacle: CallObstacle }
  /** Yes: open it. */
  | { readonly is: 'openAsked' }
  /** No. */
  | { readonly is: 'cancelOpen' }
  /** Begin to search the card, or go on with it. */
  | { readonly is: 'openSearch' }
  /** Search the card for that text. */
  | { readonly is: 'search'; readonly text: string }
  /** A moment after the last letter. */
  | { readonly is: 'searchSettled' }
  /** Show the whole card again. */
  | { readonly is: 'closeSearch' }
  /** Open or close the menu beside "Copy". */
  | { readonly is: 'toggleMenu' }
  | { readonly is: 'closeMenu' }
  /** Look the same ID up again. */
  | { readonly is: 'refresh' }
  /** Fold or unfold "Everything HighLevel sent". */
  | { readonly is: 'toggleFold' }
  /** Show a list or a text at its whole length, or short again. */
  | { readonly is: 'showMore'; readonly panel: LongPart }
  /** Show the next rows of a place with very many. */
  | { readonly is: 'showNext'; readonly place: string };

/** The card as it is right after a lookup. */
export const initialCardState: CardState = {
  copied: null,
  revealed: new Map(),
  foldOpen: false,
  expanded: new Set(),
  next: new Map(),
  named: false,
  search: null,
  menuOpen: false,
  asked: null,
  saved: null,
};

/** The card when its contact is looked up again: what was open stays, what was only for a moment goes. */
export function carriedOver(state: CardState): CardState {
  const { copied, revealed, menuOpen, asked, saved } = initialCardState;
  return { ...state, copied, revealed, menuOpen, asked, saved };
}

/** The state after an event. Pure: an event that only asks the backend for something changes nothing. */
export function updateCard(state: CardState, event: CardEvent): CardState {
  switch (event.is) {
    case 'copied':
      return { ...state, copied: event.path };
    case 'copyFaded':
      // Another value may have been copied meanwhile: its two seconds are its own.
      return state.copied === event.path ? { ...state, copied: null } : state;
    case 'revealed':
      return { ...state, revealed: new Map(state.revealed).set(event.path, event.values) };
    case 'hide': {
      const revealed = new Map(state.revealed);
      return revealed.delete(event.path) ? { ...state, revealed } : state;
    }
    case 'hideAll':
      return state.revealed.size === 0 ? state : { ...state, revealed: new Map() };
    case 'toggleFold':
      return { ...state, foldOpen: !state.foldOpen };
    case 'showMore': {
      const expanded = new Set(state.expanded);
      if (!expanded.delete(event.panel)) expanded.add(event.panel);
      return { ...state, expanded };
    }
    case 'showNext':
      return { ...state, next: new Map(state.next).set(event.place, (state.next.get(event.place) ?? 0) + 1) };
    case 'saved':
      return { ...state, saved: event.file };
    case 'savedFaded':
      return state.saved === null ? state : { ...state, saved: null };
    case 'askToOpen':
      return { ...state, asked: { path: event.path, about: 'address', address: event.address } };
    case 'askToCall':
      return { ...state, asked: { path: event.path, about: 'call', obstacle: event.obstacle } };
    case 'openAsked':
    case 'cancelOpen':
      return state.asked === null ? state : { ...state, asked: null };
    case 'openSearch':
      return state.search === null ? { ...state, search: { text: '', settled: false } } : state;
    case 'search':
      return { ...state, search: { text: event.text, settled: false } };
    case 'searchSettled':
      return state.search === null ? state : { ...state, search: { ...state.search, settled: true } };
    case 'closeSearch':
      return state.search === null ? state : { ...state, search: null };
    case 'toggleMenu':
      return { ...state, menuOpen: !state.menuOpen };
    case 'closeMenu':
    case 'copyAddress':
    case 'copyName':
    case 'saveVcard':
    case 'print':
      return state.menuOpen ? { ...state, menuOpen: false } : state;
    case 'copy':
    case 'open':
    case 'reveal':
    case 'copyAll':
    case 'copyId':
    case 'openInHighLevel':
    case 'refresh':
      return state;
  }
}
