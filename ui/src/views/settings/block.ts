import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from '../../parts/icon';
import type { Choice, State } from '../../state';
import { en } from '../../words/en';

const words = en.settings;

/** A part of the settings under its heading, with room beside it to say that a choice of it is kept. */
export function block(
  id: string,
  heading: string,
  choices: readonly Choice[],
  state: State,
  content: unknown,
): TemplateResult {
  return html`<section class="block" aria-labelledby=${`${id}-title`}>
    <div class="block-head">
      <h2 id=${`${id}-title`}>${heading}</h2>
      ${savedMark(choices, state)}
    </div>
    ${content}
  </section>`;
}

/** Said by the live region; this is for the eye. */
function savedMark(choices: readonly Choice[], { choosing }: State): unknown {
  const { saved, lasts } = choosing;
  if (saved === null || !choices.includes(saved)) return nothing;
  return html`<span class="saved-mark" data-saved=${saved} aria-hidden="true"
    >${icon('check')}${lasts ? words.saved : words.savedForNow}</span
  >`;
}
