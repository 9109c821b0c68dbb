import { html, type TemplateResult } from 'lit-html';
import { beginning, countryName, dayText, momentText, phoneText } from '../../format';
import type { BulkOutcome } from '../../generated/BulkOutcome';
import { isOwn } from '../../state/bulk';
import { cardWords } from '../../words/card';
import { en } from '../../words/en';

const words = en.bulk;

/**
 * A phone number is dear to read, and rows are drawn again and again while a list runs. What was read is held by the
 * table it is for: it goes with the list.
 */
const phones = new WeakMap<object, Map<string, string | null>>();
const mostPhones = 2_000;

function phone(sent: string, memo: object): string | null {
  const known = phones.get(memo) ?? new Map<string, string | null>();
  phones.set(memo, known);
  const before = known.get(sent);
  if (before !== undefined) return before;
  if (known.size >= mostPhones) known.clear();
  const text = phoneText(sent, null);
  known.set(sent, text);
  return text;
}

/** How a value is written, by where it stands: as on the card, where that can be told from the path alone. */
function written(path: string, sent: string, memo: object): string | null {
  switch (path) {
    case 'phone':
      return phone(sent, memo);
    case 'country':
      return countryName(sent);
    case 'type':
      return cardWords.types.get(sent) ?? null;
    case 'dateOfBirth':
      return /^\d{4}-\d{2}-\d{2}/.test(sent) ? dayText(sent.slice(0, 10)) : null;
    case 'dateAdded':
    case 'dateUpdated':
    case 'lastActivity':
    case 'validEmailDate':
      return /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/.test(sent)
        ? momentText(Date.parse(sent))
        : null;
    default:
      return null;
  }
}

/** Of a value no more is drawn than this, in UTF-16 units: a cell has one line. */
export const LONGEST_CELL = 200;

/** The value of a field, cut where it is too long; more of it where it is pointed at. */
export function valueCell(path: string, sent: string | null, waits: boolean, memo: object): TemplateResult {
  if (sent === null || sent === '') {
    // An empty cell of the file is what the person has left empty.
    return html`<td class="nothing">${waits || isOwn(path) ? '' : words.none}</td>`;
  }
  return html`<td>
    <span class="cell" dir="auto" data-personal title=${beginning(sent)}
      >${beginning(written(path, sent, memo) ?? sent, LONGEST_CELL)}</span
    >
  </td>`;
}

/** The colour of what became of a row, which says nothing that its words do not say. */
export function toneOf(outcome: BulkOutcome): 'good' | 'bad' | 'quiet' {
  if (outcome === 'found') return 'good';
  return outcome === 'waiting' || outcome === 'id-missing' ? 'quiet' : 'bad';
}

/** What is no ID has no card, and may be anything: a name, an address. */
const noIds: ReadonlySet<BulkOutcome> = new Set<BulkOutcome>([
  'id-missing',
  'id-not-an-id',
  'id-is-a-token',
  'link-without-contact',
]);

/** Whether a row names a contact. */
export function namesContact(outcome: BulkOutcome): boolean {
  return !noIds.has(outcome);
}
