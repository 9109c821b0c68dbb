/** What can be done with the whole card. */
export const actWords = {
  acts: 'With this contact',
  copyAll: 'Copy',
  copyAllName: 'Copy all but the hidden values',
  more: 'More ways to copy',
  copyName: 'Copy full name',
  /** A line of what is copied: a label and its value. */
  textLine: (label: string, value: string) => `${label}: ${value}`,
  copyLabel: 'Copy as a label',
  copyLabelName: 'Copy the address as a label',
  saveVcard: 'Save as vCard',
  saved: (file: string) => `Saved ${file}`,
  print: 'Print',
  search: 'Find',
  searchName: 'Find in this card',

  /** Above an address that is not what the card shows. */
  opens: 'This opens:',
  opensName: 'Open this address?',
  open: 'Open',

  /** Before a call to somebody who is not to be called now. */
  callAnyway: {
    blocked: 'Calls to them are blocked. Call anyway?',
    night: 'It is quiet hours for them now. Call anyway?',
  },
  callAnywayName: 'Call anyway?',
  callAnywayYes: 'Call anyway',
  cancel: 'Cancel',
} as const;

/** The search within the card. */
export const searchWords = {
  region: 'Find in this card',
  label: 'Find in this card',
  close: 'Close the search',
  clear: 'Show the whole card',
  found: (count: number) => (count === 1 ? '1 field found' : `${count} fields found`),
  nothing: (text: string) => `Nothing on this card has “${text}”.`,
  nothingSaid: 'Nothing found on this card',
} as const;
