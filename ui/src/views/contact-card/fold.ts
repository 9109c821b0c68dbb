import { html, nothing } from 'lit-html';
import type { ContactView } from '../../generated/ContactView';
import { cardWords as words } from '../../words/card';
import type { CardEvent } from './card-state';
import type { CardContext } from './context';
import type { Layout } from './layout';
import { fieldRow } from './rows';

/** All that was sent and that no panel shows. */
export function fold(
  { emptyCount }: ContactView,
  { rest }: Layout,
  context: CardContext,
  send: (event: CardEvent) => void,
): unknown {
  const count = rest.reduce((sum, { fields }) => sum + fields.length, 0);
  if (count === 0 && emptyCount === 0) return nothing;
  const { foldOpen } = context.card;
  // The browser folds and unfolds by itself, also when it finds a word in there: the state follows.
  const toggled = (event: Event) => {
    if ((event.currentTarget as HTMLDetailsElement).open !== foldOpen) send({ is: 'toggleFold' });
  };
  const groups = rest.map(({ name, fields }) => {
    const rows = fields.map((field) => fieldRow(field, context));
    return html`<h3>${words.groups[name]}</h3>
      <dl>${rows}</dl>`;
  });
  return html`<details class="fold" ?open=${foldOpen} @toggle=${toggled}>
    <summary>${words.fold} ${count === 0 ? nothing : html`<small>${words.foldCount(count)}</small>`}</summary>
    ${groups} ${emptyCount === 0 ? nothing : html`<p class="aside">${words.emptyValues(emptyCount)}</p>`}
  </details>`;
}
