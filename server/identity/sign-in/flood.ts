// Many wrong passwords in the whole installation at once: somebody tries a list that leaked elsewhere, each account once or twice, so that no
// counter of an account fills. It is told as a figure, and strangers' networks get few tries; nobody is locked out for it.
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { signInAlarm as alarm, signInsWrong } from '#platform/metrics';
import { addressKey, charge, countOf } from '#platform/rate-limit';
import type { Client } from '../session/client.ts';

/** Seconds in which wrong tries are counted together. */
const WINDOW_SECONDS = 600;
/** Tries of one network within the window while the alarm is on, from browsers that their owners have not used before. */
const NETWORK_TRIES = 3;
const EVERYWHERE = { scope: 'sign-in wrong, everywhere', seconds: WINDOW_SECONDS };
const ALL = 'all';

type Deps = { readonly db: Db; readonly clock: Clock; readonly signInAlarm: number };

/** Counts a try that let nobody in, whoever was named. */
export async function noteWrong({ db, clock, signInAlarm }: Deps): Promise<void> {
  signInsWrong.inc();
  const charged = await charge(db, clock, { ...EVERYWHERE, limit: signInAlarm }, ALL);
  alarm.set(charged.ok ? 0 : 1);
}

/** Until when this network waits, since the alarm is on and its tries are used up; null where it may try. */
export async function pausedByFlood(
  { db, clock, signInAlarm }: Deps,
  { ip }: Client,
): Promise<string | null> {
  const isFlood = (await countOf(db, clock, EVERYWHERE.scope, ALL)) > signInAlarm;
  alarm.set(isFlood ? 1 : 0);
  if (!isFlood) return null;
  const network = { scope: 'sign-in during an alarm', limit: NETWORK_TRIES, seconds: WINDOW_SECONDS };
  const charged = await charge(db, clock, network, addressKey(ip));
  return charged.ok ? null : charged.until.toString();
}
