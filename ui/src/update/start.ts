import type { Answer } from '../backend';
import type { News } from '../generated/News';
import type { StartView } from '../generated/StartView';
import { quietChoosing, type State } from '../state';
import { enter, welcome } from './accounts';
import { listDropped } from './bulk';
import { askToLeave } from './bulk/result';
import { arrive } from './bulk/run';
import { focusBox } from './asking';
import { step, type Effect, type Step } from './effect';
import { fill, lookUpFromOutside } from './look-up';
import { notify, tell } from './tell';

/** The program has answered for the first time. */
export function started(state: State, answer: Answer<StartView>, at: number): Step {
  if (!answer.ok) return step(state, { phase: 'broken', passing: tell(answer.problem, at) });
  const view = answer.value;
  const running: State = {
    ...state,
    phase: 'running',
    passing: null,
    version: view.version,
    system: view.system,
    choices: view.settings,
    choosing: { ...quietChoosing, lasts: lasting(view.notices) },
    recents: view.recents,
    samples: view.samples,
    accounts: view.accounts,
    notices: view.notices.map((what) => ({ is: 'settings', what })),
    waitingText: view.lookUp,
    text: view.lookUp ?? view.fill ?? '',
    filled: view.lookUp === null && view.fill !== null,
  };
  const first = view.current ?? view.accounts[0];
  const inside = first ? enter(running, first) : welcome(running);
  const withList = arrive(inside.state, view.bulk, at);
  const focus: Effect[] = first ? [focusBox] : [];
  const effects = [...inside.effects, ...withList.effects, ...focus, { do: 'listen' } as const];
  return step(withList.state, { said: state.said }, ...effects);
}

/** Whether changes of the settings are kept when the program ends. */
function lasting(notices: StartView['notices']): boolean {
  return !notices.includes('not-saved') && !notices.includes('newer-program');
}

/** The program has something to tell unasked. */
export function news(state: State, news: News, at: number): Step {
  switch (news.is) {
    case 'look-up':
      return lookUpFromOutside(state, news.text, at);
    case 'fill':
      return fill(state, news.text, at);
    case 'list-dropped':
      return listDropped(state);
    case 'ask-to-close':
      return askToLeave(state);
    case 'page-reloaded':
      return step(state, { notices: notify(state.notices, { is: 'reloaded' }) });
    case 'problem':
      return step(state, { passing: tell(news.problem, at) });
  }
}
