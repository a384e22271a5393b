import type { Currency } from '#common/money';
import type { LedgerAccountId } from '../accounts/accounts.ts';

/** An account as a poster remembers it. The database compares `version`, `flags`, `currency` and `held` before it believes the rest. */
export type RememberedAccount = {
  readonly id: LedgerAccountId;
  readonly currency: Currency;
  readonly flags: number;
  /** Reserved on the side that must not fall below zero. */
  readonly held: bigint;
  /** Posted credits less posted debits. */
  readonly net: bigint;
  /** Below 2^53: two billion years at a hundred thousand a second would pass that. */
  readonly version: number;
  /** Its newest transfer, 0 before the first. */
  readonly lastSeq: number;
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
