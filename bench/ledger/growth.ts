// What history costs: posting, and each way of reading, as the journal grows from a million rows to twenty.
import { setTimeout as sleep } from 'node:timers/promises';
import { balanceAsOf, balanceOf, createLedger, type LedgerAccountId, statementPage } from '#ledger';
import { systemClock, type Temporal } from '#platform/clock';
import { sql } from '#platform/db';
import type { SuiteOptions } from '../main.ts';
import { spentBy } from '../http/cpu.ts';
import { type Figures, type Outcome, quantile } from '../report.ts';
import { ledgerWorld, transfer, type World } from './world.ts';

type Size = {
  readonly accounts: number;
  readonly rows: readonly number[];
  readonly reads: number;
  readonly posts: number;
};
const FULL: Size = { accounts: 10_000, rows: [1_000_000, 5_000_000, 20_000_000], reads: 400, posts: 200_000 };
const QUICK: Size = { accounts: 500, rows: [5_000, 10_000], reads: 20, posts: 2_000 };
/** Transfers of one request, and requests at once, while the journal is filled. */
const FILL = { request: 1_000, atOnce: 4 };
const PAGE_LINES = 50;

export async function growthSuite({ quick, tell }: SuiteOptions): Promise<Outcome> {
  const size = quick ? QUICK : FULL;
  const world = await ledgerWorld(size.accounts);
  try {
    const figures: Figures = {};
    let rows = size.accounts;
    const began = systemClock.now();
    for (const wanted of size.rows) {
      await post(world, wanted - rows);
      tell(`${wanted} rows; now reading and posting`);
      await sql`checkpoint`.execute(world.db.read).catch(() => {}); // The role may not; then the server does when it likes.
      await sleep(quick ? 0 : 3_000);
      Object.assign(figures, await at(world, size, { rows: wanted, began }));
      rows = wanted + size.posts;
    }
    const [first, last] = [size.rows[0], size.rows.at(-1)];
    figures['posting_cost_last_to_first_share'] =
      (figures[`posting_us_at_${last}`] ?? Number.NaN) / (figures[`posting_us_at_${first}`] ?? Number.NaN);
    return { figures, goals: [{ figure: 'posting_cost_last_to_first_share', atMost: 1.2 }] };
  } finally {
    await world.close();
  }
}

const anyOf = (accounts: readonly LedgerAccountId[]): LedgerAccountId =>
  accounts[Math.floor(Math.random() * accounts.length)] as LedgerAccountId;

/** Every hundredth transfer pays the first account, so that one history is long. */
async function post({ db, accounts }: World, count: number): Promise<void> {
  const ledger = createLedger({ db, clock: systemClock });
  const [busy] = accounts;
  if (busy === undefined) throw new Error('there are accounts');
  let left = count;
  const next = (): ReturnType<typeof transfer> => {
    const credit = Math.random() < 0.01 ? busy : anyOf(accounts);
    let debit = anyOf(accounts);
    while (debit === credit) debit = anyOf(accounts);
    return transfer(debit, credit, 1n);
  };
  await Promise.all(
    Array.from({ length: FILL.atOnce }, async () => {
      while (left > 0) {
        const size = Math.min(FILL.request, left);
        left -= size;
        const results = await ledger.postMany(Array.from({ length: size }, next));
        if (results.some(({ ok }) => !ok)) throw new Error('a transfer was refused');
      }
    }),
  );
  await ledger.close();
}

async function at(
  world: World,
  { reads, posts }: Size,
  { rows, began }: { rows: number; began: Temporal.Instant },
): Promise<Figures> {
  const { db, accounts, cluster } = world;
  const busy = accounts[0] as LedgerAccountId;
  const millis = systemClock.now().since(began).total('milliseconds');
  const past = (): Temporal.Instant => began.add({ milliseconds: Math.floor(Math.random() * millis) });
  const half = await balanceAsOf(db.read, busy, began.add({ milliseconds: Math.floor(millis / 2) }));
  if (!half.ok) throw new Error('nothing is archived here');
  const before = await middleOf(world, busy, half.value.version);
  const reading: Record<string, () => Promise<unknown>> = {
    balance: () => balanceOf(db.read, anyOf(accounts)),
    history_page: () => statementPage(db.read, anyOf(accounts), { limit: PAGE_LINES }),
    history_page_of_the_busy: () => statementPage(db.read, busy, { limit: PAGE_LINES }),
    history_page_in_the_middle: () => statementPage(db.read, busy, { before, limit: PAGE_LINES }),
    balance_as_of: () => balanceAsOf(db.read, anyOf(accounts), past()),
    balance_as_of_the_busy: () => balanceAsOf(db.read, busy, past()),
    statement_of_200: () => statementPage(db.read, busy, { limit: 200 }),
  };
  const figures: Figures = {};
  for (const [name, read] of Object.entries(reading)) {
    const took: number[] = [];
    for (let count = 0; count < reads; count += 1) {
      const asked = performance.now();
      await read();
      took.push(performance.now() - asked);
    }
    const sorted = took.toSorted((a, b) => a - b);
    figures[`${name}_p50_ms_at_${rows}`] = quantile(sorted, 0.5);
    figures[`${name}_p95_ms_at_${rows}`] = quantile(sorted, 0.95);
  }
  const spent = spentBy(process.pid, cluster.pid).postgresMs;
  const asked = performance.now();
  await post(world, posts);
  figures[`posting_us_at_${rows}`] = ((spentBy(process.pid, cluster.pid).postgresMs - spent) * 1000) / posts;
  figures[`posting_per_second_at_${rows}`] = (posts * 1000) / (performance.now() - asked);
  return figures;
}

/** A row in the middle of a history, to read on from. */
async function middleOf({ db }: World, account: LedgerAccountId, version: bigint): Promise<bigint> {
  const { rows } = await sql<{ seq: bigint }>`
    select seq from ledger.entry where account_id = ${account} and version <= ${version} and version % 64 = 0 order by version desc limit 1`.execute(
    db.read,
  );
  return rows[0]?.seq ?? 0n;
}
