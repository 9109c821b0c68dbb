import type { Answer } from '../backend';
import type { BulkCommand, BulkReport } from '../events/bulk';
import type { BulkView } from '../generated/BulkView';
import type { ListView } from '../generated/ListView';
import type { BulkAsk } from '../update/bulk/ask';
import type { Asker } from './recents';

/** Asks something of many contacts at once. */
export function askBulk(ask: BulkAsk, { backend, report }: Asker): void {
  const tell = <T>(asked: Promise<Answer<T>>, of: (answer: Answer<T>, at: number) => BulkReport) => {
    report(asked, (answer, at) => ({ is: 'bulk-report', report: of(answer, at) }));
  };
  const list = (turn: number, asked: Promise<Answer<ListView | null>>) => {
    tell(asked, (answer, at) => ({ is: 'list', turn, answer, at }));
  };
  const change = (by: BulkCommand, asked: Promise<Answer<BulkView>>) => {
    tell(asked, (answer, at) => ({ is: 'changed', by, answer, at }));
  };
  switch (ask.is) {
    case 'read':
      list(ask.turn, backend.readList(ask.account, ask.text));
      return;
    case 'open':
      list(ask.turn, backend.openList(ask.account));
      return;
    case 'take':
      list(ask.turn, backend.takeDroppedList(ask.account));
      return;
    case 'choose':
      list(ask.turn, backend.chooseList(ask.account, ask.sheet, ask.column, ask.headings, ask.hidden));
      return;
    case 'forget':
      // What is left of it goes with the program, or with the next list.
      void backend.forgetList();
      return;
    case 'start':
      change('start', backend.startBulk(ask.account));
      return;
    case 'pause':
      change('pause', backend.pauseBulk());
      return;
    case 'go-on':
      change('go-on', backend.goOnBulk(ask.account));
      return;
    case 'go-on-without-names':
      change('go-on', backend.goOnWithoutNamesBulk(ask.account));
      return;
    case 'show-hidden':
      change('show-hidden', backend.showHiddenBulk(ask.account));
      return;
    case 'stop':
      change('stop', backend.stopBulk());
      return;
    case 'retry':
      change('retry', backend.retryBulk(ask.account));
      return;
    case 'look-elsewhere':
      change('look-elsewhere', backend.lookElsewhereBulk());
      return;
    case 'close':
      change('close', backend.closeBulk());
      return;
    case 'next':
      tell(backend.nextBulk(ask.seen), (answer, at) => ({ is: 'next', answer, at }));
      return;
    case 'rows': {
      const { query } = ask;
      tell(backend.bulkRows(query), (answer, at) => ({ is: 'rows', query, answer, at }));
      return;
    }
    case 'save':
      tell(backend.saveBulk(ask.how), (answer, at) => ({ is: 'saved', answer, at }));
      return;
  }
}
