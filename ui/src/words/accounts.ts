/** The words of choosing an account, and of looking in others for a contact. */
export const accountsWords = {
  search: 'Search the accounts',
  noneFound: 'No account has this in its name.',
  tryAll: 'Try all my accounts',
  tryOne: (account: string) => `Look in ${account}`,
  trying: (accounts: number) =>
    accounts === 1 ? 'Looking in another account' : `Looking in ${accounts} accounts, one after the other`,
  asking: (account: string, number: number, total: number) =>
    total === 1 ? `Looking in ${account}` : `Looking in ${account} (${number} of ${total})`,
  progress: 'Accounts asked',
  stop: 'Stop looking in other accounts',

  switchedByLink: (account: string) => `Switched to ${account}: the link belongs to it.`,
  switchedByRecent: (account: string) => `Switched to ${account}, where this contact was looked up.`,
  switchedByFinding: (account: string) => `Switched to ${account}, which has this contact.`,

  sameToken: (account: string, other: string) =>
    `Connected, but ${account} and ${other} have the same token: both show the same contacts.`,

  connected: {
    'as-typed': (account: string) => `Connected: the token of ${account} works.`,
    'taken': (account: string) => `Connected as ${account}: another account has the name you typed.`,
    'cut': (account: string) => `Connected as ${account}: the name you typed was too long.`,
    'another': (account: string) => `Connected as ${account}. You can change the name in Settings.`,
  },
} as const;
