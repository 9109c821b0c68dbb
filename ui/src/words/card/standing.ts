/** The groups of channels that a sentence about do-not-disturb speaks of, in the order it names them. */
export type StandingGroup = 'fine' | 'blocked' | 'forGood' | 'unclear';

/** The channels of each group, as a list for a place inside a sentence; a group that is empty is not used. */
export type StandingLists = Readonly<Record<StandingGroup, string>>;

/** The sentence for each combination of groups. The keys name the groups that are not empty. */
export const standings: Readonly<Record<string, (of: StandingLists) => string>> = {
  'fine': (of) => `${capital(of.fine)} are fine.`,
  'blocked': (of) => `${capital(of.blocked)} are blocked.`,
  'forGood': (of) => `${capital(of.forGood)} are blocked for good.`,
  'unclear': (of) => `The setting for ${of.unclear} is unclear.`,
  'fine blocked': (of) => `${capital(of.fine)} are fine; ${of.blocked} are blocked.`,
  'fine forGood': (of) => `${capital(of.fine)} are fine; ${of.forGood} are blocked for good.`,
  'fine unclear': (of) => `${capital(of.fine)} are fine; the setting for ${of.unclear} is unclear.`,
  'blocked forGood': (of) => `${capital(of.blocked)} are blocked; ${of.forGood} are blocked for good.`,
  'blocked unclear': (of) => `${capital(of.blocked)} are blocked; the setting for ${of.unclear} is unclear.`,
  'forGood unclear': (of) =>
    `${capital(of.forGood)} are blocked for good; the setting for ${of.unclear} is unclear.`,
  'fine blocked forGood': (of) =>
    `${capital(of.fine)} are fine; ${of.blocked} are blocked, ${of.forGood} for good.`,
  'fine blocked unclear': (of) =>
    `${capital(of.fine)} are fine; ${of.blocked} are blocked; the setting for ${of.unclear} is unclear.`,
  'fine forGood unclear': (of) =>
    `${capital(of.fine)} are fine; ${of.forGood} are blocked for good; the setting for ${of.unclear} is unclear.`,
  'blocked forGood unclear': (of) =>
    `${capital(of.blocked)} are blocked, ${of.forGood} for good; the setting for ${of.unclear} is unclear.`,
  'fine blocked forGood unclear': (of) =>
    `${capital(of.fine)} are fine; ${of.blocked} are blocked, ${of.forGood} for good; the setting for ${of.unclear} is unclear.`,
};

/**
 * The same for when a call now is not fine: calls are blocked, it is night there, or nobody knows what time it is. What
 * is blocked comes first, and nothing sounds like leave to call.
 */
export const soberStandings: typeof standings = {
  ...standings,
  'fine': (of) => `${capital(of.fine)} are not blocked.`,
  'fine blocked': (of) => `${capital(of.blocked)} are blocked; ${of.fine} are not.`,
  'fine forGood': (of) => `${capital(of.forGood)} are blocked for good; ${of.fine} are not blocked.`,
  'fine unclear': (of) => `${capital(of.fine)} are not blocked; the setting for ${of.unclear} is unclear.`,
  'fine blocked forGood': (of) =>
    `${capital(of.blocked)} are blocked, ${of.forGood} for good; ${of.fine} are not blocked.`,
  'fine blocked unclear': (of) =>
    `${capital(of.blocked)} are blocked; ${of.fine} are not; the setting for ${of.unclear} is unclear.`,
  'fine forGood unclear': (of) =>
    `${capital(of.forGood)} are blocked for good; ${of.fine} are not blocked; the setting for ${of.unclear} is unclear.`,
  'fine blocked forGood unclear': (of) =>
    `${capital(of.blocked)} are blocked, ${of.forGood} for good; ${of.fine} are not blocked; the setting for ${of.unclear} is unclear.`,
};

function capital(list: string): string {
  return list.charAt(0).toUpperCase() + list.slice(1);
}
