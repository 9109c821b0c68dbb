/** The words of the recent lookups. */
export const recentsWords = {
  title: 'Recent lookups',
  empty: 'The contacts you look up are listed here.',
  show: (count: number) => `Show ${count}`,
  hide: 'Hide',
  clear: 'Clear',
  clearName: 'Clear the recent lookups',
  keepNames: 'Keep names on this computer?',
  keepNamesNote:
    'Names are forgotten when you close the program. If you keep them, they stay from your next lookup on.',
  keep: 'Keep names',
  decline: 'No, thanks',
  remove: (who: string) => `Remove ${who} from the recent lookups`,
  justNow: 'just now',
  gone: 'account removed',

  goneNotice: 'The account of this lookup was removed. Add it again to see the contact.',
  goneRemove: 'Remove from the list',
  removedOne: 'One recent lookup was removed.',
  removedAll: 'The recent lookups were cleared.',
  choose: 'Recent lookups to choose from',
  undo: 'Undo',
  undoName: 'Undo: bring the recent lookups back',
  undoLater: (what: string) => `${what} You can undo this.`,
  back: 'The recent lookups are back.',
} as const;
