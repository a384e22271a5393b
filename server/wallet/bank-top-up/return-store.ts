import type { BankReturnId, BankTopUpId, ProposalId } from '#common/id';
import { type Currency, money } from '#common/money';
import { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { BankReturn, ReturnState } from './bank-top-up.ts';

type Row = {
  id: BankReturnId;
  top_up_id: BankTopUpId;
  currency: Currency;
  amount_minor: bigint;
  state: ReturnState;
  proposal_id: ProposalId | null;
  execution_day: string;
  digest: Buffer;
  asks: number;
  made_at: Temporal.Instant;
};
const COLUMNS = sql`id, top_up_id, currency, amount_minor, state, proposal_id, execution_day::text, digest, asks, made_at`;
const returnOf = (row: Row): BankReturn => ({
  id: row.id,
  topUp: row.top_up_id,
  amount: money(row.amount_minor, row.currency),
  state: row.state,
  proposal: row.proposal_id,
  executionDay: Temporal.PlainDate.from(row.execution_day),
  digest: row.digest,
  asks: row.asks,
  madeAt: row.made_at,
});

export async function insertReturn(tx: Tx, it: Omit<BankReturn, 'state' | 'asks'>): Promise<void> {
  await sql`
    insert into wallet.bank_return (id, top_up_id, currency, amount_minor, state, proposal_id, execution_day, digest, made_at)
    values (${it.id}, ${it.topUp}, ${it.amount.currency}, ${it.amount.minor}, 'ready', ${it.proposal}, ${it.executionDay.toString()},
            ${it.digest}, ${it.madeAt.toString()})`.execute(tx);
}

export async function findReturn(read: Reader, id: BankReturnId): Promise<BankReturn | null> {
  const { rows } = await sql<Row>`select ${COLUMNS} from wallet.bank_return where id = ${id}`.execute(read);
  return rows[0] ? returnOf(rows[0]) : null;
}

export async function lockReturn(tx: Tx, id: BankReturnId): Promise<BankReturn | null> {
  const { rows } =
    await sql<Row>`select ${COLUMNS} from wallet.bank_return where id = ${id} for update`.execute(tx);
  return rows[0] ? returnOf(rows[0]) : null;
}

type Change = { readonly state: ReturnState; readonly bankCode?: string; readonly at: Temporal.Instant };
const ENDED: readonly ReturnState[] = ['booked', 'refused', 'back'];

export async function saveReturn(tx: Tx, id: BankReturnId, { state, bankCode, at }: Change): Promise<void> {
  const ended = ENDED.includes(state) ? at.toString() : null;
  await sql`
    update wallet.bank_return
       set state = ${state}, bank_code = coalesce(${bankCode?.slice(0, 60) ?? null}, bank_code), ended_at = coalesce(${ended}::timestamptz, ended_at)
     where id = ${id}`.execute(tx);
}

export async function countReturnAsk(tx: Tx, id: BankReturnId): Promise<void> {
  await sql`update wallet.bank_return set asks = asks + 1 where id = ${id}`.execute(tx);
}
