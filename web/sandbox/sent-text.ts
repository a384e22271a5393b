import { formatTime, type TimeFormat } from '#common/format';
import type { SentMessage } from './queries.ts';

/** Six digits that stand alone, as they are written in texts: 482 913. */
const CODE = /(?<![\d+])(\d{3}) ?(\d{3})(?!\d)/;

/** The one-time code in a text message, to be typed and to be shown; mails carry links instead. */
export function codeIn({ kind, text }: SentMessage): { digits: string; written: string } | null {
  const [, first, second] = (kind === 'sms' && CODE.exec(text)) || [];
  return first && second ? { digits: first + second, written: `${first} ${second}` } : null;
}

/** Today to the second, since several come at once; otherwise with the day. */
export function momentText(at: string, format: TimeFormat): string {
  const day = (moment: string | number): string =>
    new Intl.DateTimeFormat('en-CA', { timeZone: format.timeZone }).format(new Date(moment));
  if (day(at) !== day(format.now)) return formatTime(at, format);
  const clock = { timeZone: format.timeZone, timeStyle: 'medium', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('en-GB', clock).format(new Date(at));
}
