import { isolated, listText, localTime, readZone } from '../../format';
import type { Channel } from '../../generated/Channel';
import type { ContactView } from '../../generated/ContactView';
import type { Standing } from '../../generated/Standing';
import { channelWords, contactLineWords as words, standings } from '../../words/card';
import type { StandingGroup } from '../../words/card';

/** What to answer to "May I contact them now?". */
export interface ContactLine {
  /** One or a few sentences. */
  readonly text: string;
  /** `care`: something is blocked, or it is night there. `fine`: nothing is. `unknown`: it cannot be told. */
  readonly tone: 'care' | 'fine' | 'unknown';
  /** The sign beside it, so that the colour is not all that tells them apart. */
  readonly sign: 'blocked' | 'night' | 'fine' | 'unknown';
}

/** Night, when nobody wishes to be called: from ten in the evening to seven in the morning, by the clock there. */
const NIGHT_BEGINS = 22;
const NIGHT_ENDS = 7;

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

/** The answer for that contact at that time. */
export function contactLine(view: ContactView, now: Date): ContactLine {
  const time = timeSentence(view, now);
  const standing = standingSentence(view);
  const text = `${time.text} ${standing.text}`;
  if (standing.tone === 'care') return { text, tone: 'care', sign: 'blocked' };
  if (time.night) return { text, tone: 'care', sign: 'night' };
  return { text, tone: standing.tone, sign: standing.tone };
}

function timeSentence(view: ContactView, now: Date): { text: string; night: boolean } {
  const sent = sentAt(view, 'timezone');
  // HighLevel's empty values never get here; one of blanks says as little.
  if (sent === null || sent.trim() === '') return { text: words.noZone, night: false };
  const zone = readZone(sent);
  if (zone === null) return { text: words.unknownZone(isolated(shortened(sent))), night: false };
  const { clock, weekday, hour } = localTime(zone, now);
  const night = hour >= NIGHT_BEGINS || hour < NIGHT_ENDS;
  const name = shortName(view);
  if (zone.city !== null) {
    const sentence = night ? words.nightInCity : words.inCity;
    return { text: sentence(clock, weekday, name, zone.city), night };
  }
  const sentence = night ? words.nightInZone : words.inZone;
  return { text: sentence(clock, weekday, name, zone.name(now)), night };
}

function standingSentence(view: ContactView): { text: string; tone: 'care' | 'fine' | 'unknown' } {
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
  const sentence = standings[key.join(' ')];
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

/** What is sent over the channels, by the group that their standing puts them in. */
function grouped(view: ContactView): Record<StandingGroup, string[]> {
  const strictest = new Map<string, StandingGroup>();
  for (const kind of ORDER) {
    for (const { channel, standing } of view.channels) {
      if (channel.is !== kind) continue;
      const messages = messagesOf(channel);
      const group = GROUPS[standing];
      const known = strictest.get(messages);
      if (known === undefined || STRICTNESS.indexOf(group) > STRICTNESS.indexOf(known)) {
        strictest.set(messages, group);
      }
    }
  }
  const groups: Record<StandingGroup, string[]> = { fine: [], blocked: [], forGood: [], unclear: [] };
  for (const [messages, group] of strictest) groups[group].push(messages);
  return groups;
}

function messagesOf(channel: Channel): string {
  if (channel.is === 'other') return channelWords.other.messages(isolated(shortened(channel.name)));
  return channelWords[channel.is].messages;
}

/** What to call the contact in a sentence: the first name, or the whole, where it is a name and short. */
function shortName(view: ContactView): string {
  const isAName = view.namePaths.length > 0 && view.namePaths.every((path) => /name/i.test(path));
  if (!isAName || view.namePaths.includes('companyName')) return words.them;
  const first = (sentAt(view, 'firstName') ?? '').trim();
  const name = first === '' ? view.displayName.trim() : first;
  return name === '' || name.length > LONGEST_NAME ? words.them : isolated(name);
}

function shortened(text: string): string {
  const signs = Array.from(text.slice(0, 2 * LONGEST_NAME));
  return signs.length > LONGEST_NAME ? `${signs.slice(0, LONGEST_NAME).join('')}…` : text;
}

function sentAt(view: ContactView, path: string): string | null {
  return view.fields.find((field) => field.path === path)?.sent ?? null;
}
