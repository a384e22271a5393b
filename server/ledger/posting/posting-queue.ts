import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#platform/clock';
import { type Db, DatabaseUnavailable } from '#platform/db';
import { wakeRelays } from '#platform/outbox';
import type { LedgerAccountId } from '../accounts/accounts.ts';
import type { PostCommand } from '../transfer.ts';
import type { PostResult } from './answers.ts';
import { type FastAnswers, FastRoad } from './fast-road.ts';
import { postIn } from './post-in.ts';
import { Turns } from './turns.ts';

/** Batches under way at once: while the database writes one, the next is decided and sent. */
const OVERLAPPING = 2;
/** Commands in one call of the fast road at most, and what is worth a second call beside one that is under way. Measured: docs/BENCHMARKS.md. */
const MAX_PER_CALL = 1_000;
const WORTH_A_CALL = 32;
/** Commands in one call of the slow road: above some hundreds it only takes longer. */
const MAX_COMMANDS_PER_SLOW_CALL = 512;
/** Milliseconds between two sendings, doubling from the first to the second figure. */
const RESEND_PAUSE_MS = { first: 10, longest: 1_000 };

type Waiting = {
  command: PostCommand;
  answer: (result: PostResult) => void;
  fail: (reason: unknown) => void;
};

type Deps = {
  db: Db;
  clock: Clock;
  /** Times a batch is sent while the database is away, before its callers are told that the outcome is unknown. */
  sendings: number;
};

/** Commands that wait to be posted. Whatever is posted in the same turn, or while batches commit, goes into the same batch. */
export class PostingQueue {
  private readonly deps: Deps;
  private readonly waiting: Waiting[] = [];
  private readonly fast: FastRoad;
  private readonly turns = new Turns();
  /** Commands that were taken and are not answered. */
  private open = 0;
  private isDue = false;
  private readonly whenIdle: (() => void)[] = [];

  constructor(deps: Deps) {
    this.deps = deps;
    this.fast = new FastRoad(deps);
  }

  get length(): number {
    return this.waiting.length;
  }

  /** Answered after the commit. */
  async add(command: PostCommand): Promise<PostResult> {
    const result = new Promise<PostResult>((answer, fail) => this.waiting.push({ command, answer, fail }));
    this.beginSoon();
    return result;
  }

  /** Resolves when everything has been answered. */
  async idle(): Promise<void> {
    if (this.waiting.length > 0 || this.open > 0) await new Promise<void>((idle) => this.whenIdle.push(idle));
  }

  private beginSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => this.begin());
  }

  /** Begins as many batches as may overlap. */
  private begin(): void {
    const { waiting, turns } = this;
    this.isDue = false;
    while (waiting.length > 0 && turns.busy < OVERLAPPING) {
      if (turns.busy > 0 && waiting.length < WORTH_A_CALL) return;
      // Half of all that wait for an answer: while one half commits, the other is decided.
      const half = Math.ceil((waiting.length + this.open) / OVERLAPPING);
      void this.settleBatch(waiting.splice(0, Math.min(Math.max(half, WORTH_A_CALL), MAX_PER_CALL)));
    }
    if (waiting.length === 0 && this.open === 0) for (const idle of this.whenIdle.splice(0)) idle();
  }

  /** Most go by the fast road together; what it leaves goes by the slow one, alone. Never throws. */
  private async settleBatch(batch: readonly Waiting[]): Promise<void> {
    this.open += batch.length;
    const { answers, failure } = await this.turns.together(() =>
      this.fast.send(batch.map(({ command }) => command)),
    );
    const left = answered(batch, answers);
    this.beginSoon();
    if (left.length > 0) await this.turns.alone(() => this.settleLeft(left, failure));
    this.open -= batch.length;
    this.beginSoon();
  }

  private async settleLeft(batch: readonly Waiting[], failure: unknown): Promise<void> {
    const commands = batch.map(({ command }) => command);
    const left = answered(batch, await this.fast.post(commands, failure).catch((): FastAnswers => []));
    for (let at = 0; at < left.length; at += MAX_COMMANDS_PER_SLOW_CALL) {
      const part = left.slice(at, at + MAX_COMMANDS_PER_SLOW_CALL);
      await settle(this.deps, part);
      this.fast.forget(part.flatMap(({ command }) => accountsNamedIn(command)));
    }
  }
}

/** Tells those that have their answer; returns the others. */
function answered(batch: readonly Waiting[], answers: FastAnswers): readonly Waiting[] {
  const left = batch.filter(({ answer }, index) => {
    const given = answers[index];
    if (given) answer(given);
    return !given;
  });
  if (left.length < batch.length) wakeRelays(); // There may be events among them.
  return left;
}

/** Of a step that follows an earlier one the accounts are not named; a memory of theirs is found stale when it is used. */
const accountsNamedIn = ({ legs }: PostCommand): LedgerAccountId[] =>
  legs.flatMap((leg) => ('debit' in leg ? [leg.debit, leg.credit] : []));

/** The slow road: gives every caller of the batch its answer. Never throws. */
async function settle(deps: Deps, batch: readonly Waiting[]): Promise<void> {
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
async function send({ db, clock, sendings }: Deps, commands: readonly PostCommand[]): Promise<PostResult[]> {
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
