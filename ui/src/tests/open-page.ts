import { afterEach, beforeEach, vi } from 'vitest';
import index from '../../index.html?raw';
import type { CardKey } from '../backend';
import { account, fakeBackend, startView, type FakeBackend } from '../backend/fake';
import type { StartView } from '../generated/StartView';
import { startPage, type Page } from '../page';
import type { State } from '../state';

/** Two accounts, the first of them in use. */
export const harbour = account('harbour', 'Harbour Dental', { location: 'harbourLocation' });
export const nwosu = account('nwosu', 'Nwosu Legal', { location: 'nwosuLocation' });
export const connected = startView({ accounts: [harbour, nwosu], current: harbour });

/** An ID of the usual shape. */
export const anId = 'seD4PfOuKoVMLkEZqohJ';
/** What commands name the contact by that is found first. */
export const shownCard: CardKey = { account: 'harbour', id: anId };
export const otherId = '9XUWS51kRlyTUT7FRzRY';

/** The whole page over a fake program, in a window of its own. */
export interface OpenPage {
  readonly fake: FakeBackend;
  readonly state: State;
  /** The one element that this selects. */
  get<E extends HTMLElement = HTMLElement>(selector: string, kind?: new () => E): E;
  has(selector: string): boolean;
  text(selector: string): string;
  click(selector: string): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  press(key: string, held?: KeyboardEventInit): Promise<void>;
  lookUp(text: string): Promise<void>;
}

let open: Page | null = null;

/** Runs every test with a clock that stands still, and clears the window after it. */
export function eachOnAStillClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-03-04T10:00:00Z') });
  });
  afterEach(() => {
    open?.stop();
    open = null;
    document.body.replaceChildren();
    delete document.body.dataset['screen'];
    vi.useRealTimers();
  });
}

/** Lets what has been asked be answered, and `ms` pass. */
export async function pass(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

/** Opens the page over a program that starts like this and is changed by `prepare` before it is asked anything. */
export async function openPage(
  start: StartView = connected,
  prepare: (fake: FakeBackend) => void = () => undefined,
): Promise<OpenPage> {
  open?.stop();
  const { body } = new DOMParser().parseFromString(index, 'text/html');
  document.body.replaceChildren(...body.children);
  const fake = fakeBackend(start);
  prepare(fake);
  const page = startPage(fake);
  open = page;
  await pass();

  function get<E extends HTMLElement = HTMLElement>(selector: string, kind?: new () => E): E {
    const found = document.querySelectorAll<E>(selector);
    const [element] = found;
    if (!element || found.length > 1) throw new Error(`${String(found.length)} × ${selector}`);
    if (kind && !(element instanceof kind)) throw new Error(`${selector} is no ${kind.name}`);
    return element;
  }
  const has = (selector: string) => document.querySelector(selector) !== null;
  const text = (selector: string) => get(selector).textContent.replace(/\s+/g, ' ').trim();
  const click = async (selector: string) => {
    get(selector).click();
    await pass();
  };
  const fill = async (selector: string, value: string) => {
    const field = get(selector);
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) {
      throw new Error(`${selector} is no field`);
    }
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await pass();
  };
  const press = async (key: string, held: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held });
    (document.activeElement ?? document.body).dispatchEvent(event);
    await pass();
  };
  return {
    fake,
    get state() {
      return page.store.state;
    },
    get,
    has,
    text,
    click,
    fill,
    press,
    async lookUp(value) {
      await fill('#contact-id', value);
      await click('#look-up');
    },
  };
}
