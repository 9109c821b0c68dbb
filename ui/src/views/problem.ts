import { html, nothing, type TemplateResult } from 'lit-html';
import { sentenceLocale } from '../format/locale';
import type { ProblemKind } from '../generated/ProblemKind';
import { icon } from '../parts/icon';
import type { Act, Send } from '../events';
import type { State, Told } from '../state';
import { untried } from '../tried';
import { administratorText, details, detailsText } from '../words/details';
import { en } from '../words/en';
import {
  actionWords,
  problemWords,
  type ProblemAction,
  type ProblemContext,
  type ProblemWords,
} from '../words/problems';
import { namedAccounts, otherAccounts } from './other-accounts';

/** Where a problem stands, which decides what can be done about it from there. */
export type ProblemPlace = 'lookup' | 'form' | 'settings' | 'aside' | 'start' | 'list' | 'bulk';

/** What is otherwise about a problem than usual. */
interface About {
  /** The account that a token problem is about: the one in use, unless another is named. */
  readonly account?: string;
  readonly words?: Partial<Pick<ProblemWords, 'title' | 'why' | 'todo'>>;
  /** What can be done about it. */
  readonly buttons?: unknown;
}

/** A problem, told once: what happened, why, what to do, and the technical part folded away. */
export function problemPanel(
  told: Told,
  place: ProblemPlace,
  state: State,
  send: Send,
  about: About = {},
): TemplateResult {
  const { problem, wait } = told;
  const context = contextOf(told.at, place, state);
  const words = { ...problemWords(problem, context), ...about.words };
  const others = place === 'lookup' ? untried(state) : [];
  const actions = [words.main, ...words.others].filter((action) => fits(action, place, state, others.length));
  const buttons = actions.map((action, index) =>
    actionButton(
      action,
      index === 0 && place !== 'form' && others.length === 0,
      told,
      place,
      context,
      state,
      send,
      about,
    ),
  );
  const waited = problem.facts.retryInSeconds && words.main === 'try-again' ? en.problem.waited : words.todo;
  const todo = wait > 0 ? en.problem.wait(wait) : waited;
  return html`<section
    class="problem ${place === 'lookup' || place === 'start' ? 'large' : 'small'}"
    role="alert"
    data-problem=${problem.kind}
    aria-labelledby="problem-title"
  >
    <h2 id="problem-title" tabindex="-1">${words.title}</h2>
    <div id="problem-reason">
      <p class="why">${words.why}</p>
      ${
        // A countdown that was read out each second would drown everything else.
        todo === ''
          ? nothing
          : html`<p class="todo" aria-live=${problem.facts.retryInSeconds ? 'off' : nothing}>${todo}</p>`
      }
    </div>
    ${
      about.buttons !== undefined || buttons.length > 0 || others.length > 0
        ? html`<div class="buttons">${otherAccounts(others, send)} ${about.buttons ?? buttons}</div>`
        : nothing
    }
    ${idLine(told, place, state, send)}
    ${
      words.steps && place !== 'form' && place !== 'bulk'
        ? html`<div class="steps">
            <h3>${words.steps.title}</h3>
            <ol>
              ${words.steps.list.map((item) => html`<li>${item}</li>`)}
            </ol>
          </div>`
        : nothing
    }
    ${fold(told, context, state, send)}
    ${
      place === 'aside' && words.main !== 'dismiss'
        ? html`<button
            type="button"
            class="icon-button corner"
            aria-label=${en.notices.dismiss}
            title=${en.notices.dismiss}
            @click=${() => {
              send({ is: 'dismiss-problem' });
            }}
          >
            ${icon('close')}
          </button>`
        : nothing
    }
  </section>`;
}

/** What the words of a problem may depend on. */
export function contextOf(at: number, place: ProblemPlace, state: State): ProblemContext {
  return {
    system: state.system,
    connecting: place === 'form',
    otherAccounts: hasOthers(place, state),
    ...searched(place, state),
    at: new Date(at),
    locale: sentenceLocale(),
  };
}

/** Whether there is another account to choose; after a lookup, one that has not been tried for that ID. */
function hasOthers(place: ProblemPlace, state: State): boolean {
  if (state.accounts.length <= (state.current?.sample ? 0 : 1)) return false;
  const looked = place === 'lookup' && state.current?.sample !== true && state.tried !== null;
  return !looked || untried(state).length > 0;
}

/** In how many accounts the ID was looked for, where it was more than one. */
function searched(place: ProblemPlace, { tried, result }: State): Pick<ProblemContext, 'searched'> {
  const here = place === 'lookup' && result.is === 'failed' && tried !== null && tried.id === result.id;
  if (!here || tried.without.length + tried.unasked.length < 2) return {};
  return { searched: { without: tried.without.length, unasked: tried.unasked.length } };
}

/** Whether an action makes sense where the problem stands. The form of a token has its own buttons for some. */
function fits(action: ProblemAction, place: ProblemPlace, state: State, others: number): boolean {
  switch (action) {
    case 'try-again':
      if (place === 'settings') return state.settings.trouble?.again !== null;
      return place === 'lookup' || place === 'start';
    case 'replace-token':
    case 'token-for-session':
      // The sample account has no token of its own; its problems are there to be looked at.
      return place === 'settings' || (place === 'lookup' && state.current?.sample === false);
    case 'choose-account':
      // Where each account has a button of its own, the menu of them says nothing more.
      return place === 'lookup' && (others === 0 || others > namedAccounts);
    case 'find-id':
      return place === 'lookup' || place === 'list';
    case 'open-list':
      return place === 'list';
    case 'edit-id':
    case 'add-account':
      return place === 'lookup';
    case 'open-status':
    case 'open-private-integrations':
    case 'copy-administrator':
      return true;
    case 'dismiss':
      return place === 'aside';
  }
}

/** The main actions that Enter in the box may take: none leaves the screen or the program unasked. */
const staysHere: ReadonlySet<ProblemAction> = new Set<ProblemAction>([
  'try-again',
  'replace-token',
  'token-for-session',
  'choose-account',
]);

function actionButton(
  action: ProblemAction,
  primary: boolean,
  told: Told,
  place: ProblemPlace,
  context: ProblemContext,
  state: State,
  send: Send,
  about: About,
): TemplateResult {
  const copied = action === 'copy-administrator' && state.copied === 'administrator';
  return html`<button
    type="button"
    class="button ${primary ? 'primary' : ''}"
    data-action=${action}
    ?data-enter=${primary && place === 'lookup' && staysHere.has(action)}
    ?disabled=${action === 'try-again' && told.wait > 0}
    @click=${() => {
      send(actOf(action, told, place, context, state, about));
    }}
  >
    ${copied ? en.problem.copied : actionWords[action]}
  </button>`;
}

function actOf(
  action: ProblemAction,
  told: Told,
  place: ProblemPlace,
  context: ProblemContext,
  state: State,
  about: About,
): Act {
  const account = about.account ?? state.current?.id ?? '';
  const again: Act = { is: 'try-again' };
  switch (action) {
    case 'try-again':
      if (state.phase === 'broken') return { is: 'start-again' };
      return place === 'settings' ? (state.settings.trouble?.again ?? again) : again;
    case 'edit-id':
      return { is: 'edit-id' };
    case 'find-id':
      return { is: 'go', to: 'help' };
    case 'replace-token':
    case 'token-for-session':
      return { is: 'replace-token', account };
    case 'open-list':
      return { is: 'bulk', act: { is: 'open-file' }, at: told.at };
    case 'choose-account':
      return { is: 'open-menu' };
    case 'add-account':
      return { is: 'add-account' };
    case 'open-status':
      return { is: 'open-page', page: 'status' };
    case 'open-private-integrations':
      return { is: 'open-page', page: 'private-integrations' };
    case 'copy-administrator': {
      const text = administratorText(told.problem, state.version, context);
      return { is: 'copy-problem', text, what: 'administrator' };
    }
    case 'dismiss':
      return { is: 'dismiss-problem' };
  }
}

/** The kinds that put the ID in doubt. */
const doubtful: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'contact-not-found',
  'other-account',
  'request-refused',
]);

/** The ID that was asked for, to compare with the one that was meant. */
function idLine(told: Told, place: ProblemPlace, state: State, send: Send): TemplateResult | typeof nothing {
  const { kind, facts } = told.problem;
  const id = facts.contactId;
  if (place !== 'lookup' || id === undefined || !doubtful.has(kind)) return nothing;
  return html`<p class="asked-id">
    <span>${en.problem.contactId}</span> <code dir="auto">${id}</code>
    <button
      type="button"
      class="link"
      aria-label=${en.problem.copyId}
      @click=${() => {
        send({ is: 'copy-problem', text: id, what: 'id' });
      }}
    >
      ${state.copied === 'id' ? en.problem.copied : en.problem.copy}
    </button>
  </p>`;
}

function fold(told: Told, context: ProblemContext, state: State, send: Send): TemplateResult {
  const { problem } = told;
  return html`<details data-details>
    <summary>${en.problem.details}</summary>
    <dl>
      ${details(problem, state.version, context).map(
        ({ name, value }) =>
          html`<div>
            <dt>${name}</dt>
            <dd dir="auto">${value}</dd>
          </div>`,
      )}
    </dl>
    <button
      type="button"
      class="button small"
      data-action="copy-details"
      @click=${() => {
        send({ is: 'copy-problem', text: detailsText(problem, state.version, context), what: 'details' });
      }}
    >
      ${state.copied === 'details' ? en.problem.copied : en.problem.copyDetails}
    </button>
  </details>`;
}
