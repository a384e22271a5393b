import type { CaseId, CustomerId, ProposalId, RecallId, TransferId, WithdrawalId } from '#common/id';
import { type Currency, type Money, money } from '#common/money';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { Claim, ClaimRule, PayoutClaim } from './claim.ts';

type Row = {
  transfer_id: TransferId;
  case_id: CaseId;
  payer_id: CustomerId;
  payee_id: CustomerId;
  currency: Currency;
  amount_minor: bigint;
  held_minor: bigint;
  recall_id: RecallId | null;
  returned_minor: bigint;
  claimed_at: Temporal.Instant;
};
const COLUMNS = sql`transfer_id, case_id, payer_id, payee_id, currency, amount_minor, held_minor, recall_id, returned_minor, claimed_at`;

const claimOf = (row: Row): Claim => ({
  transfer: row.transfer_id,
  caseId: row.case_id,
  payer: row.payer_id,
  payee: row.payee_id,
  amount: money(row.amount_minor, row.currency),
  held: money(row.held_minor, row.currency),
  recall: row.recall_id,
  returned: money(row.returned_minor, row.currency),
  claimedAt: row.claimed_at,
});

/** False when the payment was claimed before. */
export async function insertClaim(tx: Tx, it: Claim): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.payment_claim (transfer_id, case_id, payer_id, payee_id, currency, amount_minor, held_minor, recall_id, claimed_at)
    values (${it.transfer}, ${it.caseId}, ${it.payer}, ${it.payee}, ${it.amount.currency}, ${it.amount.minor}, ${it.held.minor},
            ${it.recall}, ${it.claimedAt.toString()})
    on conflict (transfer_id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function findClaim(read: Reader, transfer: TransferId): Promise<Claim | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.payment_claim where transfer_id = ${transfer}`.execute(read);
  return rows[0] ? claimOf(rows[0]) : null;
}

export async function lockClaim(tx: Tx, transfer: TransferId): Promise<Claim | null> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.payment_claim where transfer_id = ${transfer} for update`.execute(tx);
  return rows[0] ? claimOf(rows[0]) : null;
}

/** What is held of a payee's money now, since its payers say that they have not sent it. */
export async function heldOfPayee(read: Reader, payee: CustomerId): Promise<Claim[]> {
  const { rows } = await sql<Row>`
    select ${COLUMNS} from wallet.payment_claim where payee_id = ${payee} and held_minor > 0 order by claimed_at`.execute(
    read,
  );
  return rows.map(claimOf);
}

export async function saveReturn(
  tx: Tx,
  { transfer, held, returned }: Pick<Claim, 'transfer' | 'held' | 'returned'>,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update wallet.payment_claim set held_minor = ${held.minor}, returned_minor = ${returned.minor} where transfer_id = ${transfer}`.execute(
    tx,
  );
  invariant(numAffectedRows === 1n, `the claim of ${transfer} is there`);
}

export async function claimRuleFor(
  read: Reader,
  currency: Currency,
  at: Temporal.Instant,
): Promise<ClaimRule> {
  const { rows } = await sql<{ hold_max_minor: bigint; hold_within_hours: number; bears_max_minor: bigint }>`
    select hold_max_minor, hold_within_hours, bears_max_minor from wallet.claim_rule
     where currency = ${currency} and valid_from <= ${at.toString()} order by version desc limit 1`.execute(
    read,
  );
  const row = rows[0];
  invariant(row !== undefined, `a rule says what is held of a claimed payment in ${currency}`);
  return {
    holdMax: money(row.hold_max_minor, currency),
    holdWithinHours: row.hold_within_hours,
    bearsMax: money(row.bears_max_minor, currency),
  };
}

/** What staff had held beyond what was held at once. */
export type MoreHeld = { readonly recall: RecallId; readonly amount: Money };

export async function insertHold(
  tx: Tx,
  { recall, transfer, amount, proposal }: MoreHeld & { transfer: TransferId; proposal: ProposalId },
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into wallet.claim_hold (recall_id, transfer_id, amount_minor, proposal_id, held_at)
    values (${recall}, ${transfer}, ${amount.minor}, ${proposal}, ${at.toString()})`.execute(tx);
}

/** Those that are neither given back nor let go, in the order in which they were held. */
export async function openHolds(read: Reader, { transfer, amount }: Claim): Promise<MoreHeld[]> {
  const { rows } = await sql<{ recall: RecallId; minor: bigint }>`
    select recall_id as recall, amount_minor as minor from wallet.claim_hold
     where transfer_id = ${transfer} and settled_at is null order by held_at, recall_id`.execute(read);
  return rows.map(({ recall, minor }) => ({ recall, amount: money(minor, amount.currency) }));
}

export async function settleHold(tx: Tx, recall: RecallId, at: Temporal.Instant): Promise<void> {
  const { numAffectedRows } = await sql`
    update wallet.claim_hold set settled_at = ${at.toString()} where recall_id = ${recall} and settled_at is null`.execute(
    tx,
  );
  invariant(numAffectedRows === 1n, `${recall} is held`);
}

type PayoutRow = {
  withdrawal_id: WithdrawalId;
  case_id: CaseId;
  customer_id: CustomerId;
  was_here: boolean;
  currency: Currency;
  borne_minor: bigint;
  claimed_at: Temporal.Instant;
};

/** False when the withdrawal was claimed before. */
export async function insertPayoutClaim(tx: Tx, it: PayoutClaim): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wallet.payout_claim (withdrawal_id, case_id, customer_id, was_here, currency, borne_minor, claimed_at)
    values (${it.withdrawal}, ${it.caseId}, ${it.customer}, ${it.wasHere}, ${it.borne.currency}, ${it.borne.minor}, ${it.claimedAt.toString()})
    on conflict (withdrawal_id) do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

export async function findPayoutClaim(read: Reader, withdrawal: WithdrawalId): Promise<PayoutClaim | null> {
  const { rows } = await sql<PayoutRow>`
    select withdrawal_id, case_id, customer_id, was_here, currency, borne_minor, claimed_at from wallet.payout_claim
     where withdrawal_id = ${withdrawal}`.execute(read);
  const row = rows[0];
  if (!row) return null;
  return {
    withdrawal: row.withdrawal_id,
    caseId: row.case_id,
    customer: row.customer_id,
    wasHere: row.was_here,
    borne: money(row.borne_minor, row.currency),
    claimedAt: row.claimed_at,
  };
}

/** What the operator has paid for a withdrawal that somebody else made; nothing where nobody said so. */
export async function saveBorne(tx: Tx, withdrawal: WithdrawalId, borne: Money): Promise<void> {
  const { numAffectedRows } = await sql`
    update wallet.payout_claim set borne_minor = ${borne.minor} where withdrawal_id = ${withdrawal} and borne_minor = 0`.execute(
    tx,
  );
  invariant(numAffectedRows === 1n, `${withdrawal} is borne once`);
}
