import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';

/** A list to choose one of. */
export interface DropDown {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly disabled?: boolean;
  readonly describedBy?: string;
  readonly choose: (value: string) => void;
}

/** A list under its label. The system draws it, so it works as every list does there. */
export function dropDown({
  id,
  label,
  value,
  options,
  disabled = false,
  describedBy,
  choose,
}: DropDown): TemplateResult {
  // The attribute chooses at first, when the list is still empty as its value is set; from then on, the value does.
  return html`<div class="setting">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      class="select"
      aria-describedby=${describedBy ?? nothing}
      ?disabled=${disabled}
      .value=${live(value)}
      @change=${(event: Event) => {
        choose((event.currentTarget as HTMLSelectElement).value);
      }}
    >
      ${options.map(([name, text]) => html`<option value=${name} ?selected=${name === value}>${text}</option>`)}
    </select>
  </div>`;
}
