import { localTime } from './format/zones';
import type { ContactView } from './generated/ContactView';
import type { QuietHoursView } from './generated/QuietHoursView';

/** Whether it is quiet hours where the contact is. */
export type Quiet = 'yes' | 'no' | 'unknown';

/** What speaks against calling now. */
export type CallObstacle = 'blocked' | 'night';

/** Whether an hour is among the quiet ones. They go over midnight where they begin later than they end. */
export function isQuiet(hour: number, { begin, end }: QuietHoursView): boolean {
  if (begin === end) return false;
  return begin < end ? hour >= begin && hour < end : hour >= begin || hour < end;
}

/** Whether it is quiet hours for them now. Where nobody knows their time, nobody knows that. */
export function quietNow({ timeZone }: ContactView, now: Date, hours: QuietHoursView): Quiet {
  if (hours.begin === hours.end) return 'no';
  if (timeZone === null) return 'unknown';
  return isQuiet(localTime(timeZone, now).hour, hours) ? 'yes' : 'no';
}

/** Whether do-not-disturb forbids calls. Of two settings for them the stricter counts. */
export function callsBlocked({ doNotDisturb, channels }: ContactView): boolean {
  const blocked = channels.some(
    ({ channel, standing }) =>
      channel.is === 'call' && (standing === 'blocked' || standing === 'blocked-for-good'),
  );
  return doNotDisturb === true || blocked;
}

/** What speaks against a call now, the stronger reason first; nothing where nothing is known to. */
export function callObstacle(view: ContactView, now: Date, hours: QuietHoursView): CallObstacle | null {
  if (callsBlocked(view)) return 'blocked';
  return quietNow(view, now, hours) === 'yes' ? 'night' : null;
}
