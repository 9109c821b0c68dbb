import type { Answer } from '../backend';
import type { ConnectionCheckView } from '../generated/ConnectionCheckView';
import type { State } from '../state';
import { checkSteps } from '../words/check';
import { step, type Step } from './effect';
import { longMs } from './asking';
import { say, tell } from './tell';

/** Every step of the check has its own, shorter limit. If no answer came by now, none will. */
export const checkOverdueMs = 60_000;

/** Checks the connection of the account in use. */
export function checkConnection(state: State): Step {
  if (state.check.is === 'running') return step(state);
  if (!state.current) return step(state, { check: { is: 'no-account' } });
  const attempt = state.attempts + 1;
  return step(
    state,
    { attempts: attempt, check: { is: 'running', attempt, long: false }, copied: null },
    { do: 'check-connection', account: state.current.id, attempt },
    { do: 'after', key: 'check-long', ms: longMs, event: { is: 'check-takes-long', attempt } },
    {
      do: 'after',
      key: 'check-overdue',
      ms: checkOverdueMs,
      event: { is: 'check-overdue', attempt, at: 0 },
    },
  );
}

/** What was found. An answer that nobody waits for any more is dropped. */
export function checked(
  state: State,
  attempt: number,
  answer: Answer<ConnectionCheckView>,
  at: number,
): Step {
  if (!waitsFor(state, attempt)) return step(state);
  if (!answer.ok) {
    return step(
      state,
      { check: { is: 'stopped', told: tell(answer.problem, at) }, ...say(state, { is: 'check-stopped' }) },
      { do: 'show', place: 'check-verdict' },
    );
  }
  const view = answer.value;
  const good = checkSteps.every((name) => view[name].is === 'good');
  return step(
    state,
    { check: { is: 'done', view, at }, ...say(state, { is: 'checked', good }) },
    { do: 'show', place: 'check-verdict' },
  );
}

/** It takes so long that the person is told. */
export function checkTakesLong(state: State, attempt: number): Step {
  if (!waitsFor(state, attempt)) return step(state);
  return step(state, {
    check: { is: 'running', attempt, long: true },
    ...say(state, { is: 'still-checking' }),
  });
}

/** No answer came, although the program promises one. */
export function checkOverdue(state: State, attempt: number, at: number): Step {
  return checked(state, attempt, { ok: false, problem: { kind: 'unexpected', facts: {} } }, at);
}

/** Stops waiting. */
export function cancelCheck(state: State): Step {
  return step(state, { check: { is: 'none' } }, { do: 'focus', place: 'check-connection', select: false });
}

/** Whoever was led to another screen meanwhile is not told there. */
function waitsFor({ check, screen }: State, attempt: number): boolean {
  return screen === 'help' && check.is === 'running' && check.attempt === attempt;
}
