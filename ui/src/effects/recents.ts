import type { Answer, Backend } from '../backend';
import type { Event, RecentsReport } from '../events';
import type { RecentsAsk } from '../update/effect';

/** What the program is asked with, and what comes of it told by. */
export interface Asker {
  readonly backend: Backend;
  readonly desk: { afterPaint(then: () => void): void };
  readonly report: <T>(asked: Promise<Answer<T>>, event: (answer: Answer<T>, at: number) => Event) => void;
}

/** Asks something of the recent lookups. */
export function askRecents(ask: RecentsAsk, { backend, desk, report }: Asker): void {
  const tell = <T>(asked: Promise<Answer<T>>, of: (answer: Answer<T>, at: number) => RecentsReport) => {
    report(asked, (answer, at) => ({ is: 'recents-report', report: of(answer, at) }));
  };
  switch (ask.is) {
    case 'list':
      desk.afterPaint(() => {
        tell(backend.recents(), (answer) => ({ is: 'listed', answer }));
      });
      return;
    case 'recall': {
      const { account, id, request } = ask;
      tell(backend.recall(account, id), (answer, at) => ({ is: 'recalled', request, answer, at }));
      return;
    }
    case 'remove': {
      const { recent } = ask;
      const left = backend.removeRecent(recent.account, recent.id);
      tell(left, (answer, at) => ({ is: 'taken', recent, answer, at }));
      return;
    }
    case 'clear':
      tell(backend.clearRecents(), (answer, at) => ({ is: 'taken', recent: null, answer, at }));
      return;
    case 'undo':
      tell(backend.undoRecents(), (answer, at) => ({ is: 'brought-back', answer, at }));
      return;
  }
}
