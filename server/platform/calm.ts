// People who wait for an answer come first; what follows from their requests (events, mails) may be some seconds later.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks at how busy this process is. */
const LOOK_MS = 50;
/** Share of its time that the process works; above it, requests would wait for background work. */
const BUSY_SHARE = 0.5;
/** Milliseconds between two pieces of background work while requests keep the process busy: it goes on under any load, only slower. */
const PATIENCE_MS = 250;

let requests = 0;
let isBusy = false;
let watching: NodeJS.Timeout | undefined;

/** Tells that somebody began to wait for an answer. */
export function noteRequest(): void {
  requests += 1;
  watching ??= watch();
}

/** Looks until nobody asks any more; an idle process does not wake up for it. */
function watch(): NodeJS.Timeout {
  let before = performance.eventLoopUtilization();
  return setInterval(() => {
    const now = performance.eventLoopUtilization();
    isBusy = requests > 0 && performance.eventLoopUtilization(now, before).utilization > BUSY_SHARE;
    if (requests === 0) {
      clearInterval(watching);
      watching = undefined;
    }
    before = now;
    requests = 0;
  }, LOOK_MS).unref();
}

let lastTurn: Promise<void> = Promise.resolve();

/**
 * Before each piece of background work. While requests keep this process busy, pieces begin one after the other with a pause between
 * them, first come first served: a dozen loops that each waited for themselves would be as much work as before.
 */
export function calm(): Promise<void> {
  lastTurn = lastTurn.then(quietOrPatience);
  return lastTurn;
}

async function quietOrPatience(): Promise<void> {
  for (let waited = 0; isBusy && waited < PATIENCE_MS; waited += LOOK_MS) await sleep(LOOK_MS);
}
