import { countText } from '../format/count';
import type { BulkFilter } from '../generated/BulkFilter';
import type { TableFormat } from '../generated/TableFormat';
import { clock } from './clock';

/** How long something takes, as a person would say it. */
function about(seconds: number): string {
  if (seconds < 10) return 'a few seconds';
  if (seconds < 60) return `about ${Math.round(seconds)} seconds`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 1 ? 'about a minute' : `about ${minutes} minutes`;
  const hours = Math.round(seconds / 3600);
  return hours === 1 ? 'about an hour' : `about ${hours} hours`;
}

const contacts = (count: number) => (count === 1 ? '1 contact' : `${countText(count)} contacts`);
const rows = (count: number) => (count === 1 ? '1 row' : `${countText(count)} rows`);

const filters: Record<BulkFilter, string> = { all: 'All', found: 'Found', attention: 'Needs attention' };

const formats: Record<TableFormat, string> = {
  'csv': 'CSV for other spreadsheets',
  'xlsx': 'Excel workbook (.xlsx)',
  'csv-plain': 'CSV for import into other programs',
};

/** The words of looking many contacts up at once. */
export const bulkWords = {
  open: 'Many at once',
  openProgress: (percent: number) => `Many at once · ${percent} %`,
  openAsks: 'Many at once · needs you',
  openPaused: 'Many at once · paused',
  openDone: 'Many at once · done',

  title: 'Look up many contacts',
  lead: 'Paste their IDs or links, one on each line, or open a file that has them in a column.',
  ids: 'Contact IDs or links',
  openFile: 'Open a file…',
  drop: 'or drop a .csv, .txt or .xlsx file here',
  pasted: 'Pasted list',
  sized: (name: string, count: number) => `${name}, ${rows(count)}`,
  removeList: 'Remove',
  removeListName: (name: string) => `Remove ${name}`,
  reading: 'Reading the list…',

  preview: 'What is in the list',
  willLookUp: (toLookUp: number, all: number) =>
    toLookUp === all
      ? `${contacts(toLookUp)} to look up`
      : `${contacts(toLookUp)} to look up, in ${rows(all)}`,
  nothingToLookUp: 'No contact ID or link was found.',
  duplicates: (count: number) =>
    count === 1
      ? '1 row names a contact again: asked once, shown in each row.'
      : `${rows(count)} name a contact again: asked once, shown in each row.`,
  blanks: (count: number) =>
    count === 1 ? '1 blank row, kept in its place.' : `${countText(count)} blank rows, kept in their place.`,
  notIds: (count: number) =>
    count === 1 ? '1 row is not a contact ID.' : `${rows(count)} are not contact IDs.`,
  example: (row: number, what: string) => `Row ${countText(row)}: ${what}:`,
  tokens: 'An access token was in the list. It was taken out and is kept nowhere.',
  links: (count: number) => (count === 1 ? '1 row is a link.' : `${rows(count)} are links.`),
  elsewhere: (count: number, account: string) =>
    count === 1
      ? `1 link leads to another account than ${account}.`
      : `${countText(count)} links lead to another account than ${account}.`,
  sheet: 'Sheet',
  column: 'Column with the IDs',
  columnNumber: (number: number) => `Column ${number}`,
  columnSample: (name: string, sample: string) => `${name}: ${sample}`,
  headings: 'First row is headings',
  headingsBelow: (titles: number) =>
    titles === 1 ? 'Headings stand below a title' : 'Headings stand below the titles',
  titles: (count: number) =>
    count === 1
      ? 'The title above the headings is not looked up.'
      : `The ${countText(count)} lines above the headings are not looked up.`,
  alike: (taken: string) => `Two columns hold IDs. “${taken}” is looked up.`,
  useOther: (other: string) => `Use “${other}” instead`,
  takenOut: (count: number) =>
    count === 1
      ? 'Taken out of the text: the one ID or link in it.'
      : `Taken out of the text: the ${countText(count)} IDs and links in it.`,
  hidden: (count: number) =>
    count === 1 ? '1 hidden row is left out.' : `${countText(count)} hidden rows are left out.`,
  withHidden: (count: number) =>
    count === 1 ? '1 hidden row is looked up too.' : `${countText(count)} hidden rows are looked up too.`,
  useHidden: (count: number) =>
    count === 1 ? 'Look up the hidden row too' : `Look up the ${countText(count)} hidden rows too`,
  leaveHidden: (count: number) => (count === 1 ? 'Leave it out' : 'Leave them out'),
  unsolved: (count: number) =>
    `${count === 1 ? 'A formula in this workbook has' : 'The formulas in this workbook have'} no result yet. Open it in Excel, save it, and open it here again.`,
  start: 'Start',
  startCount: (count: number) => `Look up ${contacts(count)}`,
  starting: 'Starting…',
  takes: (seconds: number) => `This takes ${about(seconds)}.`,
  kept: 'While you work on a list, its results are kept on this computer, readable only by you. They are deleted when you close the list, and when the program ends after you saved all of them.',

  keptForSession:
    'Nothing of this account stays on this computer. The results are deleted when you close the list or the program, so save them before.',

  sentId: 'ID in HighLevel',
  channel: (name: string) => `Do not disturb: ${name}`,
  running: (count: number) => `Looking up ${rows(count)}`,
  finished: (count: number) => `Looked up ${rows(count)}`,
  stoppedTitle: (count: number) => `Stopped: ${rows(count)}`,
  leftTitle: (count: number) => `Your list of ${rows(count)}`,
  different: (count: number) => (count === 1 ? '1 contact' : `${countText(count)} different contacts`),
  fromFile: (file: string) => `From ${file}`,
  inAccount: (account: string) => `in ${account}`,
  progress: 'Rows looked up',
  doneOf: (done: number, all: number) => `${countText(done)} of ${rows(all)}`,
  found: (count: number) => `${countText(count)} found`,
  foundOf: (found: number, all: number) => `${countText(found)} of ${rows(all)} found`,
  attention: (count: number) => (count === 1 ? '1 needs attention' : `${countText(count)} need attention`),
  blank: (count: number) => `${countText(count)} blank`,
  left: (seconds: number) => `${about(seconds)} left`,
  paused: 'paused',
  pause: 'Pause',
  goOn: 'Go on',
  stop: 'Stop',
  stopped: (count: number) =>
    count === 1 ? 'Stopped. 1 row was not looked up.' : `Stopped. ${rows(count)} were not looked up.`,
  leftOver: (count: number) =>
    count === 1 ? '1 row was not looked up yet.' : `${rows(count)} were not looked up yet.`,
  continue: 'Continue',
  lookingIn: (account: string) => `Looking in ${account}`,
  lookElsewhere: (count: number, accounts: number) => {
    const these = count === 1 ? 'this one' : `these ${countText(count)}`;
    return accounts === 1 ? `Look ${these} up in my other account` : `Look ${these} up in my other accounts`;
  },
  retry: (count: number) => (count === 1 ? 'Try 1 again' : `Try the ${countText(count)} again`),

  waiting: {
    pause: (seconds: number) => `HighLevel asked us to wait. It goes on by itself in ${clock(seconds)}.`,
    pauseOver: 'HighLevel asked us to wait. It goes on by itself.',
    down: 'HighLevel has a problem on its side. It goes on by itself as soon as HighLevel answers.',
    network: 'No connection to HighLevel. It goes on by itself as soon as the network is back.',
    other: 'HighLevel does not answer just now. It goes on by itself.',
  },

  hiddenValues: (count: number) =>
    count === 1
      ? '1 value looks like a social security or card number. It is hidden here and left out of what you save.'
      : `${countText(count)} values look like social security or card numbers. They are hidden here and left out of what you save.`,
  namesRefused:
    'This token is not allowed to read the names of custom fields. Give it “View Custom Fields” in HighLevel.',
  namesWereMissing: 'HighLevel had not sent the names of their fields.',
  nameless: 'Their fields have no name in HighLevel.',
  showHidden: 'Check them again by name',

  leftNotice: (list: string, done: number, all: number) =>
    `${list}: ${countText(done)} of ${countText(all)} done.`,
  leftDone: (list: string, done: number) => `${list}: all ${countText(done)} done. The results are here.`,
  putAside: 'A list from before could not be opened. It is deleted with the next list, or after a week.',
  deletePutAside: 'Delete it now',
  show: 'Show',
  delete: 'Delete',
  deleteName: 'Delete the list and its results',
  deleteAsks: (count: number) => `Delete the results of ${rows(count)}? What is not in a saved file is lost.`,
  deleteSaved: (count: number) => `Delete the results of ${rows(count)} from this computer?`,
  deleteResults: 'Delete results',
  leaveAsks: (count: number) =>
    `Save the results of ${rows(count)} before you close? If not, they are lost: nothing of this account stays on this computer.`,
  leave: 'Close without saving',
  cancel: 'Cancel',
  closeList: 'Close list',
  newList: 'New list',

  save: 'Save for Excel…',
  saveOnly: (count: number) => `Save these ${rows(count)}…`,
  saving: 'Saving…',
  saveMore: 'More ways to save',
  saveWhich: 'Which rows',
  onlyThese: (count: number) => (count === 1 ? 'Only this row' : `Only these ${rows(count)}`),
  allRows: (count: number) => `All ${rows(count)}`,
  saveWhat: 'Which columns',
  allFields: 'All fields',
  columnsShown: 'The columns shown',
  saveAs: 'Save as',
  formats,
  plainWarning: 'Values are written exactly as they are. A spreadsheet may take some of them for formulas.',
  saved: (count: number, file: string) => `Saved ${rows(count)} in ${file}.`,
  cut: (count: number) =>
    count === 1
      ? 'One value was too long for a cell and was cut.'
      : `${countText(count)} values were too long for a cell and were cut.`,
  lookedUpName: (name: string) => `${name} – looked up`,
  fileName: (day: string) => `Contacts ${day}`,
  oneListAtATime: 'A list is already here. Close it, then drop the file again.',
  dismissLeft: 'Dismiss',

  table: 'Contacts in the list',
  filter: 'Rows shown',
  filters,
  filterCount: (name: string, count: number) => `${name} ${countText(count)}`,
  rowHead: 'Row',
  rowSign: '#',
  idHead: 'Contact ID',
  outcomeHead: 'Result',
  displayName: 'Name',
  foundIn: (account: string) => `Found in ${account}`,
  ofHighLevel: (label: string) => `${label} in HighLevel`,
  lowered: (label: string) => `${label}, small letters`,
  searchRows: 'Search the rows',
  rowsFound: (count: number) => rows(count),
  noneFound: 'No row has this text.',
  columnPath: (label: string, path: string) => `${label} (${path})`,
  none: '–',
  openRow: (id: string) => `Open ${id}`,
  noRows: {
    all: 'There are no rows.',
    found: 'No contact is found yet.',
    attention: 'No row needs attention.',
  } satisfies Record<BulkFilter, string>,
  columns: 'Columns',
  columnsSearch: 'Search the columns',
  noColumns: 'No column has this in its name.',
  back: 'Back to the list',

  said: {
    read: (toLookUp: number) => `List read: ${contacts(toLookUp)} to look up.`,
    started: (count: number) => `Looking up ${rows(count)}.`,
    quarter: (percent: number) => `${percent} % looked up.`,
    finished: (found: number, attention: number) =>
      attention === 0
        ? `Finished. ${countText(found)} found.`
        : `Finished. ${countText(found)} found, ${
            attention === 1 ? '1 needs attention' : `${countText(attention)} need attention`
          }.`,
    paused: 'Paused.',
    goesOn: 'Going on.',
    asks: 'The list waits for you.',
    deleted: 'The results were deleted.',
  },
} as const;
