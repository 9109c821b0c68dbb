import type { Answer } from './backend';
import type { BulkAct, BulkReport } from './events/bulk';
import type { AccountView } from './generated/AccountView';
import type { ConnectedView } from './generated/ConnectedView';
import type { ContactView } from './generated/ContactView';
import type { News } from './generated/News';
import type { Opened } from './generated/Opened';
import type { PastedTokenView } from './generated/PastedTokenView';
import type { Problem } from './generated/Problem';
import type { ReadIdView } from './generated/ReadIdView';
import type { RecentView } from './generated/RecentView';
import type { StartView } from './generated/StartView';
import type { ConnectionCheckView } from './generated/ConnectionCheckView';
import type { QuietHoursView } from './generated/QuietHoursView';
import type { SettingsView } from './generated/SettingsView';
import type { Theme } from './generated/Theme';
import type { WebPage } from './backend';
import type { Choice, CopiedText, Screen } from './state';
import type { CardEvent } from './views/contact-card/card-state';

/** What the person can do by keyboard from anywhere. */
export type Shortcut =
  | 'box'
  | 'again'
  | 'settings'
  | 'print'
  | 'help'
  | 'escape'
  | 'shield'
  | 'find'
  | 'bulk'
  | 'call'
  | 'copy-phone'
  | 'larger-text'
  | 'smaller-text'
  | 'usual-text';

/** A change of one setting. */
export type Chosen =
  | { readonly set: 'theme'; readonly to: Theme }
  | { readonly set: 'textSize'; readonly to: number }
  | { readonly set: 'rememberNames'; readonly to: boolean }
  | { readonly set: 'quietHours'; readonly to: QuietHoursView }
  | { readonly set: 'highlevelHost'; readonly to: string };

/** What the person does with the recent lookups. */
export type RecentsAct =
  | { readonly is: 'open'; readonly recent: RecentView }
  | { readonly is: 'remove'; readonly recent: RecentView }
  | { readonly is: 'clear' }
  | { readonly is: 'undo' }
  | { readonly is: 'toggle' };

/** What comes back for them. */
export type RecentsReport =
  /** The account in use is another one; the card on the page was of that ID. */
  | { readonly is: 'listed'; readonly answer: Answer<readonly RecentView[]> }
  | {
      readonly is: 'taken';
      /** The one that was removed; `null`: all of them. */
      readonly recent: RecentView | null;
      readonly answer: Answer<readonly RecentView[]>;
      readonly at: number;
    }
  | { readonly is: 'brought-back'; readonly answer: Answer<readonly RecentView[]>; readonly at: number }
  | {
      readonly is: 'recalled';
      readonly request: number;
      readonly answer: Answer<ContactView | null>;
      readonly at: number;
    };

/** What the person does. Views send these and nothing else. */
export type Act =
  | { readonly is: 'start-again' }
  | { readonly is: 'go'; readonly to: Screen }
  | { readonly is: 'back' }
  | { readonly is: 'pressed'; readonly shortcut: Shortcut; readonly at: number }
  | { readonly is: 'toggle-menu' }
  | { readonly is: 'narrow-menu'; readonly text: string }
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
  | { readonly is: 'choose-token'; readonly index: number }
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
  // settings, help and the privacy shield
  | { readonly is: 'choose'; readonly chosen: Chosen }
  | { readonly is: 'typed-host' }
  | { readonly is: 'search-accounts'; readonly text: string }
  | { readonly is: 'check-connection' }
  | { readonly is: 'cancel-check' }
  /** `leaves`: the button that was pressed goes with the shield, and the focus must go elsewhere. */
  | { readonly is: 'toggle-shield'; readonly leaves: boolean }
  // looking up
  | { readonly is: 'typed'; readonly text: string; readonly at: number }
  | { readonly is: 'look-up'; readonly text: string }
  | { readonly is: 'look-up-id'; readonly id: string }
  /** The recent lookups below the box: opened, closed, or another one of them chosen. */
  | { readonly is: 'open-picker' }
  | { readonly is: 'close-picker' }
  | { readonly is: 'pick'; readonly at: number | null }
  /** The link that waits is put into the box. */
  | { readonly is: 'use-link' }
  | { readonly is: 'try-again' }
  | { readonly is: 'try-accounts'; readonly accounts: readonly string[] }
  | { readonly is: 'recents'; readonly act: RecentsAct }
  | { readonly is: 'bulk'; readonly act: BulkAct; readonly at: number }
  | { readonly is: 'edit-id' }
  | { readonly is: 'cancel' }
  | { readonly is: 'card'; readonly event: CardEvent }
  // problems and notices
  | { readonly is: 'copy-problem'; readonly text: string; readonly what: CopiedText }
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
      readonly answer: Answer<ConnectedView>;
      readonly at: number;
    }
  | { readonly is: 'token-takes-long'; readonly attempt: number }
  | { readonly is: 'value-opened'; readonly path: string; readonly opened: Opened }
  /** A removed account can no longer be brought back. */
  | { readonly is: 'undo-over'; readonly account: string }
  | { readonly is: 'account-entered'; readonly answer: Answer<AccountView | null>; readonly at: number }
  | { readonly is: 'tested'; readonly account: string; readonly answer: Answer<null>; readonly at: number }
  | {
      readonly is: 'renamed';
      readonly typed: string;
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
  | { readonly is: 'recents-report'; readonly report: RecentsReport }
  | { readonly is: 'bulk-report'; readonly report: BulkReport }
  | { readonly is: 'quiet-over'; readonly request: number }
  | { readonly is: 'rested'; readonly request: number }
  | { readonly is: 'takes-long'; readonly request: number }
  | { readonly is: 'overdue'; readonly request: number; readonly at: number }
  | { readonly is: 'card-report'; readonly request: number; readonly event: CardEvent }
  | { readonly is: 'names-here'; readonly request: number; readonly answer: Answer<ContactView | null> }
  | {
      readonly is: 'link-read';
      readonly request: number;
      readonly path: string;
      readonly shown: string;
      readonly address: string;
    }
  | {
      readonly is: 'chosen';
      readonly turn: number;
      readonly choice: Choice;
      readonly answer: Answer<SettingsView | null>;
      readonly at: number;
    }
  | { readonly is: 'saved-faded' }
  | {
      readonly is: 'checked';
      readonly attempt: number;
      readonly answer: Answer<ConnectionCheckView>;
      readonly at: number;
    }
  | { readonly is: 'check-takes-long'; readonly attempt: number }
  | { readonly is: 'check-overdue'; readonly attempt: number; readonly at: number }
  | { readonly is: 'problem-copied'; readonly what: CopiedText }
  | { readonly is: 'copied-faded' }
  | { readonly is: 'second-passed'; readonly at: number }
  | { readonly is: 'trouble'; readonly problem: Problem; readonly at: number }
  /** The page cannot be drawn. `again`: not even without what was on it. */
  | { readonly is: 'undrawable'; readonly problem: Problem; readonly at: number; readonly again: boolean };

export type Event = Act | Report;

/** Sends what the person does to `update`. */
export type Send = (act: Act) => void;
