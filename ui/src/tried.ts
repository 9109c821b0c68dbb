import type { AccountView } from './generated/AccountView';
import type { ProblemKind } from './generated/ProblemKind';
import type { State, Tried } from './state';

/** The answers by which an account does not have a contact. */
const notThere: ReadonlySet<ProblemKind> = new Set<ProblemKind>(['contact-not-found', 'other-account']);

/** What is wrong with one account alone, and says nothing of the others. */
const ofOneAccount: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'no-token',
  'token-malformed',
  'token-rejected',
  'permission-missing',
  'agency-token',
  'saved-token-damaged',
  'account-inactive',
  'forbidden',
  'too-many-requests',
  'daily-limit-reached',
]);

/** Whether the account does not have the contact, by that answer. */
export function isNotThere(kind: ProblemKind): boolean {
  return notThere.has(kind);
}

/** Whether another account may well answer where this one did not. */
export function isOfOneAccount(kind: ProblemKind): boolean {
  return ofOneAccount.has(kind);
}

/** What is known of where an ID is not, after one more account. */
export function withTried(tried: Tried | null, id: string, account: string, kind: ProblemKind): Tried | null {
  const before = tried?.id === id ? tried : { id, without: [], unasked: [] };
  const others = (list: readonly string[]) => list.filter((other) => other !== account);
  if (isNotThere(kind)) {
    return { id, without: [...others(before.without), account], unasked: others(before.unasked) };
  }
  if (!isOfOneAccount(kind)) return tried?.id === id ? tried : null;
  return { id, without: before.without, unasked: [...others(before.unasked), account] };
}

/** The saved accounts that may still have the contact which was not found. */
export function untried({ accounts, current, result, tried }: State): readonly AccountView[] {
  if (result.is !== 'failed' || result.id === null || !isNotThere(result.told.problem.kind)) return [];
  if (current === null || current.sample) return [];
  const without = tried?.id === result.id ? tried.without : [];
  return accounts.filter(({ id }) => id !== result.account && !without.includes(id));
}
