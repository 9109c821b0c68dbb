import type { SentView } from '../../generated/SentView';

/** Stands for the whole card where a path names one value: what `#copy-all` copies. */
export const WHOLE_CARD = '*';

/** The lists of the card that begin short. A long text is named by its path instead. */
export type LongPart = 'tags' | 'custom-fields' | `text:${string}`;

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
}

/** What happens on the card. Those that need the backend are also its effects, by the same name. */
export type CardEvent =
  /** Put the value on the clipboard; `copied` follows. */
  | { readonly is: 'copy'; readonly path: string }
  /** The value is on the clipboard. */
  | { readonly is: 'copied'; readonly path: string }
  /** Two seconds after `copied`: its button may stop saying so. */
  | { readonly is: 'copyFaded'; readonly path: string }
  /** Open the value: call, write, or visit. */
  | { readonly is: 'open'; readonly path: string }
  /** Show a sensitive value; `revealed` follows. */
  | { readonly is: 'reveal'; readonly path: string }
  /** The sensitive value is here. */
  | { readonly is: 'revealed'; readonly path: string; readonly values: readonly SentView[] }
  /** Take a sensitive value out of the page again. */
  | { readonly is: 'hide'; readonly path: string }
  /** Take all sensitive values out of the page: after 60 s, on blur. */
  | { readonly is: 'hideAll' }
  /** Put the whole contact on the clipboard; `copied` with `WHOLE_CARD` follows. */
  | { readonly is: 'copyAll' }
  /** Open the contact's own page. */
  | { readonly is: 'openInHighLevel' }
  /** Look the same ID up again. */
  | { readonly is: 'refresh' }
  /** Fold or unfold "Everything HighLevel sent". */
  | { readonly is: 'toggleFold' }
  /** Show a list or a text at its whole length, or short again. */
  | { readonly is: 'showMore'; readonly panel: LongPart };

/** The card as it is right after a lookup. */
export const initialCardState: CardState = {
  copied: null,
  revealed: new Map(),
  foldOpen: false,
  expanded: new Set(),
};

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
    case 'copy':
    case 'open':
    case 'reveal':
    case 'copyAll':
    case 'openInHighLevel':
    case 'refresh':
      return state;
  }
}
