import type { Answer } from './backend';
import type { AccountView } from './generated/AccountView';
import type { ContactView } from './generated/ContactView';
import type { News } from './generated/News';
import type { PastedTokenView } from './generated/PastedTokenView';
import type { Problem } from './generated/Problem';
import type { ReadIdView } from './generated/ReadIdView';
import type { StartView } from './generated/StartView';
import type { Theme } from './generated/Theme';
import type { WebPage } from './backend';
import type { Screen } from './state';
import type { CardEvent } from './views/contact-card/card-state';

/** What the person can do by keyboard from anywhere. */
export type Shortcut = 'box' | 'again' | 'settings' | 'print' | 'help' | 'escape';

/** What the person does. Views send these and nothing else. */
export type Act =
  | { readonly is: 'start-again' }
  | { readonly is: 'go'; readonly to: Screen }
  | { readonly is: 'back' }
  | { readonly is: 'pressed'; readonly shortcut: Shortcut }
  | { readonly is: 'toggle-menu' }
  | { readonly is: 'open-menu' }
  | { readonly is: 'close-menu' }
  | { readonly is: 'window-left' }
  // accounts and tokens
  | {
      readonly is: 'submit-token';
      readonly name: string;
      readonly token: string;
      readonly sessionOnly: boolean;
    }
  | { readonly is: 'paste-token' }
  | { readonly is: 'forget-pasted' }
  | { readonly is: 'close-form' }
  | { readonly is: 'use-samples' }
  | { readonly is: 'leave-samples' }
  | { readonly is: 'add-account' }
  | { readonly is: 'choose-account'; readonly account: string }
  | { readonly is: 'replace-token'; readonly account: string }
  | { readonly is: 'test-token'; readonly account: string }
  | { readonly is: 'edit-name'; readonly account: string | null }
  | { readonly is: 'rename'; readonly account: string; readonly name: string }
  | { readonly is: 'remove'; readonly account: AccountView }
  | { readonly is: 'undo-remove'; readonly account: AccountView }
  | { readonly is: 'set-theme'; readonly theme: Theme }
  // looking up
  | { readonly is: 'typed'; readonly text: string; readonly at: number }
  | { readonly is: 'look-up'; readonly text: string }
  | { readonly is: 'look-up-id'; readonly id: string }
  | { readonly is: 'try-again' }
  | { readonly is: 'edit-id' }
  | { readonly is: 'cancel' }
  | { readonly is: 'card'; readonly event: CardEvent }
  // problems and notices
  | { readonly is: 'copy-problem'; readonly text: string; readonly what: 'details' | 'administrator' | 'id' }
  | { readonly is: 'open-page'; readonly page: WebPage }
  | { readonly is: 'dismiss-notice'; readonly index: number }
  | { readonly is: 'dismiss-problem' };

/** What comes back: answers of the program and the passing of time. `at` is in milliseconds since 1970. */
export type Report =
  | { readonly is: 'started'; readonly answer: Answer<StartView>; readonly at: number }
  | { readonly is: 'news'; readonly news: News; readonly at: number }
  | { readonly is: 'store-checked'; readonly answer: Answer<null> }
  | { readonly is: 'token-pasted'; readonly answer: Answer<PastedTokenView>; readonly at: number }
  | {
      readonly is: 'token-kept';
      readonly attempt: number;
      readonly answer: Answer<AccountView>;
      readonly at: number;
    }
  | { readonly is: 'token-takes-long'; readonly attempt: number }
  | { readonly is: 'account-entered'; readonly answer: Answer<AccountView | null>; readonly at: number }
  | { readonly is: 'tested'; readonly account: string; readonly answer: Answer<null>; readonly at: number }
  | {
      readonly is: 'renamed';
      readonly account: string;
      readonly answer: Answer<AccountView>;
      readonly at: number;
    }
  | {
      readonly is: 'removed';
      readonly account: AccountView;
      readonly answer: Answer<null>;
      readonly at: number;
    }
  | {
      readonly is: 'restored';
      readonly account: string;
      readonly answer: Answer<AccountView>;
      readonly at: number;
    }
  | {
      readonly is: 'id-read';
      readonly text: string;
      readonly answer: Answer<ReadIdView>;
      readonly at: number;
    }
  | {
      readonly is: 'contact-here';
      readonly request: number;
      readonly answer: Answer<ContactView | null>;
      readonly at: number;
    }
  | { readonly is: 'quiet-over'; readonly request: number }
  | { readonly is: 'rested'; readonly request: number }
  | { readonly is: 'takes-long'; readonly request: number }
  | { readonly is: 'overdue'; readonly request: number; readonly at: number }
  | { readonly is: 'card-report'; readonly request: number; readonly event: CardEvent }
  | { readonly is: 'problem-copied'; readonly what: 'details' | 'administrator' | 'id' }
  | { readonly is: 'copied-faded' }
  | { readonly is: 'second-passed'; readonly at: number }
  | { readonly is: 'trouble'; readonly problem: Problem; readonly at: number };

export type Event = Act | Report;

/** Sends what the person does to `update`. */
export type Send = (act: Act) => void;
