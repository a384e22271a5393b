import type { Currency } from '#common/money';
import type { LedgerAccountId } from '../accounts/accounts.ts';

/** A call of `ledger.post_singles`. Its legs count from 1; their numbers are known once it is answered. */
export type Call = { base: number | undefined };

/** An account as a poster remembers it, calls that are not answered yet included. The database compares all of it before it writes. */
export type RememberedAccount = {
  readonly id: LedgerAccountId;
  readonly currency: Currency;
  readonly flags: number;
  /** Reserved on the side that must not fall below zero. */
  readonly held: bigint;
  /** Posted credits less posted debits. */
  net: bigint;
  /** Below 2^53: two billion years at a hundred thousand a second would pass that. */
  version: number;
  /** Its newest transfer, 0 before the first; with a call, a leg of that. */
  last: number;
  lastCall: Call | undefined;
};

/** Accounts remembered at once; about 200 bytes each. Beyond, those that were used longest ago are forgotten. */
const REMEMBERED_MAX = 200_000;

/** What the last posts of this process left behind. A cache and nothing more: the database refuses what has become untrue. */
export class RememberedAccounts {
  private readonly accounts = new Map<LedgerAccountId, RememberedAccount>();

  get(id: LedgerAccountId): RememberedAccount | undefined {
    return this.accounts.get(id);
  }

  remember(account: RememberedAccount): void {
    this.accounts.set(account.id, account);
  }

  forget(ids: Iterable<LedgerAccountId>): void {
    for (const id of ids) this.accounts.delete(id);
  }

  /** Between batches, so that none of a batch is forgotten while it is decided. */
  trim(): void {
    let excess = this.accounts.size - REMEMBERED_MAX;
    if (excess <= 0) return;
    for (const id of this.accounts.keys()) {
      if (excess-- <= 0) return;
      this.accounts.delete(id);
    }
  }
}
