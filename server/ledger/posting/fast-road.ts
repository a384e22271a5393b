import { setTimeout as sleep } from 'node:timers/promises';
import { invariant, ok } from '#common/result';
import type { Clock, Temporal } from '#platform/clock';
import { type Db, isConflict, isUniqueViolation } from '#platform/db';
import type { LedgerAccountId } from '../accounts/accounts.ts';
import type { PostedLeg } from '../transfer.ts';
import type { PostResult } from './answers.ts';
import { type Call, type RememberedAccount, RememberedAccounts } from './remembered-accounts.ts';
import { isOfSingles, Singles, SINGLES_MAX_LEGS, type SinglesCommand } from './singles.ts';
import type { PostCommand } from '../transfer.ts';
import * as store from './store.ts';

/** Times a batch is tried before the slow road takes it; after the first try the accounts are locked, so a second seldom fails. */
const TRIES = 4;
/** Batches that lock before they read, after a memory was found stale: doubling with each time up to the second figure. */
const LOCKED_BATCHES = { first: 1, most: 64 };

/** One `null` per command that the slow road has to take. */
export type FastAnswers = (PostResult | null)[];
/** What a batch that was sent without waiting came to: its answers, or why nothing of it was done. */
export type Sent = { readonly answers: FastAnswers; readonly failure?: unknown };

/**
 * Posts plain transfers by what this process remembers of their accounts. Nothing depends on the memory being right: the database
 * refuses what is stale, and the batch is tried again with the accounts locked first. Whatever is not plain, would be refused, or
 * has its answer already is left to the slow road, which decides in the database and writes down why.
 */
export class FastRoad {
  private readonly db: Db;
  private readonly clock: Clock;
  private readonly spare: Singles[] = [];
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

  /**
   * Sends a batch on the line without waiting for the one before: it is decided on what that one will leave behind, and refused by the
   * database should that one fail. At most one may be open before it.
   */
  async send(commands: readonly PostCommand[]): Promise<Sent> {
    const answers: FastAnswers = commands.map(() => null);
    if (this.lockedBatches > 0) return { answers };
    let open: readonly Numbered[] = [];
    try {
      open = await this.eligible(commands);
      await this.recall(open);
      const ask = await this.db.line.ready();
      this.answer(await this.write(ask, open, (id) => this.accounts.get(id)), answers);
      this.lockedNext = LOCKED_BATCHES.first;
    } catch (failure) {
      this.accounts.forget(accountsOf(open));
      return { answers, failure };
    }
    this.accounts.trim();
    return { answers };
  }

  /** Posts a batch while no other is open, again and again if need be. `failure`: why it could not be sent as it was. */
  async post(commands: readonly PostCommand[], failure?: unknown): Promise<FastAnswers> {
    const answers: FastAnswers = commands.map(() => null);
    let open: readonly Numbered[] | null = await this.eligible(commands);
    if (failure !== undefined) open = await this.after(failure, open, 1);
    for (let tries = 1; open && open.length > 0 && tries <= TRIES; tries += 1) {
      try {
        await this.attempt(open, answers);
        break;
      } catch (error) {
        this.accounts.forget(accountsOf(open));
        open = await this.after(error, open, tries);
      }
    }
    this.accounts.trim();
    return answers;
  }

  /** What is worth another try after a failure; `null`: the slow road finds what the database does not take, and whose it is. */
  private async after(
    failure: unknown,
    open: readonly Numbered[],
    tries: number,
  ): Promise<readonly Numbered[] | null> {
    if (isUniqueViolation(failure)) {
      const ids = open.flatMap(({ command }) => command.legs.map(({ id }) => id));
      const known = await store.answeredIds(this.db.read, ids);
      return open.filter(({ command }) => !command.legs.some(({ id }) => known.has(id)));
    }
    if (!isConflict(failure)) return null;
    this.lockFirst();
    await sleep(Math.random() * tries * 2); // Two that took each other's locks do not meet again.
    return open;
  }

  /** Commands of plain transfers, each id once, as many as go into one call. */
  private async eligible(commands: readonly PostCommand[]): Promise<Numbered[]> {
    const slowKinds = (this.slowKinds ??= await store.kindsCheckedOneByOne(this.db.read));
    const ids = new Set<string>();
    const open: Numbered[] = [];
    let legs = 0;
    for (const [index, command] of commands.entries()) {
      if (!isOfSingles(command) || command.legs.some(({ id }) => ids.has(id))) continue;
      if (command.attachments?.some(({ kind }) => slowKinds.has(kind))) continue;
      legs += command.legs.length;
      if (legs > SINGLES_MAX_LEGS) break;
      const before = ids.size;
      for (const { id } of command.legs) ids.add(id);
      if (ids.size === before + command.legs.length) open.push({ index, command });
    }
    return open;
  }

  /** One stale memory is seldom alone: for a while the accounts are locked before they are read, so that nothing can come between. */
  private lockFirst(): void {
    this.lockedBatches = this.lockedNext;
    this.lockedNext = Math.min(this.lockedNext * 2, LOCKED_BATCHES.most);
  }

  /** Reads the accounts that are not remembered. */
  private async recall(open: readonly Numbered[]): Promise<void> {
    const missing = accountsOf(open).filter((id) => this.accounts.get(id) === undefined);
    if (missing.length === 0) return;
    for (const account of await store.readAccounts(this.db.read, missing))
      // Another batch may have been faster, and may have moved it since.
      if (this.accounts.get(account.id) === undefined) this.accounts.remember(account);
  }

  private async attempt(open: readonly Numbered[], answers: FastAnswers): Promise<void> {
    const { db } = this;
    if (this.lockedBatches > 0) {
      this.lockedBatches -= 1;
      const { accounts, written } = await db.transaction(async (tx) => {
        const found = await store.lockAndReadAccounts(tx, accountsOf(open));
        const byId = new Map(found.map((account) => [account.id, account]));
        return { accounts: found, written: await this.write(store.asking(tx), open, (id) => byId.get(id)) };
      });
      for (const account of accounts) this.accounts.remember(account);
      this.answer(written, answers);
      return;
    }
    await this.recall(open);
    // One statement, one commit, one round trip.
    this.answer(await this.write(store.asking(db.read), open, (id) => this.accounts.get(id)), answers);
    this.lockedNext = LOCKED_BATCHES.first;
  }

  /** Decides, lays out and sends in one turn, so that batches are sent in the order in which they were decided. Nothing is committed yet where there is a transaction around it. */
  private async write(
    ask: store.Asking,
    open: readonly Numbered[],
    known: (id: LedgerAccountId) => RememberedAccount | undefined,
  ): Promise<Written | null> {
    const singles = this.spare.pop() ?? new Singles();
    singles.begin();
    const accepted = open.filter(({ command }) => singles.add(command, known));
    if (accepted.length === 0) {
      this.spare.push(singles);
      return null;
    }
    const call: Call = { base: undefined };
    const commands = accepted.map(({ command }) => command);
    singles.layOut(commands, call);
    const at = this.clock.now();
    const attachments = commands.flatMap(({ attachments: own = [] }) => own);
    const base = await store.postSingles(ask, at, singles, attachments);
    call.base = Number(base);
    return { accepted, at, base, singles };
  }

  /** After the commit, never before: what was written is told to whoever asked. */
  private answer(written: Written | null, answers: FastAnswers): void {
    if (!written) return;
    for (const [index, result] of resultsOf(written)) answers[index] = result;
    this.spare.push(written.singles);
  }
}

/** The answer to each command that was written, by its place among those asked. */
function resultsOf({ accepted, at, base, singles: { traces } }: Written): [number, PostResult][] {
  let number = 0;
  return accepted.map(({ index, command }) => {
    const legs = command.legs.map(({ id, amount, debit, credit }): PostedLeg => {
      const trace = traces[number];
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
        debitVersion: BigInt(trace.debit.version + trace.debitTouch),
        creditVersion: BigInt(trace.credit.version + trace.creditTouch),
      };
    });
    return [index, ok({ status: 'created', legs })];
  });
}

type Numbered = { readonly index: number; readonly command: SinglesCommand };
/** A call that the database took. */
type Written = {
  readonly accepted: readonly Numbered[];
  readonly at: Temporal.Instant;
  readonly base: bigint;
  readonly singles: Singles;
};

const accountsOf = (open: readonly Numbered[]): LedgerAccountId[] => {
  const ids = new Set<LedgerAccountId>();
  for (const { command } of open) for (const { debit, credit } of command.legs) ids.add(debit).add(credit);
  return [...ids];
};
