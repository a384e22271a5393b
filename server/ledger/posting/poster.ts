import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { err, invariant, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import { type Db, DatabaseUnavailable } from '#platform/db';
import { wakeRelays } from '#platform/outbox';
import type { LedgerAccountId } from '../accounts/accounts.ts';
import type { PostCommand, Posted, PostRefusal } from '../transfer.ts';
import type { PostResult } from './answers.ts';
import { type FastAnswers, FastRoad } from './fast-road.ts';
import { assertPostable, postIn } from './post-in.ts';

/** Commands that may wait at once. Beyond, saying "busy" early is kinder than an answer after the caller has gone. */
const MAX_QUEUED = 20_000;
/** Commands taken from the queue at once; the fast road posts them in one call. Measured: docs/BENCHMARKS.md. */
const MAX_COMMANDS_PER_BATCH = 4_000;
/** Commands in one call of the slow road: above some hundreds it only takes longer. */
const MAX_COMMANDS_PER_SLOW_CALL = 512;
/** Commands of one `postMany`. */
export const MAX_MANY = 1_000;
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
  /** Posts up to 1,000 commands, each by itself: one result per command, in order. As `post` otherwise. */
  postMany(commands: readonly PostCommand[]): Promise<Result<Posted, PostRefusal | LedgerBusy>[]>;
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
  const fast = new FastRoad({ db, clock });
  let closed = false;
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    await setImmediate(); // Whatever is posted in the same turn goes into the same batch.
    while (queue.length > 0) await settleBatch(queue.splice(0, MAX_COMMANDS_PER_BATCH));
    working = null;
  }

  /** Most go by the fast road together; what it leaves goes by the slow one. Never throws. */
  async function settleBatch(batch: readonly Waiting[]): Promise<void> {
    const answers = await fast.post(batch.map(({ command }) => command)).catch((): FastAnswers => []);
    const left = batch.filter(({ answer }, index) => {
      const given = answers[index];
      if (given) answer(given);
      return !given;
    });
    if (left.length < batch.length) wakeRelays(); // There may be events among them.
    for (let at = 0; at < left.length; at += MAX_COMMANDS_PER_SLOW_CALL) {
      const part = left.slice(at, at + MAX_COMMANDS_PER_SLOW_CALL);
      await settle({ db, clock, sendings }, part);
      fast.forget(part.flatMap(({ command }) => accountsNamedIn(command)));
    }
  }

  function queued(command: PostCommand): Promise<PostResult> {
    const result = new Promise<PostResult>((answer, fail) => queue.push({ command, answer, fail }));
    working ??= work();
    return result;
  }

  return {
    async post(command) {
      assertPostable(command);
      if (closed) throw new Error('the ledger is closed');
      if (queue.length >= MAX_QUEUED) return err({ code: 'ledger_busy' });
      return queued(command);
    },
    async postMany(commands) {
      invariant(commands.length <= MAX_MANY, `at most ${MAX_MANY} commands come at once`);
      for (const command of commands) assertPostable(command);
      if (closed) throw new Error('the ledger is closed');
      if (queue.length + commands.length > MAX_QUEUED)
        return commands.map(() => err({ code: 'ledger_busy' } as const));
      return Promise.all(commands.map(queued));
    },
    async close() {
      closed = true;
      await working;
    },
  };
}

/** Of a step that follows an earlier one the accounts are not named; a memory of theirs is found stale when it is used. */
const accountsNamedIn = ({ legs }: PostCommand): LedgerAccountId[] =>
  legs.flatMap((leg) => ('debit' in leg ? [leg.debit, leg.credit] : []));

/** The slow road: gives every caller of the batch its answer. Never throws. */
async function settle(deps: Required<Deps>, batch: readonly Waiting[]): Promise<void> {
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
