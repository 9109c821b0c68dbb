import type { CardKey, WebPage } from '../backend';
import type { Chosen, Event } from '../events';
import type { AccountView } from '../generated/AccountView';
import type { RecentView } from '../generated/RecentView';
import type { CopiedText, State } from '../state';
import type { BulkAsk } from './bulk/ask';

/** The places that can be given the focus. */
export type Place =
  | 'contact-id'
  | 'look-up'
  | 'account-name'
  | 'token'
  | 'connect'
  | 'account'
  | 'heading'
  | 'account-search'
  | 'cancel-open'
  | 'card-search'
  | 'check-connection'
  | 'check-verdict'
  | `token-choice-${number}`
  | 'copy-more'
  | 'highlevel-host'
  | 'open-card-search'
  | 'privacy-shield'
  | 'quiet-begin'
  | `rename-${string}`
  | 'cancel-look-up'
  | 'menu-search'
  | 'menu-start'
  | 'add-account'
  | 'try-all'
  | 'clear-recents'
  | 'bulk-ids'
  | 'bulk-start'
  | 'bulk-columns'
  | 'bulk-save-more'
  | 'bulk-close'
  | 'card'
  | 'bulk-search'
  | 'bulk-keep'
  | 'window-stay'
  | `bulk-row-${number}`
  | 'recents-title'
  | `recent-${number}`;

/** What is asked of the recent lookups. */
export type RecentsAsk =
  /** The list as it is now, once what there is to see has been painted. */
  | { readonly is: 'list' }
  | { readonly is: 'recall'; readonly account: string; readonly id: string; readonly request: number }
  | { readonly is: 'remove'; readonly recent: RecentView }
  | { readonly is: 'clear' }
  | { readonly is: 'undo' };

/** What is to be done beside changing the state. */
export type Effect =
  | { readonly do: 'start' }
  | { readonly do: 'listen' }
  | { readonly do: 'close-window' }
  | { readonly do: 'check-store' }
  | { readonly do: 'paste-token' }
  | { readonly do: 'choose-token'; readonly index: number }
  | { readonly do: 'forget-pasted' }
  | {
      readonly do: 'connect';
      readonly attempt: number;
      readonly name: string;
      readonly token: string | null;
      readonly sessionOnly: boolean;
    }
  | {
      readonly do: 'replace-token';
      readonly attempt: number;
      readonly account: string;
      readonly token: string | null;
      readonly sessionOnly: boolean;
    }
  | { readonly do: 'use-samples' }
  | { readonly do: 'leave-samples' }
  /** Makes the account the one in use. `shows`: the ID of the card on the page, which must stay usable. */
  | { readonly do: 'use-account'; readonly account: string }
  | { readonly do: 'recents'; readonly ask: RecentsAsk }
  | { readonly do: 'bulk'; readonly ask: BulkAsk }
  | { readonly do: 'test-token'; readonly account: string }
  | { readonly do: 'rename'; readonly account: string; readonly name: string }
  | { readonly do: 'remove'; readonly account: AccountView }
  /** Takes an account away again that was connected after the person had given up. Nothing is told of it. */
  | { readonly do: 'remove-unwanted'; readonly account: string }
  | { readonly do: 'restore'; readonly account: string }
  /** Keeps a choice. Its number tells the answer from that to a later change. */
  | { readonly do: 'choose'; readonly turn: number; readonly chosen: Chosen }
  | { readonly do: 'check-connection'; readonly account: string; readonly attempt: number }
  | { readonly do: 'read-id'; readonly text: string }
  | { readonly do: 'get-contact'; readonly account: string; readonly id: string; readonly request: number }
  | { readonly do: 'cancel-look-up'; readonly request: number }
  /** Asks whose the IDs on a card are, after it was painted. */
  | { readonly do: 'get-names'; readonly account: string; readonly id: string; readonly request: number }
  | { readonly do: 'warm-up'; readonly account: string }
  | { readonly do: 'reveal'; readonly card: CardKey; readonly request: number; readonly path: string }
  /** `as`: what the button that was pressed stands for. */
  | {
      readonly do: 'copy-value';
      readonly card: CardKey;
      readonly request: number;
      readonly path: string;
      readonly as: string;
    }
  | { readonly do: 'copy-text'; readonly request: number; readonly text: string; readonly as: string }
  | { readonly do: 'copy-address'; readonly card: CardKey; readonly request: number }
  | {
      readonly do: 'save-vcard';
      readonly card: CardKey;
      readonly request: number;
      readonly shielded: boolean;
    }
  /** Asks what opening a value leads to, to hold it against the text that is shown. */
  | {
      readonly do: 'preview-link';
      readonly card: CardKey;
      readonly request: number;
      readonly path: string;
      readonly shown: string;
    }
  | { readonly do: 'open-value'; readonly card: CardKey; readonly path: string }
  /** Gives the focus back to the button that opens a value. */
  | { readonly do: 'focus-open'; readonly path: string }
  | { readonly do: 'open-in-highlevel'; readonly card: CardKey }
  | {
      readonly do: 'copy-problem';
      readonly text: string;
      readonly what: CopiedText;
    }
  | { readonly do: 'open-page'; readonly page: WebPage }
  /** Sends the event later. A later timer of the same key takes its place. */
  | { readonly do: 'after'; readonly key: string; readonly ms: number; readonly event: Event }
  | { readonly do: 'focus'; readonly place: Place; readonly select: boolean }
  /** Empties a field that the page does not fill. */
  | { readonly do: 'empty'; readonly place: Place }
  /** Scrolls as far as is needed to have something in sight. */
  | { readonly do: 'show'; readonly place: Place }
  /** Gives the focus to a place where it has gone with what had it. */
  | { readonly do: 'catch-focus'; readonly place: Place; readonly select?: boolean }
  /** Scrolls the table of many contacts to its top, or to where it was left. */
  | { readonly do: 'list-scroll'; readonly to: 'top' | 'kept' }
  /** Gives the ID box the focus for the next ID, once what there is to see has been painted. */
  | { readonly do: 'ready-box' }
  | { readonly do: 'print' };

/** The state after an event, and what is to be done. */
export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}

/** A step with these changes and effects. */
export function step(state: State, changes: Partial<State> = {}, ...effects: Effect[]): Step {
  return { state: withChanges(state, changes), effects };
}

/** The same with these changes: the very same object where they change nothing, so that nothing is drawn again. */
export function withChanges<T extends object>(before: T, changes: Partial<T>): T {
  const differs = (Object.keys(changes) as (keyof T)[]).some((key) => changes[key] !== before[key]);
  return differs ? { ...before, ...changes } : before;
}

/** The same step with more to do. */
export function also(before: Step, ...effects: Effect[]): Step {
  return { state: before.state, effects: [...before.effects, ...effects] };
}
