import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit-html';

/** The signs of the page, drawn on a grid of 20 with the colour of the text. */
const drawings = {
  search: svg`<circle cx="8.75" cy="8.75" r="5.25" /><path d="m12.75 12.75 4 4" />`,
  settings: svg`<path d="M3 6h7M14 6h3M3 14h3M10 14h7" /><circle cx="12" cy="6" r="2" /><circle cx="8" cy="14" r="2" />`,
  help: svg`<circle cx="10" cy="10" r="7" /><path d="M7.9 8.1a2.1 2.1 0 1 1 3.1 1.8c-.7.4-1 .8-1 1.6M10 14h.01" />`,
  close: svg`<path d="m5.5 5.5 9 9M14.5 5.5l-9 9" />`,
  check: svg`<path d="m4.5 10.5 3.5 3.5 7.5-8" />`,
  info: svg`<circle cx="10" cy="10" r="7" /><path d="M10 9.5V14M10 6.5h.01" />`,
  warn: svg`<path d="M10 3.5 17.5 16h-15L10 3.5ZM10 8.5v3.5M10 14h.01" />`,
  up: svg`<path d="M5.5 12 10 7.5l4.5 4.5" />`,
  list: svg`<path d="M7.5 5.5h9M7.5 10h9M7.5 14.5h9M3.75 5.5h.01M3.75 10h.01M3.75 14.5h.01" />`,
  down: svg`<path d="m5.5 8 4.5 4.5L14.5 8" />`,
  back: svg`<path d="M12 5 7 10l5 5" />`,
  plus: svg`<path d="M10 4.5v11M4.5 10h11" />`,
  away: svg`<path d="M7 13 14 6M8 6h6v6" />`,
  shield: svg`<path d="M10 2.75 4 5v4.5c0 3.7 2.5 6.6 6 7.75 3.5-1.15 6-4.05 6-7.75V5l-6-2.25Z" />`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof drawings;

/** A sign that says nothing which is not also said in words. */
export function icon(name: IconName): TemplateResult {
  return html`<svg
    class="icon"
    viewBox="0 0 20 20"
    width="20"
    height="20"
    aria-hidden="true"
    focusable="false"
  >
    ${drawings[name]}
  </svg>`;
}
