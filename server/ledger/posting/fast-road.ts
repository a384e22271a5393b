import { setTimeout as sleep } from 'node:timers/promises';
import { invariant, ok } from '#common/result';
import type { Clock, Temporal } from '#platform/clock';
import { type Db, isConflict, isUniqueViolation, type Reader } from '#platform/db';
import type { LedgerAccountId } from '../accounts/accounts.ts';
import type { PostedLeg } from '../transfer.ts';
import type { PostResult } from './answers.ts';
import { type RememberedAccount, RememberedAccounts } from './remembered-accounts.ts';
import { decideSingles, isOfSingles, Singles, SINGLES_MAX_LEGS, type SinglesCommand } from './singles.ts';
import type { PostCommand } from '../transfer.ts';
import * as store from './store.ts';

/** Times a batch is tried before the slow road takes it; after the first try the accounts are locked, so a second seldom fails. */
const TRIES = 4;
/** Batches that lock before they read, after a memory was found stale: doubling with each time up to the second figure. */
const LOCKED_BATCHES = { first: 1, most: 64 };

/** One `null` per command that the slow road has to take. */
export type FastAnswers = (PostResult | null)[];

/**
 * Posts plain transfers by what this process remembers of their accounts. Nothing depends on the memory being right: the database
 * refuses what is stale, and the batch is tried again with the accounts locked first. Whatever is not plain, would be refused, or
 * has its answer already is left to the slow road, which decides in the database and writes down why.
 */
export class FastRoad {
  private readonly db: Db;
  private readonly clock: Clock;
  private readonly singles = new Singles();
  private readonly accounts = new RememberedAccounts();
  private slowKinds: ReadonlySet<string> | undefined;
  private lockedBatches = 0;
  private lockedNext = LOCKED_BATCHES.first;

  constructor({ db, clock }: { db: Db; clock: Clock }) {
    this.db = db;
    this.clock = clock;
  }

  /** What the slow road has moved is not remembered any more. */
  forget(ids: Iterable<LedgerAccountId>): void {
    this.accounts.forget(ids);
  }

  async post(commands: readonly PostCommand[]): Promise<FastAnswers> {
    const answers: FastAnswers = commands.map(() => null);
    this.slowKinds ??= await store.kindsCheckedOneByOne(this.db.read);
    let open = this.eligible(commands);
    for (let tries = 1; open.length > 0 && tries <= TRIES; tries += 1) {
      try {
        await this.attempt(open, answers);
        break;
      } catch (error) {
        this.accounts.forget(accountsOf(open));
        if (isUniqueViolation(error)) {
          const known = await store.answeredIds(
            this.db.read,
            open.flatMap(({ command }) => command.legs.map(({ id }) => id)),
          );
          open = open.filter(({ command }) => !command.legs.some(({ id }) => known.has(id)));
        } else if (isConflict(error)) {
          this.lockFirst();
          await sleep(Math.random() * tries * 2); // Two that took each other's locks do not meet again.
        } else break; // The slow road finds what the database does not take, and whose it is.
      }
    }
    this.accounts.trim();
    return answers;
  }

  /** Commands of plain transfers, each id once, as many as go into one call. */
  private eligible(commands: readonly PostCommand[]): Numbered[] {
    const ids = new Set<string>();
    const open: Numbered[] = [];
    let legs = 0;
    for (const [index, command] of commands.entries()) {
      if (!isOfSingles(command) || command.legs.some(({ id }) => ids.has(id))) continue;
      if (command.attachments?.some(({ kind }) => this.slowKinds?.has(kind))) continue;
      legs += command.legs.length;
      if (legs > SINGLES_MAX_LEGS) break;
      for (const { id } of command.legs) ids.add(id);
      if (new Set(command.legs.map(({ id }) => id)).size === command.legs.length)
        open.push({ index, command });
    }
    return open;
  }

  /** One stale memory is seldom alone: for a while the accounts are locked before they are read, so that nothing can come between. */
  private lockFirst(): void {
    this.lockedBatches = this.lockedNext;
    this.lockedNext = Math.min(this.lockedNext * 2, LOCKED_BATCHES.most);
  }

  private async attempt(open: readonly Numbered[], answers: FastAnswers): Promise<void> {
    const { db } = this;
    if (this.lockedBatches > 0) {
      this.lockedBatches -= 1;
      const written = await db.transaction(async (tx) => {
        const read = new Map(
          (await store.lockAndReadAccounts(tx, accountsOf(open))).map((account) => [account.id, account]),
        );
        return this.write(tx, open, (id) => read.get(id));
      });
      this.answer(open, written, answers);
      return;
    }
    const missing = accountsOf(open).filter((id) => this.accounts.get(id) === undefined);
    if (missing.length > 0)
      for (const account of await store.readAccounts(db.read, missing)) this.accounts.remember(account);
    // One statement, one commit, one round trip.
    this.answer(open, await this.write(db.read, open, (id) => this.accounts.get(id)), answers);
    this.lockedNext = LOCKED_BATCHES.first;
  }

  private async write(
    reader: Reader,
    open: readonly Numbered[],
    known: (id: LedgerAccountId) => RememberedAccount | undefined,
  ): Promise<Written | null> {
    const { accepted, accounts } = decideSingles(
      open.map(({ command }) => command),
      known,
    );
    if (accepted.size === 0) return null;
    this.singles.begin(accounts);
    const attachments = [];
    for (const index of accepted) {
      const command = open[index]?.command;
      invariant(command !== undefined, 'an accepted command was asked');
      this.singles.add(command);
      if (command.attachments) attachments.push(...command.attachments);
    }
    const at = this.clock.now();
    return { accepted, at, base: await store.postSingles(reader, at, this.singles, attachments) };
  }

  /** After the commit: what was written is remembered and told. */
  private answer(open: readonly Numbered[], written: Written | null, answers: FastAnswers): void {
    if (!written) return;
    const { accepted, at, base } = written;
    this.singles.rememberIn(this.accounts, Number(base));
    let number = 0;
    for (const accepting of accepted) {
      const one = open[accepting];
      invariant(one !== undefined, 'an accepted command was asked');
      const legs: PostedLeg[] = one.command.legs.map(({ id, amount, debit, credit }) => {
        const trace = this.singles.traces[number];
        invariant(trace !== undefined, 'every leg left a trace');
        number += 1;
        return {
          id,
          seq: base + BigInt(number),
          kind: 'single',
          amount,
          debit,
          credit,
          postedAt: at,
          debitAfter: trace.debitAfter,
          creditAfter: trace.creditAfter,
          debitVersion: BigInt(trace.debitVersion),
          creditVersion: BigInt(trace.creditVersion),
        };
      });
      answers[one.index] = ok({ status: 'created', legs });
    }
  }
}

type Numbered = { readonly index: number; readonly command: SinglesCommand };
type Written = {
  readonly accepted: ReadonlySet<number>;
  readonly at: Temporal.Instant;
  readonly base: bigint;
};

const accountsOf = (open: readonly Numbered[]): LedgerAccountId[] => [
  ...new Set(open.flatMap(({ command }) => command.legs.flatMap(({ debit, credit }) => [debit, credit]))),
];
