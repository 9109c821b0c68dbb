import type { Answer } from '../backend';
import type { BulkFilter } from '../generated/BulkFilter';
import type { BulkQuery } from '../generated/BulkQuery';
import type { BulkRowView } from '../generated/BulkRowView';
import type { BulkRowsView } from '../generated/BulkRowsView';
import type { BulkView } from '../generated/BulkView';
import type { ListView } from '../generated/ListView';
import type { SaveBulk } from '../generated/SaveBulk';
import type { SavedTableView } from '../generated/SavedTableView';
import type { BulkMenu } from '../state/bulk';

/** What the person does with many contacts at once. */
export type BulkAct =
  // putting a list in
  | { readonly is: 'typed'; readonly text: string }
  /** A text too long for the field. */
  | { readonly is: 'pasted'; readonly text: string }
  | { readonly is: 'open-file' }
  | {
      readonly is: 'choose';
      readonly sheet: number;
      readonly column: number;
      readonly headings: boolean;
      readonly hidden: boolean;
    }
  | { readonly is: 'remove-list' }
  /** `text`: what stands in the field; `null`: there is none. */
  | { readonly is: 'start'; readonly text: string | null }
  // the run
  | { readonly is: 'pause' }
  | { readonly is: 'go-on' }
  | { readonly is: 'go-on-without-names' }
  | { readonly is: 'show-hidden' }
  | { readonly is: 'stop' }
  | { readonly is: 'retry' }
  | { readonly is: 'look-elsewhere' }
  // the table
  | { readonly is: 'filter'; readonly to: BulkFilter }
  | { readonly is: 'sort'; readonly by: string }
  | { readonly is: 'scrolled'; readonly first: number; readonly visible: number }
  | { readonly is: 'show-column'; readonly path: string; readonly shown: boolean }
  | { readonly is: 'search-columns'; readonly text: string }
  | { readonly is: 'toggle-menu'; readonly menu: BulkMenu }
  | { readonly is: 'close-menu' }
  | { readonly is: 'search'; readonly text: string }
  | { readonly is: 'open-row'; readonly row: BulkRowView }
  // the result
  | { readonly is: 'all-fields'; readonly all: boolean }
  | { readonly is: 'all-rows'; readonly all: boolean }
  | { readonly is: 'save'; readonly how: SaveBulk }
  /** Closes the list: asks first where that would lose something. */
  | { readonly is: 'close' }
  | { readonly is: 'delete' }
  | { readonly is: 'ask-to-delete' }
  | { readonly is: 'keep' }
  | { readonly is: 'dismiss-left' }
  // the end of the program, with which results would be lost
  | { readonly is: 'close-window' }
  | { readonly is: 'stay' };

/** The commands that change the list. */
export type BulkCommand =
  'start' | 'pause' | 'go-on' | 'show-hidden' | 'stop' | 'retry' | 'look-elsewhere' | 'close';

/** What comes back for them. */
export type BulkReport =
  /** The typing has paused. */
  | { readonly is: 'typing-rests' }
  /** A list was read. `null`: the person thought better. */
  | {
      readonly is: 'list';
      readonly turn: number;
      readonly answer: Answer<ListView | null>;
      readonly at: number;
    }
  | {
      readonly is: 'changed';
      readonly by: BulkCommand;
      readonly answer: Answer<BulkView>;
      readonly at: number;
    }
  | { readonly is: 'next'; readonly answer: Answer<BulkView | null>; readonly at: number }
  /** It is time to ask for changes again, after that has not worked. */
  | { readonly is: 'watch-again' }
  | {
      readonly is: 'rows';
      readonly query: BulkQuery;
      readonly answer: Answer<BulkRowsView>;
      readonly at: number;
    }
  | { readonly is: 'rows-due' }
  | { readonly is: 'saved'; readonly answer: Answer<SavedTableView | null>; readonly at: number };
