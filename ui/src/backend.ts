import type { AccountView } from './generated/AccountView';
import type { BulkQuery } from './generated/BulkQuery';
import type { BulkRowsView } from './generated/BulkRowsView';
import type { BulkView } from './generated/BulkView';
import type { ConnectionCheckView } from './generated/ConnectionCheckView';
import type { ConnectedView } from './generated/ConnectedView';
import type { ContactView } from './generated/ContactView';
import type { ListView } from './generated/ListView';
import type { News } from './generated/News';
import type { Opened } from './generated/Opened';
import type { PastedTokenView } from './generated/PastedTokenView';
import type { Problem } from './generated/Problem';
import type { ReadIdView } from './generated/ReadIdView';
import type { RecentView } from './generated/RecentView';
import type { RevealedView } from './generated/RevealedView';
import type { SaveBulk } from './generated/SaveBulk';
import type { SavedTableView } from './generated/SavedTableView';
import type { SettingsView } from './generated/SettingsView';
import type { StartView } from './generated/StartView';
import type { Theme } from './generated/Theme';

/** What came of a command. Nothing is ever thrown: a problem is a value. */
export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** The pages on the web that the program knows by name. */
export type WebPage = 'status' | 'private-integrations' | 'private-integrations-help';

/** A contact that the page shows: the account it was found in, and the ID that was asked for. */
export interface CardKey {
  readonly account: string;
  readonly id: string;
}

/** Everything the page can ask of the program, one method per command. */
export interface Backend {
  /** All that the first picture needs. */
  start(): Promise<Answer<StartView>>;
  /** Waits for something the page should know unasked. `null`: another page asks now. */
  nextNews(): Promise<Answer<News | null>>;

  /** Whether this computer has a password store that answers. Never makes it ask the person. */
  checkPasswordStore(): Promise<Answer<null>>;
  /**
   * Takes a token from the clipboard and keeps it in the program; only enough to recognise it comes back. Where there
   * are several, the problem names them for `choosePastedToken`.
   */
  pasteToken(): Promise<Answer<PastedTokenView>>;
  choosePastedToken(index: number): Promise<Answer<PastedTokenView>>;
  forgetPastedToken(): Promise<Answer<null>>;
  /** Tests the token and keeps it. `token: null` means the pasted one. */
  connect(name: string, token: string | null, sessionOnly: boolean): Promise<Answer<ConnectedView>>;
  /** As `connect`, for an account that exists: its old token stays where the new one does not work. */
  replaceToken(account: string, token: string | null, sessionOnly: boolean): Promise<Answer<ConnectedView>>;
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
  /** The contact as this session has it, at once and without asking HighLevel. `null`: it is not in memory. */
  recall(account: string, id: string): Promise<Answer<ContactView | null>>;
  /** Whose the IDs in the contact shown are: asked for once it is on the page. `null`: another one is shown by now. */
  getNames(account: string, id: string): Promise<Answer<ContactView | null>>;
  /** Opens the connection that the next lookup will need. */
  warmUp(account: string): Promise<Answer<null>>;

  /** The recent lookups, the newest first. */
  recents(): Promise<Answer<readonly RecentView[]>>;
  /** Takes one out of the recent lookups; each of these gives what is left. */
  removeRecent(account: string, id: string): Promise<Answer<readonly RecentView[]>>;
  clearRecents(): Promise<Answer<readonly RecentView[]>>;
  /** Brings back what the last `removeRecent` or `clearRecents` took. */
  undoRecents(): Promise<Answer<readonly RecentView[]>>;

  /** Reads a list that was pasted or typed. The program keeps the list that was read last, until it is started. */
  readList(account: string, text: string): Promise<Answer<ListView>>;
  /** Lets the person choose a file, and reads it. `null`: they thought better. */
  openList(account: string): Promise<Answer<ListView | null>>;
  /** Reads the file that was dropped on the window. `null`: there is none any more. */
  takeDroppedList(account: string): Promise<Answer<ListView | null>>;
  /** Reads the same list in another way. */
  chooseList(
    account: string,
    sheet: number,
    column: number,
    headings: boolean,
    hidden: boolean,
  ): Promise<Answer<ListView>>;
  forgetList(): Promise<Answer<null>>;

  /** Starts the list that was read last. This and the next four give the list as it is from then on. */
  startBulk(account: string): Promise<Answer<BulkView>>;
  pauseBulk(): Promise<Answer<BulkView>>;
  goOnBulk(account: string): Promise<Answer<BulkView>>;
  /** The same although the names of custom fields cannot be had. */
  goOnWithoutNamesBulk(account: string): Promise<Answer<BulkView>>;
  stopBulk(): Promise<Answer<BulkView>>;
  retryBulk(account: string): Promise<Answer<BulkView>>;
  /** Asks for the names of custom fields again, and for the contacts of which something was hidden for want of them. */
  showHiddenBulk(account: string): Promise<Answer<BulkView>>;
  /** Asks the person's other accounts for what the list's own does not have. */
  lookElsewhereBulk(): Promise<Answer<BulkView>>;
  /** Waits for another version than the one seen. `null`: another question took the place of this one. */
  nextBulk(seen: number): Promise<Answer<BulkView | null>>;
  bulkRows(query: BulkQuery): Promise<Answer<BulkRowsView>>;
  /** Asks where to, and writes the table there. `null`: the person thought better. */
  saveBulk(how: SaveBulk): Promise<Answer<SavedTableView | null>>;
  /** Deletes the list and its results from this computer. */
  closeBulk(): Promise<Answer<BulkView>>;

  /** The values below a sensitive path of a contact. */
  reveal(card: CardKey, path: string): Promise<Answer<RevealedView>>;
  /** Closes the window, and with it the program. */
  closeWindow(): Promise<Answer<null>>;
  copyValue(card: CardKey, path: string): Promise<Answer<null>>;
  /** The address as it is written on a letter. */
  copyAddress(card: CardKey): Promise<Answer<null>>;
  /** Asks where to, and writes the contact there as a vCard. The name of the file; `null`: the person thought better. */
  saveVcard(card: CardKey, shielded: boolean): Promise<Answer<string | null>>;
  print(): Promise<Answer<null>>;
  /** For the details of a problem only: values of a contact are copied by their path. */
  copyText(text: string): Promise<Answer<null>>;
  openValue(card: CardKey, path: string): Promise<Answer<Opened>>;
  /** The whole address that `openValue` would open. */
  previewLink(card: CardKey, path: string): Promise<Answer<string>>;
  openInHighlevel(card: CardKey): Promise<Answer<null>>;
  openPage(page: WebPage): Promise<Answer<null>>;

  /** Asks of the password store, the network, HighLevel and the token, one after the other. */
  checkConnection(account: string): Promise<Answer<ConnectionCheckView>>;

  /** Each gives the settings as they are from now on. */
  setTheme(theme: Theme): Promise<Answer<SettingsView>>;
  /** In percent: 80, 90, 100, 110, 125, 150, 175 or 200; the nearest is taken. */
  setTextSize(percent: number): Promise<Answer<SettingsView>>;
  setRememberNames(remember: boolean): Promise<Answer<SettingsView>>;
  /** Hours, 0 to 23. */
  setQuietHours(begin: number, end: number): Promise<Answer<SettingsView>>;
  /** `null`: the text cannot be the name of a host, and nothing changed. */
  setHighlevelHost(host: string): Promise<Answer<SettingsView | null>>;
}
