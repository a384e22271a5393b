// Judges a run from outside: node chaos/check.ts FOLDER DATABASE_URL. It shares nothing with the clients but their journals, reads the
// database and the acquirer's own book, and prints what it found as JSON.
import fs from 'node:fs';
import { join } from 'node:path';
import type { Currency } from '#common/money';
import { openDb, type Db, sql } from '#platform/db';
import { publishedKeysIn } from '#platform/signing-keys';
import * as ledger from '#ledger';
import { type BankBook, judgePayouts, readBankBook, type StoodPayout } from './bank-book.ts';
import { type Charge, readBook } from './book.ts';
import { type Caused, type Facts, MOVES, type Row } from './facts.ts';
import { type Operation, readJournals } from './journal.ts';
import { type Findings, judge } from './laws.ts';

export type Verdict = {
  acknowledged: number;
  refused: number;
  byHttp: number;
  unanswered: number;
  unknownResolved: number;
  transfers: number;
  /** Payouts that the bank has booked. */
  paidOut: number;
  /** Blocks of the ledger's chain, each followed, signed and recomputed. */
  blocks: number;
  findings: Findings & { unbalanced: string[] };
};

const PAGE = 50_000;
/** Milliseconds a question over the whole history may take. */
const PATIENCE_MS = 300_000;
/** Findings of a kind that are printed; more tell nothing new. */
const SHOWN = 20;
/** What the acquirer owes us stands here, by the movements of every top-up. */
const RAIL = 'rail_settlement';
const BOOK = 'simulators/acquirer/book.jsonl';
const BANK_BOOK = 'simulators/bank/book.jsonl';
/** Our accounts at the bank. */
const BANK_RAIL = 'rail:bank';

type StoredRow = { [K in keyof Row]: Row[K] extends string ? string : bigint };

async function rowsOf(db: Db): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after = 0n; ;) {
    const page = await sql<StoredRow>`
      select seq, id, kind::bigint, debit_account as debit, credit_account as credit, amount_minor as amount,
             debit_after_minor as "debitAfter", credit_after_minor as "creditAfter",
             debit_version::bigint as "debitVersion", credit_version::bigint as "creditVersion"
      from ledger.transfer where seq > ${after} order by seq limit ${PAGE}`.execute(db.read);
    rows.push(...page.rows.map(toRow));
    const last = page.rows.at(-1);
    if (!last) return rows;
    after = last.seq;
  }
}

const toRow = ({ id, ...numbers }: StoredRow): Row => ({
  ...(Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Number(value)])) as Omit<
    Row,
    'id'
  >),
  id,
});

/** What the product's operations moved, found by the door of the ledger. */
async function causedBy(
  db: Db,
  operations: Iterable<Operation>,
  rows: readonly Row[],
): Promise<Map<string, Caused>> {
  const bySeq = new Map(rows.map((row) => [row.seq, row]));
  const caused = new Map<string, Caused>();
  for (const { op, asked } of operations) {
    if (asked.road === 'ledger') continue;
    const owner = asked.road === 'payment' ? asked.from : asked.customer;
    const movements = await ledger.transfersOf(db.read, op);
    const own = movements.flatMap(({ debit, credit, debitAfter, creditAfter }) =>
      debit.owner === owner && debit.kind === 'wallet'
        ? [debitAfter]
        : credit.owner === owner && credit.kind === 'wallet'
          ? [creditAfter]
          : [],
    );
    const last = own.at(-1);
    caused.set(op, {
      rows: movements.flatMap(({ seq }) => bySeq.get(Number(seq)) ?? []),
      ownerAfter: last ? Number(last.minor) : null,
    });
  }
  return caused;
}

/** Accounts of the clients that use the ledger's door: those that their journals name. */
function ownAccounts(operations: Iterable<Operation>): Set<number> {
  const own = new Set<number>();
  for (const { asked } of operations) {
    if (asked.road !== 'ledger') continue;
    for (const { debit, credit } of asked.legs)
      for (const account of [debit, credit]) if (account > 0) own.add(account);
  }
  return own;
}

/** The ledger's own laws, and the acquirer's book beside what the ledger says about the card rail. */
async function unbalanced(db: Db, charges: readonly Charge[]): Promise<string[]> {
  const laws = (await ledger.verify(db)).map(({ law, subject, found }) => `${law}: ${subject}: ${found}`);
  const found: string[] = [];
  const expected = new Map<string, bigint>();
  for (const { reference, currency, net } of charges) {
    expected.set(currency, (expected.get(currency) ?? 0n) + net);
    const movements = await ledger.transfersOf(db.read, reference);
    const credited = movements.reduce((sum, { debit, credit, amount }) => {
      if (debit.kind === RAIL) return sum + amount.minor;
      return credit.kind === RAIL ? sum - amount.minor : sum;
    }, 0n);
    if (credited !== net) found.push(`${reference}: the acquirer owes ${net}, the ledger says ${credited}`);
  }
  const rail = await ledger.findAccount(db.read, {
    kind: RAIL,
    owner: 'rail:card',
    currency: 'CNY',
  });
  const owed = rail === null ? 0n : (await ledger.balanceOf(db.read, rail)).posted.minor;
  const net = expected.get('CNY') ?? 0n;
  if (owed !== net) found.push(`the acquirer's book owes ${net}, the card rail of the ledger ${owed}`);
  return [...laws, ...found];
}

/** What the bank's book says of our accounts there and of each payout, beside what the ledger says. */
async function unbalancedAtBank(
  db: Db,
  book: BankBook,
  { operations, rows }: { operations: Iterable<Operation>; rows: readonly Row[] },
): Promise<string[]> {
  const found: string[] = [];
  for (const [currency, balance] of book.balances) {
    const key = { kind: RAIL, owner: BANK_RAIL, currency: currency as Currency } as const;
    const account = await ledger.findAccount(db.read, key);
    const stood = account === null ? 0n : (await ledger.balanceOf(db.read, account)).posted.minor;
    if (stood !== balance)
      found.push(`the bank's book says ${balance} ${currency}, our account in the ledger ${stood}`);
  }
  const kinds = new Map(rows.map(({ seq, kind }) => [seq, kind]));
  const stood: StoodPayout[] = [];
  for (const { op, asked } of operations)
    if (asked.road === 'withdrawal') stood.push(await stoodPayout(db, op, asked, kinds));
  return [...found, ...judgePayouts(book, stood)];
}

async function stoodPayout(
  db: Db,
  id: string,
  { customer, amount, fee }: Extract<Operation['asked'], { road: 'withdrawal' }>,
  kinds: ReadonlyMap<number, number>,
): Promise<StoodPayout> {
  const { rows } = await sql<{ state: string }>`
    select state from operations.operation where id = ${id}`.execute(db.read);
  const moved = (await ledger.transfersOf(db.read, id)).filter(({ seq }) =>
    MOVES.has(kinds.get(Number(seq)) ?? -1),
  );
  const left = (kind: string, owner: string): bigint =>
    moved.reduce((sum, { debit, credit, amount: { minor } }) => {
      const isFrom = debit.kind === kind && debit.owner === owner;
      const isTo = credit.kind === kind && credit.owner === owner;
      return sum + (isFrom ? minor : 0n) - (isTo ? minor : 0n);
    }, 0n);
  return {
    id,
    state: rows[0]?.state ?? null,
    amount: BigInt(amount),
    fee: BigInt(fee),
    atBank: -left(RAIL, BANK_RAIL),
    fromWallet: left('wallet', customer),
  };
}

const textOf = (path: string): string => (fs.existsSync(path) ? fs.readFileSync(path, 'utf8') : '');

async function verdict(folder: string, url: string): Promise<Verdict> {
  const db = openDb(url, { size: 2, patienceMs: PATIENCE_MS });
  try {
    const operations = readJournals(join(folder, 'journals'));
    const rows = await rowsOf(db);
    const all = [...operations.values()];
    const facts: Facts = { operations, rows, caused: await causedBy(db, all, rows), own: ownAccounts(all) };
    const charges = readBook(textOf(join(folder, BOOK)));
    const bank = readBankBook(textOf(join(folder, BANK_BOOK)));
    const keys = publishedKeysIn(join(folder, 'keys'));
    const chain = await ledger.verifySeals(db, { keys });
    const broken = chain.violations.map(({ law, subject, found }) => `${law}: ${subject}: ${found}`);
    const atBank = await unbalancedAtBank(db, bank, { operations: all, rows });
    const findings = {
      ...judge(facts),
      unbalanced: [...(await unbalanced(db, charges)), ...atBank, ...broken],
    };
    const answered = all.filter(({ answers }) => answers.length > 0);
    const refused = answered.filter(({ answers }) => answers[0]?.how === 'refused').length;
    return {
      acknowledged: answered.length - refused,
      refused,
      byHttp: answered.filter(({ asked }) => asked.road !== 'ledger').length,
      unanswered: all.length - answered.length,
      unknownResolved: answered.filter(({ wasUnknown }) => wasUnknown).length,
      transfers: rows.length,
      paidOut: bank.payouts.size,
      blocks: chain.blocks,
      findings,
    };
  } finally {
    await db.close();
  }
}

const [folder, url] = process.argv.slice(2);
if (!folder || !url) throw new Error('node chaos/check.ts FOLDER DATABASE_URL');
const judged = await verdict(folder, url);
for (const [kind, found] of Object.entries(judged.findings))
  for (const what of found.slice(0, SHOWN)) console.error(`${kind}: ${what}`);
const counts = Object.fromEntries(
  Object.entries(judged.findings).map(([kind, found]) => [kind, found.length]),
);
console.log(JSON.stringify({ ...judged, findings: counts }));
