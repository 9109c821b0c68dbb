import { html, nothing } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import { beginning, dayText, hasInvisible, isLong, LONG, momentText, moneyText, numberText } from '../format';
import type { Meaning } from '../generated/Meaning';
import type { Opens } from '../generated/Opens';
import type { ReadsAs } from '../generated/ReadsAs';
import { cardWords as words } from '../words/card';
import { icon } from './icon';

/** How a value is written: as it was sent, or in words that keep what was sent beside them. */
export type Shown =
  | { readonly as: 'sent' }
  /** `title`: where what was sent is worth seeing when the text is pointed at. */
  | { readonly as: 'data'; readonly text: string; readonly title?: string }
  | { readonly as: 'time'; readonly text: string };

/** Text that is shown as it was sent. */
export const AS_SENT: Shown = { as: 'sent' };

/** Of a text that is unfolded this much is drawn, in UTF-16 units: copying gives the rest. */
const UNFOLDED = 10_000;

/** How the value of a custom field is written, by what its kind makes of it. */
export function readAs(readsAs: ReadsAs, sent: string): Shown {
  if (readsAs.is === 'value' && readsAs.meaning.is !== 'number') return shownAs(readsAs.meaning);
  const text = readsAs.is === 'money' ? moneyText(readsAs.amount) : numberText(sent);
  return text === null || text === sent ? AS_SENT : { as: 'data', text };
}

/** How a value is written, by what it is. What cannot be read is shown as it was sent. */
export function shownAs(meaning: Meaning): Shown {
  switch (meaning.is) {
    case 'moment': {
      const text = momentText(meaning.epochMs);
      return text === null ? AS_SENT : { as: 'time', text };
    }
    case 'day': {
      const text = dayText(meaning.day);
      return text === null ? AS_SENT : { as: 'time', text };
    }
    case 'yesNo':
      return { as: 'data', text: meaning.yes ? words.yes : words.no };
    case 'text':
    case 'number':
    case 'json':
      return AS_SENT;
  }
}

/**
 * One value, named by its path. No blank stands inside the element but the value's own: what it says, or what
 * its `datetime` or `value` holds, is byte for byte what was sent.
 */
export function valueElement(path: string, sent: string, shown: Shown): TemplateResult {
  switch (shown.as) {
    case 'time':
      return html`<time data-field=${path} datetime=${sent} dir="auto">${shown.text}</time>`;
    case 'data':
      return html`<data data-field=${path} value=${sent} title=${shown.title ?? nothing} dir="auto"
        >${beginning(shown.text, UNFOLDED)}</data
      >`;
    case 'sent': {
      const text = beginning(sent, UNFOLDED);
      if (text !== sent) return valueElement(path, sent, { as: 'data', text });
      return html`<span data-field=${path} dir="auto">${ADDRESS.test(path) ? breakable(sent) : sent}</span>`;
    }
  }
}

/** One of several values that stand beside each other: of a long one the beginning. */
export function itemElement(path: string, sent: string): TemplateResult {
  const text = beginning(sent);
  return valueElement(path, sent, text === sent ? AS_SENT : { as: 'data', text });
}

/** The paths of e-mail addresses. */
const ADDRESS = /^(?:email|additionalEmails\.\d+(?:\.email)?)$/;

/** The longest that an address can be. */
const LONGEST_ADDRESS = 320;

/** An address that breaks behind its sign and before its dots, rather than within a word. */
function breakable(sent: string): unknown {
  if (sent.length > LONGEST_ADDRESS) return sent;
  const parts = sent.split(/(?=\.)/).flatMap((part) => part.split(/(@)/));
  return parts.map((part) =>
    part === '@' ? html`@<wbr />` : part.startsWith('.') ? html`<wbr />${part}` : part,
  );
}

/** A value inside the element of its list, where it is the item of one. Nothing else may stand in there. */
export function inList(list: string | null, path: string, element: TemplateResult): TemplateResult {
  return list === null || list === path ? element : html`<span data-field=${list}>${element}</span>`;
}

/** A value that may be long: folded until it is asked for, with a hint at signs that cannot be seen. */
export function textElement(
  path: string,
  sent: string,
  expanded: boolean,
  press: (event: Event) => void,
  list: string | null = null,
): TemplateResult {
  const hint = hasInvisible(sent) ? html`<small class="hint">${words.invisible}</small>` : nothing;
  if (!isLong(sent)) {
    const element = inList(list, path, valueElement(path, sent, AS_SENT));
    // Nearly every value comes this way: a template within a template would cost each of them.
    return hint === nothing ? element : html`${element}${hint}`;
  }
  const drawn = beginning(sent, expanded ? UNFOLDED : LONG);
  const shown: Shown = drawn === sent ? AS_SENT : { as: 'data', text: drawn };
  const element = inList(list, path, valueElement(path, sent, shown));
  const more =
    expanded && sent.length > UNFOLDED ? html` <small class="aside">${words.textGoesOn}</small>` : nothing;
  const text = expanded ? words.showLess : words.showAllText;
  return html`<span class=${expanded ? 'long expanded' : 'long'}>${element}</span>${hint}${more}<button
      type="button"
      class="link"
      data-more="text:${path}"
      aria-expanded=${expanded}
      @click=${press}
    >
      ${text}
    </button>`;
}

/** The dots that stand for a sensitive value. Their number says nothing. */
export function hiddenElement(path: string): TemplateResult {
  return html`<span data-field=${path} class="dots"
    ><span aria-hidden="true">•••••••••</span><span class="visually-hidden">${words.hidden}</span></span
  >`;
}

/** Copies the value at a path; says so for as long as `copied`. A quiet one shows up when its row is pointed at. */
export function copyButton(
  path: string,
  noun: string,
  copied: boolean,
  press: (event: Event) => void,
  look: 'quiet' | 'link' = 'quiet',
): TemplateResult {
  const text = look === 'link' ? words.copyOne : '';
  return html`<button
    type="button"
    class="${look} copy ${copied ? 'copied' : ''}"
    data-copy=${path}
    aria-label=${copied ? words.copiedWhat(noun) : words.copy(noun)}
    title=${words.copy(noun)}
    @click=${press}
  >
    ${copied ? words.copied : text}
  </button>`;
}

/** A quiet button that copies something which is not the value at a path. */
export function quietButton(id: string, noun: string, copied: boolean, press: () => void): TemplateResult {
  return html`<button
    type="button"
    class="quiet copy ${copied ? 'copied' : ''}"
    id=${id}
    aria-label=${copied ? words.copiedWhat(noun) : words.copy(noun)}
    title=${words.copy(noun)}
    @click=${press}
  >
    ${copied ? words.copied : nothing}
  </button>`;
}

/**
 * Opens the value at a path: a call, a new mail, a page. `shown` is the whole of what it opens; `null`: that is
 * hidden. The sign of a page
 * is an arrow alone, for its address stands beside it.
 */
export function openButton(
  path: string,
  opens: Opens,
  shown: string | null,
  press: (event: Event) => void,
  look: 'text' | 'sign' = 'sign',
): TemplateResult {
  const [text, name] = openWords(opens, shown);
  return html`<button
    type="button"
    class="link open ${opens}"
    data-open=${path}
    aria-label=${name}
    title=${text}
    @click=${press}
  >
    ${look === 'sign' && opens === 'web' ? nothing : text}${opens === 'web' ? icon('away') : nothing}
  </button>`;
}

function openWords(opens: Opens, shown: string | null): readonly [text: string, name: string] {
  switch (opens) {
    case 'call':
      return [words.call, words.callName(shown ?? words.thisNumber)];
    case 'mail':
      return [words.write, words.writeName(shown ?? words.thisAddress)];
    case 'web':
      return [words.visit, words.visitName(shown ?? words.thisPage)];
  }
}
