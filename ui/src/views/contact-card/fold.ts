import { html, nothing } from 'lit-html';
import type { ContactView } from '../../generated/ContactView';
import { beginning } from '../../format';
import type { FieldView } from '../../generated/FieldView';
import { quietButton } from '../../parts/value';
import { cardWords as words, labelOf } from '../../words/card';
import { idOf } from './card-state';
import type { CardContext } from './context';
import type { Layout } from './layout';
import { labelIn } from './names';
import { fieldRow, row } from './rows';
import { some } from './some';

/** All that was sent and that no panel shows. */
export function fold(
  { emptyCount }: ContactView,
  { rest, behindNames, named }: Layout,
  context: CardContext,
): unknown {
  const { card, narrowed, send } = context;
  const count = rest.reduce((sum, { fields }) => sum + fields.length, 0);
  if (count === 0 && (narrowed || (emptyCount === 0 && behindNames.length === 0))) return nothing;
  // What is looked for is not to be missed for being folded.
  const foldOpen = narrowed || card.foldOpen;
  // The browser folds and unfolds by itself, also when it finds a word in there: the state follows.
  const toggled = (event: Event) => {
    if (!narrowed && (event.currentTarget as HTMLDetailsElement).open !== foldOpen)
      send({ is: 'toggleFold' });
  };
  const groups = rest.map(({ name, fields }) => {
    const [drawn, next] = some(`rest:${name}`, fields, context);
    const rows = drawn.map((field) => fieldRow(field, context));
    return html`<h3>${words.groups[name]}</h3>
      <dl>${rows}</dl>
      ${next}`;
  });
  return html`<details class="fold" ?open=${foldOpen} @toggle=${toggled}>
    <summary>${words.fold} ${count === 0 ? nothing : html`<small>${words.foldCount(count)}</small>`}</summary>
    ${groups} ${behindNames.length === 0 ? nothing : idsBehind(behindNames, named, context)}
    ${emptyCount === 0 || narrowed ? nothing : html`<p class="aside">${words.emptyValues(emptyCount)}</p>`}
  </details>`;
}

/** The IDs that the panels show, and copy, by name. Here they can be read and copied themselves. */
function idsBehind(
  fields: readonly FieldView[],
  named: ReadonlyMap<string, string>,
  context: CardContext,
): unknown {
  const [drawn, next] = some('behind-names', fields, context);
  const rows = drawn.map((field) =>
    row(
      labelIn(field, named).label,
      html`<code dir="auto" data-personal>${beginning(field.sent ?? '')}</code>`,
      idCopy(field, context),
      field.path,
    ),
  );
  return html`<h3>${words.groups.behindNames}</h3>
    <dl>${rows}</dl>
    ${next}`;
}

function idCopy({ path }: FieldView, { card, send }: CardContext): unknown {
  return quietButton(`copy-id:${path}`, labelOf(path).noun, card.copied === idOf(path), () => {
    send({ is: 'copyId', path });
  });
}
