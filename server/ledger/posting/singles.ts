// A batch of plain transfers, decided in memory and laid out as the columns that ledger.post_singles takes.
import { CURRENCIES, type Currency, MAX_AMOUNT_MINOR } from '#common/money';
import type { LedgerAccountId } from '../accounts/accounts.ts';
import { MOVEMENTS } from '../movements.ts';
import { operationRef } from '../operation-ref.ts';
import type { Leg, PostCommand } from '../transfer.ts';
import { Column } from './binary.ts';
import { fingerprintHexOf } from './fingerprint.ts';
import type { RememberedAccount, RememberedAccounts } from './remembered-accounts.ts';

/** Legs of one call; the sequence gives each call more numbers than that. */
export const SINGLES_MAX_LEGS = 4_000;

/** Places in `ledger.currency`; a test holds them equal. */
export const CURRENCY_PLACE = Object.fromEntries(
  CURRENCIES.map((currency, index) => [currency, index + 1]),
) as Record<Currency, number>;

const FLAG = {
  neverBelowZeroCredit: 1,
  neverBelowZeroDebit: 2,
  frozenOut: 4,
  frozenIn: 8,
  closed: 16,
} as const;

/** An account while a batch is decided. */
export type TouchedAccount = {
  readonly before: RememberedAccount;
  readonly position: number;
  net: bigint;
  version: number;
  /** The newest row: a number of the journal, or, below zero, a leg of this batch. */
  last: number;
};

export type SingleLeg = Extract<Leg, { kind: 'single' }>;
export type SinglesCommand = Omit<PostCommand, 'legs'> & {
  readonly legs: readonly [SingleLeg, ...SingleLeg[]];
};
export const isOfSingles = (command: PostCommand): command is SinglesCommand =>
  command.legs.every(({ kind }) => kind === 'single');

/** What a leg left behind, for its answer. */
export type LegTrace = {
  debitAfter: bigint;
  creditAfter: bigint;
  debitVersion: number;
  creditVersion: number;
};

/** The columns of `ledger.post_singles` in its order; filled by one batch at a time. */
export class Singles {
  readonly accountColumns = {
    account: new Column('int8', 2 * SINGLES_MAX_LEGS),
    currency: new Column('int2', 2 * SINGLES_MAX_LEGS),
    flags: new Column('int4', 2 * SINGLES_MAX_LEGS),
    version: new Column('int8', 2 * SINGLES_MAX_LEGS),
    held: new Column('int8', 2 * SINGLES_MAX_LEGS),
  };
  readonly legColumns = {
    id: new Column('uuid', SINGLES_MAX_LEGS),
    fingerprint: new Column('int8', SINGLES_MAX_LEGS),
    operationKind: new Column('int2', SINGLES_MAX_LEGS),
    operationTail: new Column('int4', SINGLES_MAX_LEGS),
    code: new Column('int2', SINGLES_MAX_LEGS),
    leg: new Column('int2', SINGLES_MAX_LEGS),
    legs: new Column('int2', SINGLES_MAX_LEGS),
    debit: new Column('int4', SINGLES_MAX_LEGS),
    credit: new Column('int4', SINGLES_MAX_LEGS),
    amount: new Column('int8', SINGLES_MAX_LEGS),
    debitAfter: new Column('int8', SINGLES_MAX_LEGS),
    creditAfter: new Column('int8', SINGLES_MAX_LEGS),
    debitVersion: new Column('int8', SINGLES_MAX_LEGS),
    creditVersion: new Column('int8', SINGLES_MAX_LEGS),
    debitPrev: new Column('int8', SINGLES_MAX_LEGS),
    creditPrev: new Column('int8', SINGLES_MAX_LEGS),
  };
  private readonly touched = new Map<LedgerAccountId, TouchedAccount>();
  /** One per leg, in order: what it left behind. */
  readonly traces: LegTrace[] = [];

  /**
   * Begins a batch on accounts that are remembered. They are laid out in the order of their ids, which is the order of locks; an
   * account that no accepted leg touches must not be among them, so refused commands are left out before: see `decideSingles`.
   */
  begin(accounts: readonly RememberedAccount[]): void {
    this.touched.clear();
    this.traces.length = 0;
    for (const column of Object.values(this.accountColumns)) column.reset();
    for (const column of Object.values(this.legColumns)) column.reset();
    const { account, currency, flags, version, held } = this.accountColumns;
    for (const [index, before] of accounts.entries()) {
      account.pushInt8(before.id);
      currency.pushInt2(CURRENCY_PLACE[before.currency]);
      flags.pushInt4(before.flags);
      version.pushSafeInt8(before.version);
      held.pushInt8(before.held);
      const { net, lastSeq: last } = before;
      this.touched.set(before.id, { before, position: index + 1, net, version: before.version, last });
    }
  }

  /** Writes down a command that was accepted. */
  add(command: SinglesCommand): void {
    const { legs, operationId } = command;
    const { kind, tail } = operationRef(operationId);
    const fingerprint = fingerprintHexOf(command);
    const columns = this.legColumns;
    for (const [index, leg] of legs.entries()) {
      columns.id.pushHex(leg.id);
      columns.fingerprint.pushHex(fingerprint);
      columns.operationKind.pushInt2(kind);
      columns.operationTail.pushInt4(tail);
      columns.code.pushInt2(MOVEMENTS[leg.code]);
      columns.leg.pushInt2(index + 1);
      columns.legs.pushInt2(legs.length);
      this.move(leg);
    }
  }

  private move({ debit, credit, amount: { minor } }: SingleLeg): void {
    const [from, to] = [this.touched.get(debit), this.touched.get(credit)];
    if (!from || !to) throw new Error('a batch begins with all of its accounts');
    const columns = this.legColumns;
    columns.debit.pushInt4(from.position);
    columns.credit.pushInt4(to.position);
    columns.amount.pushInt8(minor);
    columns.debitPrev.pushSafeInt8(from.last);
    columns.creditPrev.pushSafeInt8(to.last);
    from.net -= minor;
    to.net += minor;
    from.version += 1;
    to.version += 1;
    columns.debitAfter.pushInt8(from.net);
    columns.creditAfter.pushInt8(to.net);
    columns.debitVersion.pushSafeInt8(from.version);
    columns.creditVersion.pushSafeInt8(to.version);
    this.traces.push({
      debitAfter: from.net,
      creditAfter: to.net,
      debitVersion: from.version,
      creditVersion: to.version,
    });
    from.last = to.last = -this.traces.length;
  }

  /** What is remembered once the batch is committed under `base`. */
  rememberIn(accounts: RememberedAccounts, base: number): void {
    for (const { before, net, version, last } of this.touched.values())
      accounts.remember({ ...before, net, version, lastSeq: base - last });
  }
}

/**
 * Decides commands in their order, each on what the ones before it left. Answers those that are accepted, with the accounts they touch
 * in the order of their ids; every other one is for `ledger.post_batch`, which says why and writes it down. Pure.
 */
export function decideSingles(
  commands: readonly SinglesCommand[],
  known: (id: LedgerAccountId) => RememberedAccount | undefined,
): { accepted: Set<number>; accounts: RememberedAccount[] } {
  const nets = new Map<LedgerAccountId, bigint>();
  const touched = new Map<LedgerAccountId, RememberedAccount>();
  const accepted = new Set<number>();
  for (const [index, { legs }] of commands.entries()) {
    let passed = 0;
    for (const leg of legs) {
      if (!passes(leg, nets, known)) break;
      passed += 1;
    }
    if (passed === legs.length) {
      accepted.add(index);
      for (const { debit, credit } of legs)
        for (const id of [debit, credit]) {
          const account = touched.has(id) ? undefined : known(id);
          if (account) touched.set(id, account);
        }
    } else {
      // All or none: the legs before the one that did not pass are taken back.
      for (const { debit, credit, amount } of legs.slice(0, passed)) {
        nets.set(debit, (nets.get(debit) ?? 0n) + amount.minor);
        nets.set(credit, (nets.get(credit) ?? 0n) - amount.minor);
      }
    }
  }
  const accounts = [...touched.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { accepted, accounts };
}

/** Whether a leg goes through on the balances so far; if so they have moved. */
function passes(
  { debit, credit, amount: { minor, currency } }: SingleLeg,
  nets: Map<LedgerAccountId, bigint>,
  known: (id: LedgerAccountId) => RememberedAccount | undefined,
): boolean {
  const [from, to] = [known(debit), known(credit)];
  if (!from || !to || debit === credit || minor <= 0n || minor > MAX_AMOUNT_MINOR) return false;
  if (from.currency !== currency || to.currency !== currency) return false;
  if (from.flags & (FLAG.frozenOut | FLAG.closed) || to.flags & (FLAG.frozenIn | FLAG.closed)) return false;
  const [fromNet, toNet] = [(nets.get(debit) ?? from.net) - minor, (nets.get(credit) ?? to.net) + minor];
  if (from.flags & FLAG.neverBelowZeroCredit && fromNet < from.held) return false;
  if (to.flags & FLAG.neverBelowZeroDebit && -toNet < to.held) return false;
  nets.set(debit, fromNet);
  nets.set(credit, toNet);
  return true;
}
