import { z } from 'zod';
import { Temporal, type MovableClock } from '#platform/clock';
import type { Db } from '#platform/db';
import { ask, type RailAddresses } from './outside.ts';
import { readAhead } from './store.ts';

/** How often a process looks whether another one has moved the clock, and a simulator started anew at the real hour, in milliseconds. */
const FOLLOW_MILLIS = 1_000;

const setAhead = (clock: MovableClock, seconds: bigint): void => {
  const wanted = Temporal.Duration.from({ seconds: Number(seconds) });
  // Another process may have moved on meanwhile; time never runs backwards.
  if (Temporal.Duration.compare(wanted, clock.offset()) > 0) clock.setOffset(wanted);
};

export type FollowedClock = { look: () => Promise<void>; stop: () => void };

/** Keeps this process at the sandbox's hour: read at start, then followed. A database that is away leaves the clock running. */
export async function followClock(
  db: Db,
  clock: MovableClock,
  onMoved: () => Promise<void>,
): Promise<FollowedClock> {
  const look = async (): Promise<void> => {
    const before = clock.offset();
    setAhead(clock, await readAhead(db));
    if (Temporal.Duration.compare(clock.offset(), before) > 0) await onMoved();
  };
  await look();
  return { look, stop: again(look) };
}

const simulated = z.object({ offsetMillis: z.number() });
const simulatorsOf = ({
  mailInbox,
  smsInbox,
  acquirer,
  rates,
  bank,
  correspondent,
  ewallet,
}: RailAddresses): string[] => [
  mailInbox,
  smsInbox,
  acquirer,
  ...(rates === undefined ? [] : [rates]),
  ...(bank === undefined ? [] : [bank]),
  ...(correspondent === undefined ? [] : [correspondent]),
  ...(ewallet === undefined ? [] : [ewallet]),
];

/** Moves the outside world to this hour; one that is there already stays. */
export async function moveOutside(rails: RailAddresses, aheadSeconds: bigint): Promise<void> {
  const offsetMillis = Number(aheadSeconds) * 1_000;
  await Promise.all(
    simulatorsOf(rails).map(async (simulator) => {
      const there = await ask(simulated, simulator, '/control/clock');
      if (there.offsetMillis < offsetMillis)
        await ask(simulated, simulator, '/control/clock', { offsetMillis });
    }),
  );
}

/** A simulator that starts anew stands at the real hour; this keeps the outside world where the sandbox is. */
export function keepOutside(rails: RailAddresses, clock: MovableClock): { stop: () => void } {
  return {
    stop: again(async () => {
      const ahead = BigInt(Math.floor(clock.offset().total('seconds')));
      if (ahead > 0n) await moveOutside(rails, ahead);
    }),
  };
}

/** One look at a time, begun every second. What fails is looked at again. */
function again(look: () => Promise<void>): () => void {
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look()
      .catch(() => undefined)
      .finally(() => {
        looking = false;
      });
  }, FOLLOW_MILLIS);
  timer.unref();
  return () => clearInterval(timer);
}
