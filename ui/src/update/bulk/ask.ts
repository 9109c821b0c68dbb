import type { BulkQuery } from '../../generated/BulkQuery';
import type { SaveBulk } from '../../generated/SaveBulk';

/** What is asked of many contacts at once. `turn` tells the answer from that to a later reading. */
export type BulkAsk =
  | { readonly is: 'read'; readonly account: string; readonly text: string; readonly turn: number }
  | { readonly is: 'open'; readonly account: string; readonly turn: number }
  | { readonly is: 'take'; readonly account: string; readonly turn: number }
  | {
      readonly is: 'choose';
      readonly account: string;
      readonly sheet: number;
      readonly column: number;
      readonly headings: boolean;
      readonly hidden: boolean;
      readonly turn: number;
    }
  | { readonly is: 'forget' }
  | { readonly is: 'start'; readonly account: string }
  | { readonly is: 'pause' }
  | { readonly is: 'go-on' | 'go-on-without-names' | 'show-hidden'; readonly account: string }
  | { readonly is: 'stop' }
  | { readonly is: 'retry'; readonly account: string }
  | { readonly is: 'look-elsewhere' }
  | { readonly is: 'close' }
  /** Waits for a version of the list other than this. */
  | { readonly is: 'next'; readonly seen: number }
  | { readonly is: 'rows'; readonly query: BulkQuery }
  | { readonly is: 'save'; readonly how: SaveBulk };
