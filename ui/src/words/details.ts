import type { Problem } from '../generated/Problem';
import { problemWords, type ProblemContext } from './problems';

/** One line of the folded details. */
export interface Detail {
  readonly name: string;
  readonly value: string;
}

/** What an administrator or HighLevel's support asks for. Holds nothing of a contact but its ID. */
export function details(problem: Problem, version: string, context: ProblemContext): readonly Detail[] {
  const { facts, kind } = problem;
  const time = new Intl.DateTimeFormat(context.locale, {
    dateStyle: 'medium',
    timeStyle: 'long',
  }).format(context.at);
  const lines: readonly (readonly [string, string | number | undefined])[] = [
    ['Kind', kind],
    ['Status', facts.status],
    ['HighLevel’s message', facts.messages?.join(' · ')],
    ['Trace ID', facts.traceId],
    ['Contact ID', facts.contactId],
    ['Account', facts.account],
    ['File', facts.fileName],
    ['Server', facts.host],
    ['Signed by', facts.issuer],
    ['Attempts', facts.attempts],
    ['Technical note', facts.detail],
    ['Time', time],
    ['Version', version === '' ? undefined : version],
  ];
  return lines.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [{ name, value: String(value) }],
  );
}

/** The details as text, a line each. */
export function detailsText(problem: Problem, version: string, context: ProblemContext): string {
  return [
    'Contact Lookup',
    ...details(problem, version, context).map(({ name, value }) => `${name}: ${value}`),
  ].join('\n');
}

/** A message that can be sent to an administrator as it is. */
export function administratorText(problem: Problem, version: string, context: ProblemContext): string {
  const { title, why, ask } = problemWords(problem, context);
  return [
    'Hello, I cannot look up HighLevel contacts with Contact Lookup.',
    '',
    `${title}. ${why}`,
    ...(ask === undefined ? [] : [ask]),
    '',
    detailsText(problem, version, context),
  ].join('\n');
}
