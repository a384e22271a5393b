import { Temporal, type MovableClock } from '#platform/clock';
import type { Db } from '#platform/db';
import { readAhead } from './store.ts';

/** How often a process looks whether another one has moved the clock, in milliseconds. */
const FOLLOW_MILLIS = 1_000;

const setAhead = (clock: MovableClock, seconds: bigint): void => {
  const wanted = Temporal.Duration.from({ seconds: Number(seconds) });
  // Another process may have moved on meanwhile; time never runs backwards.
  if (Temporal.Duration.compare(wanted, clock.offset()) > 0) clock.setOffset(wanted);
};

export type FollowedClock = { look: () => Promise<void>; stop: () => void };

/** Keeps this process at the sandbox's hour: read at start, then followed. A database that is away leaves the clock running. */
export async function followClock(db: Db, clock: MovableClock, onMoved: () => Promise<void>): Promise<FollowedClock> {
  const look = async (): Promise<void> => {
    const before = clock.offset();
    setAhead(clock, await readAhead(db));
    if (Temporal.Duration.compare(clock.offset(), before) > 0) await onMoved();
  };
  await look();
  const timer = setInterval(() => void look().catch(() => undefined), FOLLOW_MILLIS);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}
