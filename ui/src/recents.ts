import { foldedText } from './format/folded';
import type { AccountView } from './generated/AccountView';
import type { RecentView } from './generated/RecentView';
import type { State } from './state';

/** The account that a recent lookup was made in; `null` where it is gone. */
export function accountOf(
  { account }: RecentView,
  { accounts, current }: Pick<State, 'accounts' | 'current'>,
): AccountView | null {
  if (current?.id === account) return current;
  return accounts.find(({ id }) => id === account) ?? null;
}

/** Whether it is the recent lookup of that ID in that account. */
export function isOf(recent: RecentView, id: string | null, account: string | null): boolean {
  return recent.id === id && recent.account === account;
}

/** The recent lookups to be seen: the sample account has its own, and keeps them to itself. */
export function recentsShown({
  recents,
  current,
}: Pick<State, 'recents' | 'current'>): readonly RecentView[] {
  return current?.sample === true
    ? recents.filter(({ account }) => account === current.id)
    : recents.filter(({ account }) => account !== sampleId);
}

/** The recent lookups to choose from below the box: those that have what is being typed, and no more than fit. */
export function pickable(
  state: Pick<State, 'recents' | 'current' | 'accounts' | 'text' | 'edited' | 'shielded'>,
): readonly RecentView[] {
  const wanted = state.edited ? foldedText(state.text.trim()) : '';
  const there = recentsShown(state).filter((recent) => accountOf(recent, state) !== null);
  const has = ({ id, name }: RecentView) =>
    foldedText(id).includes(wanted) ||
    (!state.shielded && name !== null && foldedText(name).includes(wanted));
  return wanted === '' ? there : there.filter(has);
}

/** What the program calls the sample account, so that its contacts are known where it is not in use. */
const sampleId = 'sample';
