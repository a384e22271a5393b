// Rows that somebody owns, for tests that only ask whether others reach them: what makes such rows is shown where they are made.
import type {
  BankAccountId,
  BeneficiaryId,
  CrossBorderId,
  KeptCardId,
  StatementId,
  WithdrawalId,
} from '#common/id';
import { sql } from '#platform/db';
import { newId } from '#platform/ids';
import type { Whole } from './whole.ts';

type Owned = {
  statementId: StatementId;
  bankAccountId: BankAccountId;
  withdrawalId: WithdrawalId;
  keptCardId: KeptCardId;
} & Abroad;
type Abroad = { beneficiaryId: BeneficiaryId; crossBorderId: CrossBorderId };

/** A statement, a bank account that was removed again, and a payout to it that was refused. */
export async function asIfOwnedBy(whole: Whole, owner: string): Promise<Owned> {
  const [statementId, bankAccountId, withdrawalId] = [newId('st'), newId('ba'), newId('wd')];
  // As if they had issued it; what is in it is shown where statements are tested.
  await sql`
  insert into wallet.statement (id, code, customer_id, account_id, currency, from_day, to_day, time_zone, begins_at, until_at, above_version, to_version,
    newest_seq, opening_minor, in_minor, out_minor, closing_minor, line_count, kinds, lines_digest, fees_minor, issued_at)
  select ${statementId}, '0000-0000-0000-0001', ${owner}, a.id, 'CNY', '2026-01-01', '2026-01-31', 'UTC', now() - interval '1 day', now(), 0, 0,
    null, 0, 0, 0, 0, 0, '[]', ${Buffer.alloc(32)}, 0, now() from ledger.account a where a.owner = ${owner} limit 1`.execute(
    whole.owner.read,
  );

  // As if they had added it and removed it again, and a payout to it had been refused; what becomes of payouts is shown where they are tested.
  await sql`
  insert into wallet.bank_account (id, customer_id, currency, country, scheme, last4, name_match, is_default, added_at, removed_at)
  values (${bankAccountId}, ${owner}, 'EUR', 'DE', 'iban', '3000', 'match', false, now(), now())`.execute(
    whole.owner.read,
  );
  await sql`
  insert into operations.operation (id, kind, state, owner_id, amount_minor, fee_minor, currency, lines, reason_code, reason_facts, decision, since,
    created_at, updated_at)
  values (${withdrawalId}, 'withdrawal', 'failed', ${owner}, 100, 0, 'EUR', '[]', 'account_cannot_send', '{}', '{}', now(), now(), now())`.execute(
    whole.owner.read,
  );
  await sql`
  insert into wallet.withdrawal (id, customer_id, quote_id, bank_account_id, currency, amount_minor, fee_minor, usage_day, usage_minor, usage_currency,
    cut_off_at, arrives_by, money, created_at)
  values (${withdrawalId}, ${owner}, ${newId('qt')}, ${bankAccountId}, 'EUR', 100, 0, '2026-01-01', 0, 'CNY', now(), now() + interval '1 day',
    'none', now())`.execute(whole.owner.read);
  const keptCardId = await keptCardOf(whole, owner);
  return { statementId, bankAccountId, withdrawalId, keptCardId, ...(await abroad(whole, owner)) };
}

/** The same by the route that names each in its path. */
export const ownedObjects = ({
  bankAccountId,
  withdrawalId,
  keptCardId,
  beneficiaryId,
  crossBorderId,
}: Owned) => ({
  makeBankAccountDefault: { id: bankAccountId, body: {} },
  removeBankAccount: { id: bankAccountId },
  cancelWithdrawal: { id: withdrawalId, body: {} },
  checkKeptCard: { id: keptCardId, body: {} },
  makeKeptCardDefault: { id: keptCardId, body: {} },
  removeKeptCard: { id: keptCardId },
  removeBeneficiary: { id: beneficiaryId },
  cancelCrossBorder: { id: crossBorderId, body: {} },
  recallCrossBorder: { id: crossBorderId, body: { ground: 'fraud' } },
});

/** A card as if they had kept it; how one is kept is shown where kept cards are tested. */
export async function keptCardOf(whole: Whole, owner: string): Promise<KeptCardId> {
  const keptCardId = newId('kc');
  await sql`
  insert into wallet.kept_card (id, customer_id, state, vault_id, fingerprint, brand, last4, expiry, created_at, kept_at)
  values (${keptCardId}, ${owner}, 'kept', ${`card_${keptCardId}`}, ${`print_${keptCardId}`}, 'visa', '4242', '12/40', now(), now())`.execute(
    whole.owner.read,
  );
  return keptCardId;
}

/** A payee abroad who was removed again, and a transfer there that was refused. */
async function abroad(whole: Whole, owner: string): Promise<Abroad> {
  const [beneficiaryId, crossBorderId] = [newId('bf'), newId('xb')];
  await sql`
  insert into wallet.beneficiary (id, customer_id, country, currency, last4, is_listed, added_at, removed_at)
  values (${beneficiaryId}, ${owner}, 'US', 'USD', '6789', false, now(), now())`.execute(whole.owner.read);
  await sql`
  insert into operations.operation (id, kind, state, owner_id, amount_minor, fee_minor, currency, lines, reason_code, reason_facts, decision, since,
    created_at, updated_at)
  values (${crossBorderId}, 'cross_border', 'failed', ${owner}, 100, 0, 'EUR', '[]', 'account_cannot_send', '{}', '{}', now(), now(), now())`.execute(
    whole.owner.read,
  );
  await sql`
  insert into wallet.cross_border (id, customer_id, quote_id, beneficiary_id, country, give_currency, converted_minor, fee_minor,
    correspondent_fee_minor, get_currency, get_minor, spread_minor, rounding_minor, rate, purpose, uetr, usage_day, usage_minor, usage_currency,
    goes_at, arrives_from, arrives_by, in_review, money, created_at)
  values (${crossBorderId}, ${owner}, ${newId('qt')}, ${beneficiaryId}, 'US', 'EUR', 100, 0, 0, 'USD', 110, 0, 0, '1.1', 'FAMI',
    gen_random_uuid(), '2026-01-01', 0, 'CNY', now(), now() + interval '1 day', now() + interval '1 day', false, 'none', now())`.execute(
    whole.owner.read,
  );
  return { beneficiaryId, crossBorderId };
}
