import type { CheckStep } from '../generated/CheckStep';
import type { Permission } from '../generated/Permission';
import type { ConnectionCheckView } from '../generated/ConnectionCheckView';
import type { SystemName } from '../generated/SystemName';
import { permissionWords } from './permissions';
import { systemNames } from './system';

/** The steps of the check, in the order in which they are made. */
export const checkSteps = ['passwordStore', 'network', 'highlevel', 'token'] as const;

/** One of them. */
export type CheckStepName = (typeof checkSteps)[number];

/** The words of "Check connection". */
export const checkWords = {
  title: 'Check connection',
  lead: 'Finds out, step by step, what works and what to do about the rest.',
  of: (account: string) => `The account in use is checked: ${account}.`,
  check: 'Check connection',
  checkAgain: 'Check again',
  checking: 'Checking…',
  stillChecking: 'Still checking. Some of this can take half a minute.',
  cancel: 'Stop checking',
  noAccount: 'Connect an account first. There is no token to check yet.',
  connect: 'Connect an account',
  result: 'What was found',

  steps: {
    passwordStore: 'Password store',
    network: 'Network',
    highlevel: 'HighLevel',
    token: 'Token',
  } satisfies Record<CheckStepName, string>,
  good: {
    passwordStore: 'It answers and has the token.',
    network: 'HighLevel can be reached.',
    highlevel: 'It answers.',
    token: 'It may read contacts.',
  } satisfies Record<CheckStepName, string>,
  /** Names of variables that should hold the address of a proxy. */
  unusableProxies: (names: string) =>
    `The proxy setting ${names} on this computer holds no address, so the connection goes without a proxy. Ask your IT team to correct or remove it.`,
  works: 'Works',
  trouble: 'Needs attention',
  notReached: 'Not checked',
  notReachedWhy: 'Something before it comes first.',
  took: (time: string) => `HighLevel answered in ${time}.`,
  milliseconds: (count: string) => `${count} ms`,
  seconds: (count: string) => `${count} s`,

  permissions: 'Permissions for names',
  permissionsLead: 'None of them is needed to look contacts up.',
  granted: 'Allowed',
  notGranted: 'Not allowed',
  notKnown: 'Not known',
  without: 'Without it, you see IDs in their place.',
  unknownYet: {
    'custom-fields': 'This can be told once a contact was found.',
    'users': 'This can be told once a contact with an owner was found.',
    'businesses': 'This can be told once a contact with a business was found.',
    'locations': 'This can be told once a contact was found.',
  } satisfies Record<Permission, string>,

  openSettings: 'Replace the token in Settings',

  copy: 'Copy for the helpdesk',
  copied: 'Copied',
  copyNote: 'Holds no names, no token and nothing of a contact.',

  verdictGood: 'Everything works',
  verdictTrouble: (steps: string) => `Needs attention: ${steps}`,
  allGood: 'The check is done. Everything works.',
  someTrouble: 'The check is done. Something needs attention.',
  stopped: 'The check has stopped.',
} as const;

/** What the text for the helpdesk is made of, beside what was found. */
export interface CheckFacts {
  readonly version: string;
  readonly system: SystemName;
  /** When it was checked, in milliseconds since 1970. */
  readonly at: number;
}

/**
 * The check as text. It is put together of what is known to name nobody: no account, no server, no message, for
 * HighLevel's messages may hold IDs.
 */
export function checkText(view: ConnectionCheckView, { version, system, at }: CheckFacts): string {
  const time = new Date(at);
  return [
    'Contact Lookup, connection check',
    `Version: ${version}`,
    `System: ${systemNames[system]}`,
    `Time: ${Number.isNaN(time.getTime()) ? '' : time.toISOString()}`,
    ...checkSteps.map((name) => `${checkWords.steps[name]}: ${stepText(view[name])}`),
    ...(view.unusableProxies.length === 0
      ? []
      : [`Proxy settings without an address: ${view.unusableProxies.join(', ')}`]),
    ...view.permissions.map(
      ({ permission, granted }) => `${permissionWords[permission].name}: ${grantedText(granted)}`,
    ),
    `HighLevel’s time to answer: ${view.milliseconds === null ? 'not known' : `${view.milliseconds} ms`}`,
  ].join('\n');
}

function grantedText(granted: boolean | null): string {
  return granted === null ? checkWords.notKnown : granted ? checkWords.granted : checkWords.notGranted;
}

function stepText(step: CheckStep): string {
  if (step.is === 'good') return checkWords.works;
  if (step.is === 'notReached') return checkWords.notReached;
  const { kind, facts } = step.problem;
  const trace = /^[\w.-]{1,80}$/.test(facts.traceId ?? '') ? facts.traceId : undefined;
  const known: readonly (readonly [name: string, value: string | number | undefined])[] = [
    ['kind', kind],
    ['status', facts.status],
    ['attempts', facts.attempts],
    ['certificate', facts.certificate],
    ['trace', trace],
  ];
  const parts = known.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`]));
  return `${checkWords.trouble} (${parts.join(', ')})`;
}
