import { html, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Send } from '../../events';
import type { Theme } from '../../generated/Theme';
import { textSizes, usualTextSize, type State } from '../../state';
import { en } from '../../words/en';
import { block } from './block';
import { dropDown } from './drop-down';

const words = en.settings;
const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** How the window looks: its colours, and the size of the text. */
export function look(state: State, send: Send): TemplateResult {
  const textSize = dropDown({
    id: 'text-size',
    label: words.textSize,
    value: String(state.choices.textSize),
    options: textSizes.map((size) => [
      String(size),
      size === usualTextSize ? words.usualPercent(size) : words.percent(size),
    ]),
    choose: (value) => {
      send({ is: 'choose', chosen: { set: 'textSize', to: Number(value) } });
    },
  });
  return block(
    'look',
    words.look,
    ['theme', 'textSize'],
    state,
    html`<div class="setting">
        <span class="label" id="theme-title">${words.theme}</span>
        <div class="radios" role="radiogroup" aria-labelledby="theme-title">
          ${themes.map((name) => themeRadio(name, state, send))}
        </div>
      </div>
      ${textSize}`,
  );
}

function themeRadio(name: Theme, state: State, send: Send): TemplateResult {
  return html`<label class="radio">
    <input
      type="radio"
      name="theme"
      value=${name}
      .checked=${live(state.choices.theme === name)}
      @change=${() => {
        send({ is: 'choose', chosen: { set: 'theme', to: name } });
      }}
    />
    <span>${words.themes[name]}</span>
  </label>`;
}
