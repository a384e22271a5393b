import type { CustomerId } from '#common/id';
import type { Currency } from '#common/money';
import type { LedgerAccountId } from '#ledger';
import { batched } from '#platform/batched';
import type { Clock, Temporal } from '#platform/clock';
import { type Db, isConflict, type Reader } from '#platform/db';
import type { Logger } from '#platform/log';
import * as store from './store.ts';

/** Minutes within which payments follow each other, so that another one is to be expected. */
const RECENT_MINUTES = 15;
/** Payments that follow each other until a counter goes to live with the money; each time it had to come home doubles them, up to the second figure. */
const STREAK = { first: 2, most: 64 };
/** Customers that are remembered, some hundred bytes each. Beyond, those who paid longest ago are forgotten: they begin anew. */
const REMEMBERED_MAX = 20_000;

type Habit = {
  account: LedgerAccountId | null;
  streak: number;
  needed: number;
  at: Temporal.Instant;
  /** Payments of the customer that are under way: while one is, its counter stays where that one has found it. */
  open: number;
};
type Deps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly currency: Currency;
};

/**
 * Where counters of payments live, as this process sees people pay: who pays again and again from one wallet has the counter in its balance,
 * which a payment writes anyway. What is remembered here decides about speed alone; where a counter is, the database says.
 */
export class CounterHomes {
  private readonly deps: Deps;
  private readonly habits = new Map<CustomerId, Habit>();
  private readonly send: (asked: { customer: CustomerId; account: LedgerAccountId }) => Promise<number>;

  constructor(deps: Deps) {
    this.deps = deps;
    this.send = batched(async (asked) => {
      const sent = await store.sendUsagesHome(deps.db.read, deps.currency, asked);
      return asked.map(() => sent);
    });
  }

  /** A payment begins. */
  begin(customer: CustomerId): void {
    const { habits } = this;
    const habit = habits.get(customer) ?? {
      account: null,
      streak: 0,
      needed: STREAK.first,
      at: this.deps.clock.now(),
      open: 0,
    };
    habit.open += 1;
    habits.delete(customer); // So that it is the newest.
    habits.set(customer, habit);
    if (habits.size <= REMEMBERED_MAX) return;
    for (const [oldest, { open }] of habits) {
      if (open === 0) habits.delete(oldest);
      return;
    }
  }

  /** It has ended; `countedFor`: the wallet that it left, where its counter is in a row of its own and it was counted there. */
  end(customer: CustomerId, countedFor: LedgerAccountId | null): void {
    const habit = this.habits.get(customer);
    if (!habit) return;
    habit.open -= 1;
    if (countedFor !== null) this.follow(habit, countedFor);
    if (habit.open > 0 || habit.account === null || habit.streak < habit.needed) return;
    habit.streak = 0;
    const { log } = this.deps;
    this.send({ customer, account: habit.account }).catch((error: unknown) =>
      log.debug({ err: error, customer }, 'a counter stays in a row of its own for now'),
    );
  }

  private follow(habit: Habit, account: LedgerAccountId): void {
    const at = this.deps.clock.now();
    const isRecent = at.since(habit.at).total({ unit: 'minutes' }) < RECENT_MINUTES;
    habit.streak = isRecent && habit.account === account ? habit.streak + 1 : 1;
    habit.account = account;
    habit.at = at;
  }

  /** Brings the counter home for somebody who decides by it alone, before that transaction begins: then it locks no balance before its turn. */
  async bringHome(customer: CustomerId): Promise<void> {
    const { db, currency } = this.deps;
    const key = { customer, capability: 'transfer', currency } as const;
    const moved = await store.bringUsageHome(db.read, key).catch((error: unknown) => {
      if (isConflict(error)) return false; // Then it comes home with that transaction.
      throw error;
    });
    const habit = this.habits.get(customer);
    if (!habit) return;
    habit.streak = 0;
    if (moved) habit.needed = Math.min(habit.needed * 2, STREAK.most);
  }
}

/** Laws about counters. */
export const COUNTER_LAW_COUNT = 1;

/** Counters and windows that do not belong to each other: then a limit could be passed, or somebody not pay at all. */
export async function brokenCounterHomes(
  read: Reader,
): Promise<{ law: string; subject: string; found: string }[]> {
  const broken = await store.brokenHomes(read);
  return broken.map((each) => ({ law: 'R2 a counter of payments lives in one place', ...each }));
}
