import type { AccountView } from './generated/AccountView';
import type { ContactView } from './generated/ContactView';
import type { News } from './generated/News';
import type { PastedTokenView } from './generated/PastedTokenView';
import type { Problem } from './generated/Problem';
import type { ReadIdView } from './generated/ReadIdView';
import type { RevealedView } from './generated/RevealedView';
import type { StartView } from './generated/StartView';
import type { Theme } from './generated/Theme';

/** What came of a command. Nothing is ever thrown: a problem is a value. */
export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** The pages on the web that the program knows by name. */
export type WebPage = 'status' | 'private-integrations' | 'private-integrations-help';

/** Everything the page can ask of the program, one method per command. */
export interface Backend {
  /** All that the first picture needs. */
  start(): Promise<Answer<StartView>>;
  /** Waits for something the page should know unasked. `null`: another page asks now. */
  nextNews(): Promise<Answer<News | null>>;

  /** Whether this computer has a password store that answers. Never makes it ask the person. */
  checkPasswordStore(): Promise<Answer<null>>;
  /** Takes a token from the clipboard and keeps it in the program; only enough to recognise it comes back. */
  pasteToken(): Promise<Answer<PastedTokenView>>;
  forgetPastedToken(): Promise<Answer<null>>;
  /** Tests the token and keeps it. `token: null` means the pasted one. */
  connect(name: string, token: string | null, sessionOnly: boolean): Promise<Answer<AccountView>>;
  /** As `connect`, for an account that exists: its old token stays where the new one does not work. */
  replaceToken(account: string, token: string | null, sessionOnly: boolean): Promise<Answer<AccountView>>;
  testToken(account: string): Promise<Answer<null>>;
  removeAccount(account: string): Promise<Answer<null>>;
  /** Undoes `removeAccount`, as long as the program runs. */
  restoreAccount(account: string): Promise<Answer<AccountView>>;
  chooseAccount(account: string): Promise<Answer<AccountView>>;
  renameAccount(account: string, name: string): Promise<Answer<AccountView>>;
  useSamples(): Promise<Answer<AccountView>>;
  /** The account that was in use before, or `null` where none is saved. */
  leaveSamples(): Promise<Answer<AccountView | null>>;

  /** Finds the contact ID in what was pasted. Asks nobody. */
  readContactId(text: string): Promise<Answer<ReadIdView>>;
  /** Looks a contact up. `null`: cancelled, or overtaken by a later request. */
  getContact(account: string, text: string, request: number): Promise<Answer<ContactView | null>>;
  cancelLookUp(request: number): Promise<Answer<null>>;
  /** Opens the connection that the next lookup will need. */
  warmUp(account: string): Promise<Answer<null>>;

  /** The values below a sensitive path of the contact that was found last. */
  reveal(path: string): Promise<Answer<RevealedView>>;
  copyValue(path: string): Promise<Answer<null>>;
  /** The whole contact as text, sensitive values left out. */
  copyAll(): Promise<Answer<null>>;
  /** For the details of a problem only: values of a contact are copied by their path. */
  copyText(text: string): Promise<Answer<null>>;
  openValue(path: string): Promise<Answer<null>>;
  openInHighlevel(): Promise<Answer<null>>;
  openPage(page: WebPage): Promise<Answer<null>>;

  setTheme(theme: Theme): Promise<Answer<null>>;
}
