import type { Answer } from '../../backend';
import type { ListView } from '../../generated/ListView';
import type { Problem } from '../../generated/Problem';
import type { State } from '../../state';
import { stageOf, type ListIn, type ListSource } from '../../state/bulk';
import { step, type Effect, type Step } from '../effect';
import { say, tell } from '../tell';
import type { BulkAsk } from './ask';

/** What is in a list is looked at once the typing has paused for this long. */
export const restsMs = 250;
/** The same for a text that is not read in a moment. */
export const longRestsMs = 1_000;
/** A text of more characters is a long one. */
const longText = 64 * 1024;

const nothingToLookUp: Problem = { kind: 'id-missing', facts: { typed: 'empty-list' } };

/** The text in the field changed. */
export function typed(state: State, text: string): Step {
  const blank = text.trim() === '';
  const next = withListIn(state, {
    text,
    told: null,
    ...(blank ? { list: null, readText: null } : {}),
  });
  return step(
    next,
    {},
    {
      do: 'after',
      key: 'bulk-typing',
      ms: text.length > longText ? longRestsMs : restsMs,
      event: { is: 'bulk-report', report: { is: 'typing-rests' } },
    },
  );
}

/** The typing has paused: the program looks at what is in the list. */
export function typingRests(state: State): Step {
  const { text, readText, source, reading } = state.bulk.listIn;
  // A file that is being chosen or read is what the person wants by now.
  const other = source !== 'text' || (reading !== null && reading !== 'text');
  if (other || text.trim() === '' || text === readText) return step(state);
  return read(state, text, 'text');
}

/** Has a text read. One that is too long for the field goes through the page, and is not kept in it. */
export function read(state: State, text: string, source: 'text' | 'paste', starts = false): Step {
  return ask(state, source, { is: 'read', text }, { readText: source === 'text' ? text : null, starts });
}

/** Lets the person choose a file. */
export function openFile(state: State): Step {
  return ask(state, 'file', { is: 'open' });
}

/** Takes the file that was dropped on the window. */
export function takeDropped(state: State): Step {
  return ask(state, 'file', { is: 'take' });
}

/** What of a list is looked up. */
export interface ListChoice {
  readonly sheet: number;
  readonly column: number;
  readonly headings: boolean;
  /** Rows that the sheet hides are looked up too. */
  readonly hidden: boolean;
}

/** Has the list read in another way: another sheet, another column, with or without headings and hidden rows. */
export function choose(state: State, { sheet, column, headings, hidden }: ListChoice): Step {
  const { source, readText } = state.bulk.listIn;
  return ask(state, source, { is: 'choose', sheet, column, headings, hidden }, { readText });
}

/** The account in use is another one: what is said of the links in the list may be otherwise now. */
export function accountChanged(state: State): Step {
  const { list, reading } = state.bulk.listIn;
  if (list === null || reading !== null || stageOf(state.bulk) !== 'in') return step(state);
  return choose(state, { ...list, hidden: list.withHidden });
}

type Asking = BulkAsk extends infer Ask
  ? Ask extends { readonly turn: number }
    ? Omit<Ask, 'turn' | 'account'>
    : never
  : never;

function ask(state: State, source: ListSource, asking: Asking, changes: Partial<ListIn> = {}): Step {
  const account = state.current?.id;
  if (account === undefined) return step(state);
  const turn = state.bulk.listIn.turn + 1;
  // Nobody has asked for a look at what is typed: what was told before stays.
  const told = source === 'text' && changes.starts !== true ? state.bulk.listIn.told : null;
  const next = withListIn(state, { turn, reading: source, starts: false, told, ...changes });
  return step(next, {}, { do: 'bulk', ask: { ...asking, account, turn } as BulkAsk });
}

/** A list was read, or cannot be. */
export function listHere(state: State, turn: number, answer: Answer<ListView | null>, at: number): Step {
  const { listIn } = state.bulk;
  if (turn !== listIn.turn) return step(state);
  const { reading, starts } = listIn;
  const rests = withListIn(state, { reading: null, starts: false });
  if (!answer.ok) {
    // Blank lines are no reason to disturb anyone who is still typing.
    const quiet = answer.problem.kind === 'id-missing' && reading === 'text' && !starts;
    const list = reading === 'text' ? null : listIn.list;
    return step(withListIn(rests, { list, told: quiet ? null : tell(answer.problem, at) }));
  }
  const list = answer.value;
  if (list === null) return typingRests(rests);
  const cleaned = reading === 'text' && list.withoutTokens !== null && listIn.text === listIn.readText;
  const text = cleaned ? (list.withoutTokens ?? '') : listIn.text;
  const here = withListIn(rests, {
    list: { ...list, withoutTokens: null },
    source: reading ?? listIn.source,
    text,
    readText: cleaned ? text : listIn.readText,
  });
  if (starts) return begin(here, at);
  if (reading === 'text') return step(here);
  return step(
    here,
    say(here, { is: 'bulk', what: { is: 'read', toLookUp: list.toLookUp } }),
    ...(state.screen === 'bulk' ? [focusStart] : []),
  );
}

const focusStart: Effect = { do: 'catch-focus', place: 'bulk-start' };

/** The person wants it started. What stands in the field counts, whether it has been looked at or not. */
export function start(state: State, text: string | null, at: number): Step {
  const { listIn } = state.bulk;
  if (listIn.starting) return step(state);
  if (listIn.source !== 'text' || text === null) {
    if (listIn.reading !== null) return step(withListIn(state, { starts: true }));
    return listIn.list === null ? step(state) : begin(state, at);
  }
  if (listIn.reading !== null && listIn.reading !== 'text') return step(withListIn(state, { starts: true }));
  const typed = withListIn(state, { text });
  if (text.trim() === '') return refuse(typed, at);
  const isRead = listIn.readText === text;
  if (isRead && listIn.reading !== null) return step(withListIn(typed, { starts: true }));
  return isRead && listIn.list !== null ? begin(typed, at) : read(typed, text, 'text', true);
}

function begin(state: State, at: number): Step {
  const { list } = state.bulk.listIn;
  const account = state.current?.id;
  if (list === null || account === undefined) return step(state);
  if (list.toLookUp === 0) return refuse(state, at);
  return step(
    withListIn(state, { starting: true, told: null }),
    {},
    { do: 'bulk', ask: { is: 'start', account } },
  );
}

function refuse(state: State, at: number): Step {
  return step(
    withListIn(state, { told: tell(nothingToLookUp, at) }),
    {},
    { do: 'focus', place: 'bulk-ids', select: false },
  );
}

/** The list is not wanted after all. What was typed before it stands in the field again. */
export function removeList(state: State): Step {
  const { text, turn } = state.bulk.listIn;
  const next = withListIn(state, {
    source: 'text',
    list: null,
    reading: null,
    readText: null,
    starts: false,
    told: null,
    turn: turn + 1,
  });
  const again = typed(next, text);
  return step(again.state, {}, { do: 'bulk', ask: { is: 'forget' } }, ...again.effects, {
    do: 'focus',
    place: 'bulk-ids',
    select: false,
  });
}

export function withListIn(state: State, changes: Partial<ListIn>): State {
  return { ...state, bulk: { ...state.bulk, listIn: { ...state.bulk.listIn, ...changes } } };
}
