import { callsBlocked, quietNow, type Quiet } from '../../call-verdict';
import { beginning, hourText, isolated, listText, localTime, offsetAt, zoneCity } from '../../format';
import type { Channel } from '../../generated/Channel';
import type { ContactView } from '../../generated/ContactView';
import type { Standing } from '../../generated/Standing';
import {
  channelWords,
  contactLineWords as words,
  soberStandings,
  standings,
  zoneName,
} from '../../words/card';
import type { StandingGroup } from '../../words/card';
import type { CardSetting } from './context';

/** What to answer to "May I contact them now?". */
export interface ContactLine {
  /** One or a few sentences. */
  readonly text: string;
  /**
   * `stop`: calls are blocked. `night`: it is quiet hours there. `care`: something else is blocked. `fine`: nothing is.
   * `unknown`: it cannot be told. Each has a colour, and a sign beside it, so that the colour is not all that tells
   * them apart.
   */
  readonly tone: 'stop' | 'night' | 'care' | 'fine' | 'unknown';
}

/** A name longer than this, in UTF-16 units, makes the sentence hard to read: "them" stands in for it. */
const LONGEST_NAME = 30;

/** The channels that staff ask about first: where one of them has no setting, the sentence says so. */
const MAIN_CHANNELS = ['call', 'sms', 'email'] as const;

const ORDER: readonly Channel['is'][] = ['call', 'sms', 'email', 'whatsapp', 'google', 'facebook', 'other'];

const GROUPS: Readonly<Record<Standing, StandingGroup>> = {
  'allowed': 'fine',
  'unknown': 'unclear',
  'blocked': 'blocked',
  'blocked-for-good': 'forGood',
};

/** The groups from the most to the least permissive: where a channel was sent twice, the stricter counts. */
const STRICTNESS: readonly StandingGroup[] = ['fine', 'unclear', 'blocked', 'forGood'];

/** The hours in which nobody is to be called, and whether the contact's name is to be left out. */
type LineSetting = Pick<CardSetting, 'quietHours' | 'shielded'>;

/** The answer for that contact at that time, where nobody is to be called in the quiet hours. */
export function contactLine(view: ContactView, now: Date, setting: LineSetting): ContactLine {
  const time = timeSentence(view, now, setting);
  const stop = callsBlocked(view);
  // "Fine" is said only where a call now is.
  const standing = standingSentence(view, stop || time.quiet !== 'no' ? soberStandings : standings);
  const text = `${time.text} ${standing.text}`;
  if (stop) return { text, tone: 'stop' };
  if (time.quiet === 'yes') return { text, tone: 'night' };
  if (standing.tone === 'care') return { text, tone: 'care' };
  return { text, tone: time.quiet === 'unknown' ? 'unknown' : standing.tone };
}

interface TimeSentence {
  readonly text: string;
  readonly quiet: Quiet;
}

function timeSentence(view: ContactView, now: Date, { quietHours, shielded }: LineSetting): TimeSentence {
  const { timeZone: zone } = view;
  const quiet = quietNow(view, now, quietHours);
  if (zone === null) {
    const sent = (sentAt(view, 'timezone') ?? '').trim();
    const { saved, hidden, none } = quiet === 'no' ? words.zoneUnknown : words.zoneUnknownCheck;
    // HighLevel's empty values never get here; one of blanks, and what other programs write for "nothing", say as little.
    if (sent === '' || /^null$/i.test(sent)) return { text: none, quiet };
    return { text: shielded ? hidden : saved(isolated(shortened(sent))), quiet };
  }
  const { clock, weekday } = localTime(zone, now);
  const name = shielded ? words.them : shortName(view);
  const city = zoneCity(zone);
  const place = city ?? zoneName(offsetAt(zone, now));
  if (quiet === 'yes') {
    const sentence = city === null ? words.quietInZone : words.quietInCity;
    return { text: sentence(clock, weekday, name, place, hourText(quietHours.end)), quiet };
  }
  const sentence = city === null ? words.inZone : words.inCity;
  return { text: sentence(clock, weekday, name, place), quiet };
}

function standingSentence(
  view: ContactView,
  sentences: typeof standings,
): { text: string; tone: 'care' | 'fine' | 'unknown' } {
  const groups = grouped(view);
  const lists = {
    fine: listText(groups.fine),
    blocked: listText(groups.blocked),
    forGood: listText(groups.forGood),
    unclear: listText(groups.unclear),
  };
  if (view.doNotDisturb === true) {
    if (groups.fine.length > 0) return { text: words.onYetAllowed(lists.fine), tone: 'care' };
    if (groups.unclear.length > 0) return { text: words.onYetUnclear(lists.unclear), tone: 'care' };
    return { text: words.on, tone: 'care' };
  }
  const key = (['fine', 'blocked', 'forGood', 'unclear'] as const).filter(
    (group) => groups[group].length > 0,
  );
  const sentence = sentences[key.join(' ')];
  if (sentence === undefined) {
    return view.doNotDisturb === false
      ? { text: words.off, tone: 'fine' }
      : { text: words.noSetting, tone: 'unknown' };
  }
  const silent = MAIN_CHANNELS.filter((name) => !view.channels.some(({ channel }) => channel.is === name));
  const blocked = groups.blocked.length + groups.forGood.length > 0;
  const unclear = groups.unclear.length > 0 || (silent.length > 0 && view.doNotDisturb === null);
  const tone = blocked ? 'care' : unclear ? 'unknown' : 'fine';
  if (silent.length === 0) return { text: sentence(lists), tone };
  const remainder =
    view.doNotDisturb === false
      ? words.otherwiseOff
      : words.nothingRecorded(listText(silent.map((name) => channelWords[name].messages)));
  return { text: `${sentence(lists)} ${remainder}`, tone };
}

/** Of more channels than HighLevel knows the sentence counts the rest. */
const MOST_CHANNELS = 12;

/** What is sent over the channels, by the group that their standing puts them in. */
function grouped(view: ContactView): Record<StandingGroup, string[]> {
  const strictest = new Map<string, readonly [channel: Channel, group: StandingGroup]>();
  for (const kind of ORDER) {
    for (const { channel, standing } of view.channels) {
      if (channel.is !== kind) continue;
      const name = channel.is === 'other' ? `other:${channel.name}` : channel.is;
      const group = GROUPS[standing];
      const known = strictest.get(name)?.[1];
      if (known === undefined || STRICTNESS.indexOf(group) > STRICTNESS.indexOf(known)) {
        strictest.set(name, [channel, group]);
      }
    }
  }
  const all = [...strictest.values()];
  const of = (wanted: StandingGroup) => {
    const channels = all.filter(([, group]) => group === wanted).map(([channel]) => channel);
    if (channels.length <= MOST_CHANNELS) return channels.map(messagesOf);
    const first = channels.slice(0, MOST_CHANNELS - 1).map(messagesOf);
    return [...first, words.others(channels.length - first.length)];
  };
  return { fine: of('fine'), blocked: of('blocked'), forGood: of('forGood'), unclear: of('unclear') };
}

function messagesOf(channel: Channel): string {
  if (channel.is === 'other')
    return channelWords.other.messages(isolated(beginning(shortened(channel.name), 2 * LONGEST_NAME)));
  return channelWords[channel.is].messages;
}

/** What to call the contact in a sentence: the first name, or the whole, where it is a name and short. */
function shortName(view: ContactView): string {
  const isAName = view.namePaths.length > 0 && view.namePaths.every((path) => /name/i.test(path));
  if (!isAName || view.namePaths.includes('companyName')) return words.them;
  const first = (sentAt(view, 'firstName') ?? '').trim();
  const name = first === '' ? view.displayName.trim() : first;
  return name === '' || name.length > LONGEST_NAME ? words.them : isolated(beginning(name));
}

function shortened(text: string): string {
  const signs = Array.from(text.slice(0, 2 * LONGEST_NAME));
  return signs.length > LONGEST_NAME ? `${signs.slice(0, LONGEST_NAME).join('')}…` : text;
}

function sentAt(view: ContactView, path: string): string | null {
  return view.fields.find((field) => field.path === path)?.sent ?? null;
}
