import { html, type TemplateResult } from 'lit-html';
import type { Send } from '../../events';
import { hourText } from '../../format';
import type { QuietHoursView } from '../../generated/QuietHoursView';
import type { State } from '../../state';
import { en } from '../../words/en';
import { block } from './block';
import { dropDown } from './drop-down';

const words = en.settings;
const hours: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);

/** What stands for "no quiet hours" among the hours that they may begin at. */
const NONE = 'none';

/** How long quiet hours are that begin where they would also end: as long as they usually are. */
const USUAL_LENGTH = 11;

/** The hours in which nobody is to be called. */
export function quietHours(state: State, send: Send): TemplateResult {
  const { quietHours: quiet } = state.choices;
  const none = quiet.begin === quiet.end;
  const choose = (to: QuietHoursView) => {
    send({ is: 'choose', chosen: { set: 'quietHours', to } });
  };
  const options = hours.map((hour) => [String(hour), hourText(hour)] as const);
  const begin = dropDown({
    id: 'quiet-begin',
    label: words.quietBegin,
    value: none ? NONE : String(quiet.begin),
    options: [[NONE, words.noQuietHours], ...options],
    describedBy: 'quiet-is',
    choose: (value) => {
      choose(withBegin(quiet, value));
    },
  });
  const end = dropDown({
    id: 'quiet-end',
    label: words.quietEnd,
    value: String(quiet.end),
    options,
    disabled: none,
    describedBy: 'quiet-is',
    choose: (value) => {
      choose({ ...quiet, end: Number(value) });
    },
  });
  return block(
    'quiet',
    words.quietHours,
    ['quietHours'],
    state,
    html`<p class="quiet-text">${words.quietLead}</p>
      <div class="hours">${begin}${end}</div>
      <p class="outcome" id="quiet-is">
        ${none ? words.quietIsNone : words.quietIs(hourText(quiet.begin), hourText(quiet.end))}
      </p>`,
  );
}

/** None keeps the end, so that they can come back as they were. */
function withBegin({ begin, end }: QuietHoursView, value: string): QuietHoursView {
  if (value === NONE) return { begin: end, end };
  const hour = Number(value);
  const comesBack = begin === end && hour === end;
  return { begin: hour, end: comesBack ? (hour + USUAL_LENGTH) % hours.length : end };
}
