// What goes wrong during a run, drawn from its seed: which fault, for how long, on whom. Each fault is healed before its lane draws the next.
import { setTimeout as sleep } from 'node:timers/promises';
import { api } from '#common/api/index';
import { bankContradicts, bankHardToReach, bankSilent, calmBank, reportForged } from './bank-faults.ts';
import { signal } from './database.ts';
import { control, cutDeliveries, forgeCallback, strayCallbacks } from './outside-faults.ts';
import { type Random, randomOf } from './random.ts';
import type { World } from './world.ts';

export type Counts = Record<string, number>;
/** Breaks something and heals it; answers false when there was nothing to break. */
type Fault = (world: World, random: Random) => Promise<boolean>;

const pause = (random: Random, from: number, to: number): Promise<void> => sleep(random.between(from, to));

/** Stops a process in its tracks for a while. */
async function freeze(pid: number | undefined, random: Random): Promise<boolean> {
  if (!signal(pid, 'SIGSTOP')) return false;
  await pause(random, 200, 2_500);
  signal(pid, 'SIGCONT');
  return true;
}

const MACHINE: Record<string, { weight: number; fault: Fault }> = {
  appKilled: {
    weight: 4,
    fault: async ({ apps }, random) => {
      const app = apps[random.below(apps.length)];
      app?.kill();
      await app?.ready();
      return true;
    },
  },
  posterKilled: {
    weight: 4,
    fault: async ({ posters }, random) => {
      posters[random.below(posters.length)]?.kill();
      await pause(random, 500, 1_000);
      return true;
    },
  },
  postgresKilled: {
    weight: 2,
    fault: async ({ database }, random) => {
      database.kill();
      await pause(random, 100, 1_500);
      return true;
    },
  },
  backendKilled: {
    weight: 2,
    fault: async ({ database }, random) => {
      const backends = database.backends();
      const isKilled = signal(backends[random.below(backends.length)], 'SIGKILL');
      await pause(random, 300, 1_000);
      return isKilled;
    },
  },
  backendEnded: {
    weight: 3,
    fault: async ({ database }, random) => {
      const backends = database.backends();
      return signal(backends[random.below(backends.length)], 'SIGTERM');
    },
  },
  appFrozen: {
    weight: 3,
    fault: ({ apps }, random) => freeze(apps[random.below(apps.length)]?.pid(), random),
  },
  posterFrozen: {
    weight: 3,
    fault: ({ posters }, random) => freeze(posters[random.below(posters.length)]?.pid(), random),
  },
  backendFrozen: {
    weight: 3,
    fault: ({ database }, random) => {
      const backends = database.backends();
      return freeze(backends[random.below(backends.length)], random);
    },
  },
  lineCut: {
    weight: 3,
    fault: async ({ line }, random) => {
      line.cut();
      await pause(random, 50, 2_000);
      line.mend();
      return true;
    },
  },
  connectionsBroken: {
    weight: 4,
    fault: async ({ line }, random) => {
      line.breakSome(() => random.chance(50));
      return true;
    },
  },
  lineDelayed: {
    weight: 3,
    fault: async ({ line }, random) => {
      line.delay(random.between(5, 120));
      await pause(random, 300, 2_500);
      line.mend();
      return true;
    },
  },
  answersLost: {
    weight: 5,
    fault: async ({ line }, random) => {
      line.loseAnswers();
      await pause(random, 20, 800);
      line.mend();
      return true;
    },
  },
  diskFull: {
    weight: 2,
    fault: async ({ disk }, random) => {
      if (!disk) return false;
      disk.fill();
      await pause(random, 500, 2_500);
      disk.free();
      return true;
    },
  },
};

const OUTSIDE: Record<string, { weight: number; fault: Fault }> = {
  callbackForged: { weight: 3, fault: forgeCallback },
  callbacksRepeated: { weight: 4, fault: strayCallbacks },
  acquirerCut: { weight: 2, fault: cutDeliveries },
  acquirerFrozen: {
    weight: 1,
    fault: async ({ acquirer }, random) => {
      const held = await turn(acquirer.url, {
        callbacks: 'held',
        answerDelayMillis: random.between(0, 1_500),
      });
      await pause(random, 500, 3_000);
      await turn(acquirer.url, { callbacks: 'sent', answerDelayMillis: 0 });
      return held;
    },
  },
  bankHardToReach: { weight: 2, fault: bankHardToReach },
  bankSilent: { weight: 2, fault: bankSilent },
  bankContradicts: { weight: 2, fault: bankContradicts },
  reportForged: { weight: 1, fault: reportForged },
  clockJumped: {
    weight: 3,
    fault: async ({ addresses }, random) => {
      // Seconds, minutes, now and then most of a session's hours; never a step back: that is what the clock refuses.
      const advanceSeconds = random.oneOf([1, 30, 130, 700, 3_700, 30_000]);
      return moveClock(addresses, random.below(addresses.length), advanceSeconds);
    },
  },
};

/** By one of the processes; the others follow within a second. */
export async function moveClock(
  addresses: readonly string[],
  by: number,
  advanceSeconds: number,
): Promise<boolean> {
  const answer = await fetch(`${addresses[by]}${api.moveSandboxClock.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: addresses[0] ?? '' },
    body: JSON.stringify({ advanceSeconds }),
    signal: AbortSignal.timeout(5_000),
  }).catch(() => null);
  await answer?.body?.cancel();
  return answer?.ok ?? false;
}

const turn = async (acquirer: string, knobs: object): Promise<boolean> =>
  (await control(`${acquirer}/control/knobs`, knobs)) !== null;

export type Lanes = { counts: Counts; stop(): Promise<void> };

/** Two lanes of faults, so that one of the machine can meet one of the outside world. `tell` hears each of them. */
export function breakThings(world: World, seed: number, tell: (what: string) => void): Lanes {
  const counts: Counts = {};
  let isOver = false;
  async function lane(
    name: string,
    faults: typeof MACHINE,
    [from, to]: readonly [number, number],
  ): Promise<void> {
    const random = randomOf(seed, 'faults', name);
    const names = Object.entries(faults).flatMap(([fault, { weight }]) => Array<string>(weight).fill(fault));
    while (!isOver) {
      await pause(random, from, to);
      const drawn = names[random.below(names.length)] ?? '';
      tell(drawn);
      // Each fault draws from a stream of its own: how many draws the last one needed does not change the next.
      if (await faults[drawn]?.fault(world, randomOf(seed, name, drawn, counts[drawn] ?? 0)))
        counts[drawn] = (counts[drawn] ?? 0) + 1;
      await world.database.revive();
    }
  }
  const lanes = Promise.all([lane('machine', MACHINE, [500, 3_000]), lane('outside', OUTSIDE, [200, 1_200])]);
  return {
    counts,
    async stop() {
      isOver = true;
      await lanes;
      world.line.mend();
      world.disk?.free();
      await turn(world.acquirer.url, { callbacks: 'sent', answerDelayMillis: 0 });
      await calmBank(world.bank);
      await world.database.revive();
    },
  };
}
