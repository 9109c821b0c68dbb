import type { BulkSaid } from '../../state';
import type { Bulk } from '../../state/bulk';
import { en } from '../../words/en';
import { waitingText } from './summary';

const words = en.bulk;

/** What the live region says of many contacts at once. */
export function spokenOfList(said: BulkSaid, bulk: Bulk): string {
  switch (said.is) {
    case 'read':
      return words.said.read(said.toLookUp);
    case 'started':
      return words.said.started(said.rows);
    case 'quarter':
      return words.said.quarter(said.percent);
    case 'goes-on':
      return words.said.goesOn;
    case 'waiting':
      // Without the countdown, which would be over by the time it is read out.
      return waitingText(bulk.view.problem?.kind, 0);
    case 'paused':
      return words.said.paused;
    case 'asks':
      return words.said.asks;
    case 'stopped':
      return words.stopped(said.rows);
    case 'finished':
      return words.said.finished(said.found, said.attention);
    case 'saved':
      return words.saved(said.rows, said.file);
    case 'deleted':
      return words.said.deleted;
  }
}
