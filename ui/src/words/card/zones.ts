import { offsetText } from '../../format';
import type { ZoneOffsetView } from '../../generated/ZoneOffsetView';

/** Zones by what they call themselves and by their offset: "CST" is a name in America, in China and in Cuba. */
const names: ReadonlyMap<string, string> = new Map([
  ['AST -240', 'Atlantic Standard Time'],
  ['ADT -180', 'Atlantic Daylight Time'],
  ['NST -210', 'Newfoundland Standard Time'],
  ['NDT -150', 'Newfoundland Daylight Time'],
  ['EST -300', 'Eastern Standard Time'],
  ['EDT -240', 'Eastern Daylight Time'],
  ['CST -360', 'Central Standard Time'],
  ['CDT -300', 'Central Daylight Time'],
  ['MST -420', 'Mountain Standard Time'],
  ['MDT -360', 'Mountain Daylight Time'],
  ['PST -480', 'Pacific Standard Time'],
  ['PDT -420', 'Pacific Daylight Time'],
  ['AKST -540', 'Alaska Standard Time'],
  ['AKDT -480', 'Alaska Daylight Time'],
  ['HST -600', 'Hawaii Standard Time'],
  ['SST -660', 'Samoa Standard Time'],
  ['GMT 0', 'Greenwich Mean Time'],
  ['BST 60', 'British Summer Time'],
  ['WET 0', 'Western European Time'],
  ['WEST 60', 'Western European Summer Time'],
  ['CET 60', 'Central European Time'],
  ['CEST 120', 'Central European Summer Time'],
  ['EET 120', 'Eastern European Time'],
  ['EEST 180', 'Eastern European Summer Time'],
  ['MSK 180', 'Moscow Time'],
  ['IST 330', 'India Standard Time'],
  ['PKT 300', 'Pakistan Standard Time'],
  ['CST 480', 'China Standard Time'],
  ['HKT 480', 'Hong Kong Time'],
  ['KST 540', 'Korean Standard Time'],
  ['JST 540', 'Japan Standard Time'],
  ['IST 120', 'Israel Standard Time'],
  ['IDT 180', 'Israel Daylight Time'],
  ['SAST 120', 'South Africa Standard Time'],
  ['WAT 60', 'West Africa Time'],
  ['EAT 180', 'East Africa Time'],
  ['AWST 480', 'Australian Western Standard Time'],
  ['ACST 570', 'Australian Central Standard Time'],
  ['ACDT 630', 'Australian Central Daylight Time'],
  ['AEST 600', 'Australian Eastern Standard Time'],
  ['AEDT 660', 'Australian Eastern Daylight Time'],
  ['NZST 720', 'New Zealand Standard Time'],
  ['NZDT 780', 'New Zealand Daylight Time'],
]);

/** What a zone is called where no city says it: "Eastern Daylight Time", "UTC−5". */
export function zoneName({ abbreviation, minutes }: ZoneOffsetView): string {
  return names.get(`${abbreviation ?? ''} ${String(minutes)}`) ?? offsetText(minutes);
}
