import type { Answer, Backend } from '../backend';
import type { AccountView } from '../generated/AccountView';
import type { ConnectedView } from '../generated/ConnectedView';
import type { ContactView } from '../generated/ContactView';
import type { NamesView } from '../generated/NamesView';
import type { Problem } from '../generated/Problem';
import type { ProblemFacts } from '../generated/ProblemFacts';
import type { ProblemKind } from '../generated/ProblemKind';
import type { SettingsView } from '../generated/SettingsView';
import type { StartView } from '../generated/StartView';
import { noBulk } from '../state/bulk';
import { fakeBulk, type FakeBulk } from './fake-bulk';

/** A call that reached the fake: the command and its arguments. */
export type Call = readonly [command: keyof Backend, ...args: unknown[]];

/** A program for tests: it answers as told, and remembers what it was asked. */
export interface FakeBackend extends Backend {
  readonly calls: readonly Call[];
  /** Many contacts at once. */
  readonly bulk: FakeBulk;
  /** The arguments of each call of one command. */
  callsOf(command: keyof Backend): readonly (readonly unknown[])[];
  /** Answers a command in another way from now on. */
  on<K extends keyof Backend>(command: K, answer: Backend[K]): void;
}

/** An answer that is good. */
export function ok<T>(value: T): Promise<Answer<T>> {
  return Promise.resolve({ ok: true, value });
}

/** An answer that is a problem. */
export function no<T>(kind: ProblemKind, facts: ProblemFacts = {}): Promise<Answer<T>> {
  return Promise.resolve({ ok: false, problem: problem(kind, facts) });
}

/** A problem of which only this is known. */
export function problem(kind: ProblemKind, facts: ProblemFacts = {}): Problem {
  return { kind, facts };
}

/** An answer that comes when the test says so. */
export function later<T>(): { readonly asked: Promise<Answer<T>>; come(answer: Answer<T>): void } {
  let settle: (answer: Answer<T>) => void = () => undefined;
  const asked = new Promise<Answer<T>>((resolve) => {
    settle = resolve;
  });
  return {
    asked,
    come(answer) {
      settle(answer);
    },
  };
}

/** A saved account. */
export function account(id: string, name: string, changes: Partial<AccountView> = {}): AccountView {
  return { id, name, sample: false, sessionOnly: false, location: null, ...changes };
}

/** An account whose token was just found good. */
export function connectedAs(view: AccountView, sameTokenAs: string | null = null): ConnectedView {
  return { ...view, sameTokenAs };
}

/** The account of the invented contacts. */
export const sampleAccount: AccountView = account('sample', 'Sample contacts', {
  sample: true,
  sessionOnly: true,
});

/** Nothing known of any ID. */
export const noNames: NamesView = { customFields: [], named: [], denied: [] };

/** The settings that nobody has touched. */
export const usualSettings: SettingsView = {
  theme: 'system',
  textSize: 100,
  rememberNames: false,
  namesDecided: false,
  quietHours: { begin: 21, end: 8 },
  highlevelHost: 'app.gohighlevel.com',
};

/** A contact with a name and little else. */
export function contact(id: string, name: string, changes: Partial<ContactView> = {}): ContactView {
  return {
    askedFor: id,
    otherId: null,
    displayName: name,
    namePaths: ['name'],
    fields: [{ path: 'name', list: null, sent: name, meaning: { is: 'text' }, opens: null }],
    customFields: [],
    channels: [],
    doNotDisturb: null,
    timeZone: null,
    emptyCount: 0,
    traceId: null,
    receivedAt: 0,
    account: account('harbour', 'Harbour Dental'),
    names: noNames,
    seenBefore: null,
    changes: [],
    ...changes,
  };
}

/** What the program says at its start. */
export function startView(changes: Partial<StartView> = {}): StartView {
  return {
    version: '1.2.3',
    system: 'linux',
    accounts: [],
    current: null,
    lookUp: null,
    fill: null,
    settings: usualSettings,
    recents: [],
    notices: [],
    samples: [],
    bulk: noBulk,
    ...changes,
  };
}

/** A program that starts with this, and does what it is asked as well as a small one can. */
export function fakeBackend(start: StartView = startView()): FakeBackend {
  const calls: Call[] = [];
  const accounts = new Map(start.accounts.map((saved) => [saved.id, saved]));
  const find = (id: string) => {
    const found = accounts.get(id);
    return found ? ok(found) : no<AccountView>('no-token');
  };
  let settings = start.settings;
  const change = (changes: Partial<SettingsView>) => {
    settings = { ...settings, ...changes };
    return ok(settings);
  };
  const bulk = fakeBulk(start.bulk);
  const answers: Backend = {
    ...bulk.commands,
    start: () => ok(start),
    nextNews: () => later<null>().asked,
    closeWindow: () => ok(null),
    checkPasswordStore: () => ok(null),
    pasteToken: () => ok({ lastFour: '1a2b', length: 40 }),
    choosePastedToken: () => ok({ lastFour: '1a2b', length: 40 }),
    forgetPastedToken: () => ok(null),
    connect: (name, _, sessionOnly) => {
      const added = account(`account${String(accounts.size + 1)}`, name === '' ? 'My account' : name, {
        sessionOnly,
      });
      accounts.set(added.id, added);
      return ok(connectedAs(added));
    },
    replaceToken: async (id) => {
      const found = await find(id);
      return found.ok ? { ok: true, value: connectedAs(found.value) } : found;
    },
    testToken: () => ok(null),
    removeAccount: () => ok(null),
    restoreAccount: find,
    chooseAccount: find,
    renameAccount: (id, name) => ok(account(id, name)),
    useSamples: () => ok(sampleAccount),
    leaveSamples: () => ok([...accounts.values()][0] ?? null),
    readContactId: (text) =>
      ok({
        id: text.trim(),
        taken: text === text.trim() ? 'as-typed' : 'tidied',
        unusualLength: text.trim().length !== 20,
        location: null,
        owner: null,
        further: 0,
      }),
    getContact: (_, id) => ok(contact(id, 'Maria Lopez')),
    cancelLookUp: () => ok(null),
    warmUp: () => ok(null),
    reveal: (_card, path) => ok({ path, values: [{ path, sent: '078-05-1120' }] }),
    copyValue: () => ok(null),
    copyText: () => ok(null),
    openValue: () => ok('opened'),
    openInHighlevel: () => ok(null),
    openPage: () => ok(null),
    recall: () => ok(null),
    getNames: () => ok(null),
    recents: () => ok(start.recents),
    removeRecent: (account, id) =>
      ok(start.recents.filter((recent) => recent.account !== account || recent.id !== id)),
    clearRecents: () => ok([]),
    undoRecents: () => ok(start.recents),
    copyAddress: () => ok(null),
    saveVcard: () => ok('Maria Lopez.vcf'),
    print: () => ok(null),
    previewLink: () => ok('https://example.com/'),
    checkConnection: () =>
      ok({
        passwordStore: { is: 'good' },
        network: { is: 'good' },
        unusableProxies: [],
        highlevel: { is: 'good' },
        token: { is: 'good' },
        permissions: [],
        milliseconds: 120,
      }),
    setTheme: (theme) => change({ theme }),
    setTextSize: (textSize) => change({ textSize }),
    setRememberNames: (rememberNames) => change({ rememberNames, namesDecided: true }),
    setQuietHours: (begin, end) => change({ quietHours: { begin, end } }),
    setHighlevelHost: (highlevelHost) => change({ highlevelHost }),
  };

  /** The same command, remembered. It looks the answer up at each call, since `on` may change it. */
  function remembered<K extends keyof Backend>(command: K): Backend[K] {
    const call = (...args: unknown[]) => {
      calls.push([command, ...args]);
      return (answers[command] as (...args: unknown[]) => unknown)(...args);
    };
    return call as Backend[K];
  }

  const commands = Object.fromEntries(
    (Object.keys(answers) as (keyof Backend)[]).map((command) => [command, remembered(command)]),
  ) as unknown as Backend;
  return {
    ...commands,
    calls,
    bulk,
    callsOf: (command) => calls.filter(([name]) => name === command).map(([, ...args]) => args),
    on(command, answer) {
      answers[command] = answer;
    },
  };
}
