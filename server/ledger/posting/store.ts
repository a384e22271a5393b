import type { Currency } from '#common/money';
import type { Temporal } from '#platform/clock';
import { sql, type Tx } from '#platform/db';
import type { LedgerAccountId } from '../accounts/accounts.ts';
import { type Leg, type PostCommand, TRANSFER_KINDS } from '../transfer.ts';

/** The answer to one leg, as `ledger.post_batch` gives it. Transfer facts are there if it was created, refusal facts if refused. */
export type LegAnswer = {
  command: number;
  leg: number;
  outcome: string;
  replayed: boolean;
  seq: bigint | null;
  kind: number;
  posted_at: Temporal.Instant | null;
  currency: Currency | null;
  debit_account: LedgerAccountId | null;
  credit_account: LedgerAccountId | null;
  amount_minor: bigint | null;
  account_id: LedgerAccountId | null;
  available_minor: bigint | null;
  facts: Record<string, unknown> | null;
};

/** Posts the commands in one call; answers every leg in order. `at` is the time that holds expire by. */
export async function postBatch(
  tx: Tx,
  at: Temporal.Instant,
  commands: readonly PostCommand[],
): Promise<LegAnswer[]> {
  const legs = commands.flatMap((command, index) =>
    command.legs.map((leg) => ({ command, number: index + 1, leg })),
  );
  const attachments = commands.flatMap(({ attachments: own = [] }, index) =>
    own.map((attachment) => ({ number: index + 1, attachment })),
  );
  const column = <T>(of: (leg: Leg) => T): T[] => legs.map(({ leg }) => of(leg));
  const { rows } = await sql<LegAnswer>`
    select command, leg, outcome, replayed, seq, kind, posted_at, currency, debit_account, credit_account, amount_minor,
           account_id, available_minor, facts
    from ledger.post_batch(
      ${at.toString()}::timestamptz,
      ${legs.map(({ number }) => number)}::integer[],
      ${column(({ id }) => id)}::uuid[],
      ${column(({ kind }) => TRANSFER_KINDS[kind])}::smallint[],
      ${column((leg) => ('debit' in leg ? leg.debit : null))}::bigint[],
      ${column((leg) => ('credit' in leg ? leg.credit : null))}::bigint[],
      ${column((leg) => amountOf(leg)?.minor ?? null)}::bigint[],
      ${column((leg) => amountOf(leg)?.currency ?? null)}::text[],
      ${column(({ code }) => code)}::text[],
      ${legs.map(({ command }) => command.operationId)}::text[],
      ${column(referenceOf)}::uuid[],
      ${column((leg) => (leg.kind === 'hold' ? (leg.expiresAt?.toString() ?? null) : null))}::timestamptz[],
      ${attachments.map(({ number }) => number)}::integer[],
      ${attachments.map(({ attachment }) => attachment.kind)}::text[],
      ${attachments.map(({ attachment }) => JSON.stringify(attachment.payload))}::jsonb[]
    )`.execute(tx);
  return rows;
}

const amountOf = (leg: Leg) => ('amount' in leg ? leg.amount : undefined);

function referenceOf(leg: Leg): string | null {
  if ('hold' in leg) return leg.hold;
  return 'original' in leg ? leg.original : null;
}
