import type { Send } from '../../events';
import type { BulkAct } from '../../events/bulk';

/** Sends what the person does with many contacts, with the time they do it at. */
export function sendBulk(send: Send, act: BulkAct): void {
  send({ is: 'bulk', act, at: Date.now() });
}

/** The same for a button. */
export function press(send: Send, act: BulkAct): () => void {
  return () => {
    sendBulk(send, act);
  };
}
