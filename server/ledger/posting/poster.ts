import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { err, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import { type Db, DatabaseUnavailable } from '#platform/db';
import { wakeRelays } from '#platform/outbox';
import type { PostCommand, Posted, PostRefusal } from '../transfer.ts';
import type { PostResult } from './answers.ts';
import { assertPostable, firstBatch, postIn } from './post-in.ts';

/** Commands that may wait at once. Beyond, saying "busy" early is kinder than an answer after the caller has gone. */
const MAX_QUEUED = 20_000;
/** Commands per batch. Above some hundreds the calls only get longer. Measured: reference of decision 0001. */
const MAX_COMMANDS_PER_BATCH = 512;
/** Times a batch is sent again while the database is away: with the pauses below about a minute, longer than a restart with recovery. */
const SENDINGS = 70;
/** Milliseconds between two sendings, doubling from the first to the second figure. */
const RESEND_PAUSE_MS = { first: 10, longest: 1_000 };

/** Too many commands are waiting; nothing was done. Try again in a second. */
export type LedgerBusy = { code: 'ledger_busy' };

/** The fast road: one poster per process. Any number of processes may run one; the database keeps them apart. */
export type Ledger = {
  /**
   * Posts one command, durably, together with all others that arrive while the last batch commits. The promise is answered
   * after the commit. It is rejected only for bugs (a payload the database does not take) and, when the database stays away
   * for a minute, with `DatabaseUnavailable`, `outcomeUnknown`: then ask again with the same ids; they have one answer for ever.
   */
  post(command: PostCommand): Promise<Result<Posted, PostRefusal | LedgerBusy>>;
  /** Takes nothing more and waits until everything accepted has been answered. */
  close(): Promise<void>;
};

type Waiting = {
  command: PostCommand;
  answer: (result: PostResult) => void;
  fail: (reason: unknown) => void;
};

type Deps = {
  db: Db;
  clock: Clock;
  /** Times a batch is sent while the database is away, before its callers are told that the outcome is unknown. */
  sendings?: number;
};

export function createLedger({ db, clock, sendings = SENDINGS }: Deps): Ledger {
  const queue: Waiting[] = [];
  let closed = false;
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    await setImmediate(); // Whatever is posted in the same turn goes into the same batch.
    while (queue.length > 0) {
      const size = firstBatch(queue.slice(0, MAX_COMMANDS_PER_BATCH).map(({ command }) => command)).length;
      await settle({ db, clock, sendings }, queue.splice(0, size));
    }
    working = null;
  }

  return {
    async post(command) {
      assertPostable(command);
      if (closed) throw new Error('the ledger is closed');
      if (queue.length >= MAX_QUEUED) return err({ code: 'ledger_busy' });
      const result = new Promise<PostResult>((answer, fail) => queue.push({ command, answer, fail }));
      working ??= work();
      return result;
    },
    async close() {
      closed = true;
      await working;
    },
  };
}

/** Gives every caller of the batch its answer. Never throws. */
async function settle(deps: Required<Deps>, batch: Waiting[]): Promise<void> {
  try {
    const results = await send(
      deps,
      batch.map(({ command }) => command),
    );
    for (const [index, { answer, fail }] of batch.entries()) {
      const result = results[index];
      if (result) answer(result);
      else fail(new Error('the ledger left a command without an answer'));
    }
  } catch (error) {
    const [only, ...others] = batch;
    if (only && (others.length === 0 || error instanceof DatabaseUnavailable)) {
      for (const { fail } of batch) fail(error);
      return;
    }
    // One command that the database does not take must not sink the others: halves find it.
    const middle = Math.ceil(batch.length / 2);
    await settle(deps, batch.slice(0, middle));
    await settle(deps, batch.slice(middle));
  }
}

/** A lost connection leaves the outcome open. The same ids are sent again: what was committed answers `exists`, the rest is done now. */
async function send(
  { db, clock, sendings }: Required<Deps>,
  commands: readonly PostCommand[],
): Promise<PostResult[]> {
  let pause = RESEND_PAUSE_MS.first;
  for (let sending = 1; ; sending += 1) {
    try {
      const results = await db.transaction((tx) => postIn(tx, clock, commands));
      if (commands.some(({ attachments }) => attachments?.length)) wakeRelays(); // There may be events among them.
      return results;
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      if (sending >= sendings) throw new DatabaseUnavailable(error, { outcomeUnknown: true });
      await sleep(pause);
      pause = Math.min(pause * 2, RESEND_PAUSE_MS.longest);
    }
  }
}
