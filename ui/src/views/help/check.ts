import { html, nothing, type TemplateResult } from 'lit-html';
import type { Send } from '../../events';
import { listText } from '../../format/list';
import { sentenceLocale } from '../../format/locale';
import type { CheckStep } from '../../generated/CheckStep';
import type { ConnectionCheckView } from '../../generated/ConnectionCheckView';
import type { PermissionView } from '../../generated/PermissionView';
import { icon, type IconName } from '../../parts/icon';
import type { State } from '../../state';
import { checkSteps, checkText, type CheckStepName } from '../../words/check';
import { en } from '../../words/en';
import { problemWords } from '../../words/problems';
import { contextOf } from '../problem';

const words = en.check;

/** "Check connection": what works, and what to do about the rest. */
export function connectionCheck(state: State, send: Send): TemplateResult {
  const { check, current } = state;
  const busy = check.is === 'running';
  const done = check.is === 'done' || check.is === 'stopped';
  const name = current?.sample ? en.header.samples : current?.name;
  return html`<section class="block" aria-labelledby="help-check">
    <h2 id="help-check">${words.title}</h2>
    <p>${words.lead} ${name === undefined ? nothing : html`<span dir="auto">${words.of(name)}</span>`}</p>
    <div class="buttons">
      <button
        type="button"
        class="button ${busy ? '' : 'primary'}"
        id="check-connection"
        aria-disabled=${busy ? 'true' : nothing}
        @click=${() => {
          // Not disabled while it runs: the focus stays where it is.
          if (!busy) send({ is: 'check-connection' });
        }}
      >
        ${busy ? words.checking : done ? words.checkAgain : words.check}
      </button>
      ${busy ? cancelButton(send) : verdict(state)}
    </div>
    <div id="connection-check" data-state=${check.is} aria-busy=${busy ? 'true' : 'false'}>
      ${result(state, send)}
    </div>
  </section>`;
}

/** What came of it in a few words, beside the button that was pressed. */
function verdict({ check }: State): TemplateResult | typeof nothing {
  if (check.is !== 'done' && check.is !== 'stopped') return nothing;
  const trouble = check.is === 'done' ? checkSteps.filter((name) => check.view[name].is === 'trouble') : null;
  const good = trouble?.length === 0;
  const text =
    trouble === null
      ? words.stopped
      : good
        ? words.verdictGood
        : words.verdictTrouble(listText(trouble.map((name) => words.steps[name])));
  return html`<p
    class="verdict ${good ? 'good' : ''}"
    id="check-verdict"
    data-good=${good ? 'true' : 'false'}
  >
    ${icon(good ? 'check' : 'warn')}<span>${text}</span>
  </p>`;
}

function cancelButton(send: Send): TemplateResult {
  return html`<button
    type="button"
    class="button"
    id="cancel-check"
    @click=${() => {
      send({ is: 'cancel-check' });
    }}
  >
    ${words.cancel}
  </button>`;
}

function result(state: State, send: Send): unknown {
  const { check } = state;
  switch (check.is) {
    case 'none':
      return nothing;
    case 'no-account':
      return noAccount(send);
    case 'running':
      return check.long ? html`<p class="quiet-text">${words.stillChecking}</p>` : nothing;
    case 'done':
      return found(check.view, check.at, state, send);
    case 'stopped':
      return html`<ul class="steps-found">
        ${line('trouble', words.title, cure(check.told.problem, check.told.at, state))}
      </ul>`;
  }
}

function noAccount(send: Send): TemplateResult {
  return html`<p role="alert">${words.noAccount}</p>
    <button
      type="button"
      class="button"
      id="check-connect"
      @click=${() => {
        send({ is: 'add-account' });
      }}
    >
      ${words.connect}
    </button>`;
}

function found(view: ConnectionCheckView, at: number, state: State, send: Send): TemplateResult {
  return html`<ol class="steps-found" aria-label=${words.result}>
      ${checkSteps.map((name) => stepLine(name, view[name], at, state))}
    </ol>
    ${
      view.unusableProxies.length === 0
        ? nothing
        : html`<p id="check-proxies">${words.unusableProxies(listText(view.unusableProxies))}</p>`
    }
    ${view.milliseconds === null ? nothing : html`<p class="quiet-text">${words.took(duration(view.milliseconds))}</p>`}
    ${view.permissions.length === 0 ? nothing : permissions(view.permissions)}
    <div class="buttons">
      ${view.token.is === 'trouble' && state.current?.sample === false ? settingsButton(send) : nothing}
      <button
        type="button"
        class="button"
        id="copy-check"
        aria-describedby="copy-check-note"
        @click=${() => {
          const text = checkText(view, { version: state.version, system: state.system, at });
          send({ is: 'copy-problem', text, what: 'check' });
        }}
      >
        ${state.copied === 'check' ? words.copied : words.copy}
      </button>
      <p class="quiet-text" id="copy-check-note">${words.copyNote}</p>
    </div>`;
}

/** Leads to where a token that does not work is replaced. */
function settingsButton(send: Send): TemplateResult {
  return html`<button
    type="button"
    class="button"
    id="check-settings"
    @click=${() => {
      send({ is: 'go', to: 'settings' });
    }}
  >
    ${words.openSettings}
  </button>`;
}

function stepLine(name: CheckStepName, step: CheckStep, at: number, state: State): TemplateResult {
  const heading = words.steps[name];
  switch (step.is) {
    case 'good':
      return line('good', heading, html`<p>${words.good[name]}</p>`, name);
    case 'notReached':
      return line('not-reached', heading, html`<p>${words.notReachedWhy}</p>`, name);
    case 'trouble':
      return line('trouble', heading, cure(step.problem, at, state), name);
  }
}

/** A problem in the words it is always told in, without the buttons that belong to a lookup. */
function cure(problem: Parameters<typeof problemWords>[0], at: number, state: State): TemplateResult {
  const { title, why, todo } = problemWords(problem, contextOf(at, 'aside', state));
  return html`<p class="what" data-kind=${problem.kind}>${title}</p>
    <p>${why} ${todo}</p>`;
}

type Outcome = 'good' | 'trouble' | 'not-reached' | 'quiet';

const signs: Readonly<Record<Outcome, readonly [icon: IconName, said: string]>> = {
  'good': ['check', words.works],
  'trouble': ['warn', words.trouble],
  'not-reached': ['info', words.notReached],
  'quiet': ['info', words.notReached],
};

function line(
  outcome: Outcome,
  heading: string,
  content: unknown,
  name: string | null = null,
  said = signs[outcome][1],
): TemplateResult {
  return html`<li class="step-found ${outcome}" data-check-step=${name ?? nothing} data-outcome=${outcome}>
    ${icon(signs[outcome][0])}
    <div>
      <h3>${heading} <span class="outcome">${said}</span></h3>
      ${content}
    </div>
  </li>`;
}

function permissions(list: readonly PermissionView[]): TemplateResult {
  return html`<h3 class="of-permissions" id="check-permissions">${words.permissions}</h3>
    <p class="quiet-text">${words.permissionsLead}</p>
    <ul class="steps-found" aria-labelledby="check-permissions">
      ${list.map(permissionLine)}
    </ul>`;
}

/** A permission that is not given is no trouble: contacts can be looked up without it. */
function permissionLine({ permission, granted }: PermissionView): TemplateResult {
  const { name, gives } = en.permissions[permission];
  if (granted === null)
    return line('quiet', name, html`<p>${words.unknownYet[permission]}</p>`, permission, words.notKnown);
  return granted
    ? line('good', name, html`<p>${gives}</p>`, permission, words.granted)
    : line('quiet', name, html`<p>${words.without}</p>`, permission, words.notGranted);
}

/** A time in the unit that says most. */
function duration(milliseconds: number): string {
  if (milliseconds < 1000) return words.milliseconds(milliseconds.toLocaleString(sentenceLocale()));
  const seconds = (milliseconds / 1000).toLocaleString(sentenceLocale(), { maximumFractionDigits: 1 });
  return words.seconds(seconds);
}
