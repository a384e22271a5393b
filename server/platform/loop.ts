import { DatabaseUnavailable } from './db.ts';
import type { Logger } from './log.ts';

/** Work that is done again and again, at the latest after `everyMs`, at once when somebody wakes it. */
export type Loop = { wake(): void; stop(): Promise<void> };

/** Milliseconds of pause after a failure, doubling; a database that is away is not asked a thousand times a second. */
const PAUSE_FIRST_MS = 200;
const PAUSE_MAX_MS = 3_000;

/** Runs one round at a time. A round that fails is logged and the loop goes on; `stop` waits for the round that runs. */
export function startLoop({
  name,
  log,
  everyMs,
  work,
}: {
  name: string;
  log: Logger;
  everyMs: number;
  work: () => Promise<void>;
}): Loop {
  let stopped = false;
  let woken = false;
  let rouse = (): void => {};
  let failures = 0;

  const sleep = (ms: number): Promise<void> =>
    new Promise((done) => {
      const timer = setTimeout(done, ms);
      rouse = () => {
        clearTimeout(timer);
        done();
      };
      if (woken || stopped) rouse();
    });

  async function run(): Promise<void> {
    while (!stopped) {
      woken = false;
      try {
        await work();
        failures = 0;
        await sleep(everyMs);
      } catch (error) {
        if (stopped) return;
        failures += 1;
        // While the database is away every loop would say so several times a second; the first time is enough.
        if (failures === 1 || !(error instanceof DatabaseUnavailable))
          log.warn({ err: error, loop: name }, 'a round failed and will be tried again');
        woken = false;
        await sleep(Math.min(PAUSE_MAX_MS, PAUSE_FIRST_MS * 2 ** (failures - 1)));
      }
    }
  }

  const running = run();
  return {
    wake() {
      woken = true;
      rouse();
    },
    async stop() {
      stopped = true;
      rouse();
      await running;
    },
  };
}
