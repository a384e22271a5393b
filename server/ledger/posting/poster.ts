import { err, invariant, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import type { PostCommand, Posted, PostRefusal } from '../transfer.ts';
import { assertPostable } from './post-in.ts';
import { PostingQueue } from './posting-queue.ts';

/** Commands that may wait at once. Beyond, saying "busy" early is kinder than an answer after the caller has gone. */
const MAX_QUEUED = 20_000;
/** Commands of one `postMany`. */
export const MAX_MANY = 1_000;
/** Times a batch is sent again while the database is away: with the pauses below about a minute, longer than a restart with recovery. */
const SENDINGS = 70;
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

type Deps = {
  db: Db;
  clock: Clock;
  /** Times a batch is sent while the database is away, before its callers are told that the outcome is unknown. */
  sendings?: number;
};

export function createLedger({ db, clock, sendings = SENDINGS }: Deps): Ledger {
  const queue = new PostingQueue({ db, clock, sendings });
  let closed = false;
  return {
    async post(command) {
      assertPostable(command);
      if (closed) throw new Error('the ledger is closed');
      if (queue.length >= MAX_QUEUED) return err({ code: 'ledger_busy' });
      return queue.add(command);
    },
    async postMany(commands) {
      invariant(commands.length <= MAX_MANY, `at most ${MAX_MANY} commands come at once`);
      for (const command of commands) assertPostable(command);
      if (closed) throw new Error('the ledger is closed');
      if (queue.length + commands.length > MAX_QUEUED)
        return commands.map(() => err({ code: 'ledger_busy' } as const));
      return Promise.all(commands.map((command) => queue.add(command)));
    },
    async close() {
      closed = true;
      await queue.idle();
    },
  };
}
