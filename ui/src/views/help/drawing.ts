import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit-html';
import { en } from '../../words/en';

const words = en.help;

/**
 * Where the ID stands: a browser window with a contact open, the last part of its address marked. Drawn with the
 * colours of the page; what it shows is said in words for those who do not see it.
 */
export function idDrawing(): TemplateResult {
  return html`<svg class="drawing" viewBox="0 0 480 262" role="img" aria-label=${words.drawing}>
    <rect class="sheet-of" x="1" y="1" width="478" height="260" rx="12" />
    <path class="bar-of" d="M1 47V13a12 12 0 0 1 12-12h454a12 12 0 0 1 12 12v34Z" />
    <path class="stroke" d="M1 47h478" />
    <path class="stroke strong" d="m25 17-7 7 7 7" />
    <rect class="field-of" x="40" y="9" width="426" height="30" rx="15" />
    <text class="plain-text" x="54" y="29">${words.drawingStart}</text>
    <rect class="mark-of" x="236" y="12" width="216" height="24" rx="6" />
    <text class="mark-text" x="344" y="29">${en.lookup.exampleId}</text>
    <path class="pointer" d="M344 41v33" />
    <rect class="label-of" x="291" y="74" width="106" height="28" rx="14" />
    <text class="label-text" x="344" y="93">${words.drawingLabel}</text>
    ${contactPage()}
  </svg>`;
}

/** The contact's own page: who it is on the left, what was written to them on the right. */
function contactPage(): SVGTemplateResult {
  const line = (x: number, y: number, width: number) =>
    svg`<rect class="line-of" x=${x} y=${y} width=${width} height="8" rx="4" />`;
  return svg`<path class="stroke" d="M172 48v213" />
    <circle class="face-of" cx="46" cy="88" r="20" />
    <circle class="face-line" cx="46" cy="82" r="6.5" />
    <path class="face-line" d="M34 99c2-8 7-10 12-10s10 2 12 10" />
    ${line(78, 76, 72)}${line(78, 92, 48)}
    ${line(26, 130, 40)}${line(26, 144, 118)}${line(26, 170, 32)}${line(26, 184, 96)}${line(26, 210, 46)}${line(26, 224, 108)}
    <rect class="bubble-of" x="194" y="126" width="150" height="40" rx="12" />
    ${line(210, 142, 104)}
    <rect class="bubble-of own" x="300" y="182" width="158" height="40" rx="12" />
    ${line(316, 198, 112)}`;
}
