import { html } from 'lit-html';
import type { TemplateResult } from 'lit-html';
import type { Permission } from '../../generated/Permission';
import { nameWords } from '../../words/card';

/** Which permission would turn the IDs of a panel into names. It is a hint: nothing is wrong with the token. */
export function deniedHint(permissions: readonly Permission[]): TemplateResult {
  return html`<p class="denied" data-denied=${permissions.join(' ')}>${nameWords.denied(permissions)}</p>`;
}
