import type { WebPage } from '../backend';
import type { Event } from '../events';
import type { AccountView } from '../generated/AccountView';
import type { Theme } from '../generated/Theme';
import type { State } from '../state';

/** The places that can be given the focus. */
export type Place = 'contact-id' | 'look-up' | 'account-name' | 'token' | 'connect' | 'account' | 'heading';

/** What is to be done beside changing the state. */
export type Effect =
  | { readonly do: 'start' }
  | { readonly do: 'listen' }
  | { readonly do: 'check-store' }
  | { readonly do: 'paste-token' }
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
  | { readonly do: 'choose-account'; readonly account: string }
  | { readonly do: 'test-token'; readonly account: string }
  | { readonly do: 'rename'; readonly account: string; readonly name: string }
  | { readonly do: 'remove'; readonly account: AccountView }
  /** Takes an account away again that was connected after the person had given up. Nothing is told of it. */
  | { readonly do: 'remove-unwanted'; readonly account: string }
  | { readonly do: 'restore'; readonly account: string }
  | { readonly do: 'set-theme'; readonly theme: Theme }
  | { readonly do: 'read-id'; readonly text: string }
  | { readonly do: 'get-contact'; readonly account: string; readonly id: string; readonly request: number }
  | { readonly do: 'cancel-look-up'; readonly request: number }
  | { readonly do: 'warm-up'; readonly account: string }
  | { readonly do: 'reveal'; readonly request: number; readonly path: string }
  | { readonly do: 'copy-value'; readonly request: number; readonly path: string }
  | { readonly do: 'copy-all'; readonly request: number }
  | { readonly do: 'open-value'; readonly path: string }
  | { readonly do: 'open-in-highlevel' }
  | {
      readonly do: 'copy-problem';
      readonly text: string;
      readonly what: 'details' | 'administrator' | 'id';
    }
  | { readonly do: 'open-page'; readonly page: WebPage }
  /** Sends the event later. A later timer of the same key takes its place. */
  | { readonly do: 'after'; readonly key: string; readonly ms: number; readonly event: Event }
  | { readonly do: 'focus'; readonly place: Place; readonly select: boolean }
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
  return { state: { ...state, ...changes }, effects };
}

/** The same step with more to do. */
export function also(before: Step, ...effects: Effect[]): Step {
  return { state: before.state, effects: [...before.effects, ...effects] };
}
