import type { CrossBorderId, WithdrawalId } from '#common/id';
import { type Currency, money, type Money } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';

export type ConflictId = WithdrawalId | CrossBorderId;
type WordKind =
  | 'accepted'
  | 'pending'
  | 'rejected'
  | 'booked'
  | 'credited'
  | 'returned'
  | 'recall_accepted'
  | 'recall_refused';
/** One word of a bank about a payment, as it was told, and where. */
type KeptWord = {
  readonly operation: ConflictId;
  readonly kind: WordKind;
  readonly bankCode: string | null;
  readonly reference: string | null;
  readonly amount: Money | null;
  /** The report of our bank, or the message of the correspondent. */
  readonly file: bigint;
  readonly line: number | null;
};
/** Letters of a bank's code that are kept. */
const CODE_MAX = 60;

export async function insertWord(tx: Tx, it: KeptWord, at: Temporal.Instant): Promise<void> {
  const code = it.bankCode?.slice(0, CODE_MAX) || null;
  await sql`
    insert into wallet.bank_word (operation_id, kind, bank_code, reference, amount_minor, currency, file_number, line, taken_at)
    values (${it.operation}, ${it.kind}, ${code}, ${it.reference}, ${it.amount?.minor ?? null}, ${it.amount?.currency ?? null}, ${it.file},
            ${it.line}, ${at.toString()})`.execute(tx);
}

type Row = {
  kind: WordKind;
  bank_code: string | null;
  reference: string | null;
  minor: bigint | null;
  currency: Currency | null;
  file: bigint;
  line: number | null;
  at: Temporal.Instant;
};
type ToldWord = Omit<KeptWord, 'operation'> & { readonly at: Temporal.Instant };

/** Everything that banks said of one payment, in their order. */
export async function wordsOf(read: Reader, operation: ConflictId): Promise<ToldWord[]> {
  const { rows } = await sql<Row>`
    select kind, bank_code, reference, amount_minor as minor, currency, file_number as file, line, taken_at as at
      from wallet.bank_word where operation_id = ${operation} order by id`.execute(read);
  return rows.map(({ bank_code: bankCode, minor, currency, ...row }) => ({
    ...row,
    bankCode,
    amount: minor === null || currency === null ? null : money(minor, currency),
  }));
}

/** How much was said of it: whoever decides has seen all of it, or has to look again. */
export async function countWords(read: Reader, operation: ConflictId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from wallet.bank_word where operation_id = ${operation}`.execute(read);
  return rows[0]?.count ?? 0;
}
