/** What changed since the contact was last looked at in this session. */
export const changeWords = {
  asOf: (time: string) => `As of ${time}.`,
  asOfMore: 'This is the card from then.',
  title: (time: string) => `Changed since ${time}`,
  nothing: (time: string) => `Nothing has changed since ${time}.`,
  /** Around a former value: "was maria@example.com". */
  was: { before: 'was ', after: '' },
  /** Around a value that took the place of another: "now maria@example.com". */
  now: { before: 'now ', after: '' },
  /** Around what is there no more. */
  removed: { before: 'removed: ', after: '' },
  /** Around what was not there. */
  added: { before: 'added: ', after: '' },
  isNew: 'new',
  changed: 'changed',
  withheld: 'Changed; its values stay hidden',
  showAll: (count: string) => `Show all ${count} changes`,
} as const;
