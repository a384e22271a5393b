// A process that posts, as an app process of the product does: one poster, callers who post again as soon as they are answered. It is told
// what to do by messages of its parent.
import { createLedger, type Ledger, type LedgerAccountId, type PostCommand } from '#ledger';
import { systemClock } from '#platform/clock';
import { type Db, openDb } from '#platform/db';
import type { CustomerId, TransferId } from '#common/id';
import { quantile } from '../report.ts';
import { rowsOf, transfer } from './world.ts';

export type Order = {
  readonly url: string;
  readonly accounts: readonly string[];
  /** Of each account. */
  readonly owners: readonly CustomerId[];
  readonly callers: number;
  /** Whom they pay: anyone alike, few often (Zipf), one always, or a thousand strangers with each request. */
  readonly shape: 'uniform' | 'zipf' | 'hot' | 'many';
  /** Whether each transfer carries what every payment writes beside the money: its event, and the payer's counter, which lives in the balance. */
  readonly rows: boolean;
  readonly seconds: number;
};
export type Seen = {
  readonly moves: number;
  readonly refused: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMs: number;
};

const MANY = 1_000;

process.on('message', (order: Order) => {
  void run(order).then(
    (seen) => process.send?.({ seen }),
    (error: unknown) => process.send?.({ failed: error instanceof Error ? error.stack : String(error) }),
  );
});
process.once('disconnect', () => process.exit());

async function run(order: Order): Promise<Seen> {
  const db: Db = openDb(order.url);
  const ledger = createLedger({ db, clock: systemClock });
  const accounts = order.accounts.map((id) => BigInt(id) as LedgerAccountId);
  const counts = { moves: 0, refused: 0 };
  const latencies: number[] = [];
  const cpu = process.cpuUsage();
  const began = performance.now();
  const until = began + order.seconds * 1000;
  const payments = paymentsOf(order, accounts);
  await Promise.all(
    Array.from({ length: order.callers }, async () => {
      while (performance.now() < until) {
        const sent = performance.now();
        await send(ledger, order, payments, counts);
        latencies.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  await ledger.close();
  await db.close();
  const sorted = latencies.toSorted((a, b) => a - b);
  return {
    ...counts,
    seconds,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    cpuMs: (user + system) / 1000,
  };
}

async function send(
  ledger: Ledger,
  { shape }: Order,
  next: () => PostCommand,
  counts: { moves: number; refused: number },
): Promise<void> {
  const results =
    shape === 'many'
      ? await ledger.postMany(Array.from({ length: MANY }, next))
      : [await ledger.post(next())];
  for (const { ok } of results) {
    if (ok) counts.moves += 1;
    else counts.refused += 1;
  }
}

function paymentsOf({ shape, rows, owners }: Order, accounts: readonly LedgerAccountId[]): () => PostCommand {
  const anyone = (): LedgerAccountId =>
    accounts[Math.floor(Math.random() * accounts.length)] as LedgerAccountId;
  const popular = zipf(accounts);
  const [first] = accounts;
  if (first === undefined) throw new Error('there are accounts');
  const payee = { uniform: anyone, many: anyone, zipf: popular, hot: () => first }[shape];
  const ownerOf = new Map(accounts.map((account, index) => [account, owners[index] as CustomerId]));
  return () => {
    const credit = payee();
    let debit = anyone();
    while (debit === credit) debit = anyone();
    const command = transfer(debit, credit, 1n);
    if (!rows) return command;
    const people = { payer: ownerOf.get(debit) as CustomerId, payee: ownerOf.get(credit) as CustomerId };
    return { ...command, ...rowsOf(command.operationId as TransferId, people) };
  };
}

/** The n-th account is chosen n times less often than the first (exponent 1). */
function zipf(accounts: readonly LedgerAccountId[]): () => LedgerAccountId {
  let sum = 0;
  const sums = accounts.map((_, index) => (sum += 1 / (index + 1)));
  return () => {
    const wanted = Math.random() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return accounts[low] as LedgerAccountId;
  };
}
