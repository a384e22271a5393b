import type { TariffKind } from '#common/tariff';
import type { ProposalId } from '#common/id';
import { type Currency } from '#common/money';
import { unreachable } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { TariffVersion } from './tariff.ts';

type Row = {
  kind: TariffKind;
  key: string;
  currency: Currency;
  version: number;
  fee_basis_points: number | null;
  markup_basis_points: number | null;
  fee_minor: bigint | null;
  correspondent_fee_minor: bigint | null;
  minimum_minor: bigint | null;
  valid_from: Temporal.Instant;
  proposal_id: ProposalId | null;
};

/** Every version of every price. There are a few hundred. */
export async function tariffVersions(read: Reader): Promise<TariffVersion[]> {
  const { rows } = await sql<Row>`
    select 'card_top_up' as kind, currency::text as key, currency, version, fee_basis_points, null::int as markup_basis_points,
           fee_min_minor as fee_minor, null::bigint as correspondent_fee_minor, amount_min_minor as minimum_minor, valid_from, proposal_id
      from wallet.top_up_tariff
    union all
    select 'ewallet_top_up', currency::text, currency, version, fee_basis_points, null, fee_min_minor, null, amount_min_minor, valid_from, proposal_id
      from wallet.ewallet_top_up_tariff
    union all
    select 'bank_top_up', currency::text, currency, version, null, null, fee_minor, null, amount_min_minor, valid_from, proposal_id
      from wallet.bank_top_up_tariff
    union all
    select 'withdrawal', currency::text, currency, version, null, null, fee_minor, null, amount_min_minor, valid_from, proposal_id
      from wallet.withdrawal_tariff
    union all
    select 'exchange', from_currency || '-' || to_currency, from_currency, version, fee_basis_points, markup_basis_points,
           fee_min_minor, null, give_min_minor, valid_from, proposal_id
      from wallet.exchange_tariff
    union all
    select 'cross_border', currency::text, currency, version, fee_basis_points, null, fee_min_minor, correspondent_fee_minor, total_min_minor,
           valid_from, proposal_id
      from wallet.cross_border_tariff
    union all
    select 'cross_border_corridor', currency::text, currency, version, null, markup_basis_points, null, null, null, valid_from, proposal_id
      from wallet.cross_border_corridor
     order by kind, key, version`.execute(read);
  return rows.map((row) => ({
    kind: row.kind,
    key: row.key,
    currency: row.currency,
    version: row.version,
    prices: {
      feeBasisPoints: row.fee_basis_points,
      markupBasisPoints: row.markup_basis_points,
      feeMinor: row.fee_minor?.toString() ?? null,
      correspondentFeeMinor: row.correspondent_fee_minor?.toString() ?? null,
      minimumMinor: row.minimum_minor?.toString() ?? null,
    },
    validFrom: row.valid_from,
    proposal: row.proposal_id,
  }));
}

type NewVersion = Omit<TariffVersion, 'currency'>;

/** Writes the next version. What cannot be changed here (times, calendars) is that of the version before. */
export async function insertVersion(tx: Tx, it: NewVersion): Promise<void> {
  const { key, version, prices, proposal, kind } = it;
  const { feeBasisPoints: fee, markupBasisPoints: markup, feeMinor, minimumMinor } = prices;
  const from = it.validFrom.toString();
  switch (kind) {
    case 'card_top_up':
      await sql`
        insert into wallet.top_up_tariff (currency, version, fee_basis_points, fee_min_minor, amount_min_minor, valid_from, proposal_id)
        values (${key}, ${version}, ${fee}, ${feeMinor}::bigint, ${minimumMinor}::bigint, ${from}, ${proposal})`.execute(
        tx,
      );
      return;
    case 'ewallet_top_up':
      await sql`
        insert into wallet.ewallet_top_up_tariff (currency, version, fee_basis_points, fee_min_minor, amount_min_minor, valid_from, proposal_id)
        values (${key}, ${version}, ${fee}, ${feeMinor}::bigint, ${minimumMinor}::bigint, ${from}, ${proposal})`.execute(
        tx,
      );
      return;
    case 'bank_top_up':
      await sql`
        insert into wallet.bank_top_up_tariff
          (currency, version, fee_minor, amount_min_minor, cut_off, time_zone, calendar, arrives_after_days, send_back_after_days, valid_from,
           proposal_id)
        select currency, ${version}::int, ${feeMinor}::bigint, ${minimumMinor}::bigint, cut_off, time_zone, calendar, arrives_after_days,
               send_back_after_days, ${from}::timestamptz, ${proposal}
          from wallet.bank_top_up_tariff where currency = ${key} order by version desc limit 1`.execute(tx);
      return;
    case 'withdrawal':
      await sql`
        insert into wallet.withdrawal_tariff
          (currency, version, fee_minor, amount_min_minor, factor_above_minor, cut_off, time_zone, calendar, arrives_after_days, valid_from,
           proposal_id)
        select currency, ${version}::int, ${feeMinor}::bigint, ${minimumMinor}::bigint, factor_above_minor, cut_off, time_zone, calendar,
               arrives_after_days, ${from}::timestamptz, ${proposal}
          from wallet.withdrawal_tariff where currency = ${key} order by version desc limit 1`.execute(tx);
      return;
    case 'exchange': {
      const [give, get] = key.split('-');
      await sql`
        insert into wallet.exchange_tariff
          (from_currency, to_currency, version, fee_basis_points, fee_min_minor, markup_basis_points, give_min_minor, valid_from, proposal_id)
        values (${give}, ${get}, ${version}, ${fee}, ${feeMinor}::bigint, ${markup}, ${minimumMinor}::bigint, ${from}, ${proposal})`.execute(
        tx,
      );
      return;
    }
    case 'cross_border':
      return insertAbroad(tx, it);
    case 'cross_border_corridor':
      return insertCorridor(tx, it);
    default:
      return unreachable(kind);
  }
}

async function insertAbroad(
  tx: Tx,
  { key, version, prices, validFrom, proposal }: NewVersion,
): Promise<void> {
  const { feeBasisPoints: fee, feeMinor, correspondentFeeMinor: correspondent, minimumMinor } = prices;
  await sql`
    insert into wallet.cross_border_tariff
      (currency, version, fee_basis_points, fee_min_minor, correspondent_fee_minor, total_min_minor, factor_above_minor, valid_from, proposal_id)
    select currency, ${version}::int, ${fee}::int, ${feeMinor}::bigint, ${correspondent}::bigint, ${minimumMinor}::bigint, factor_above_minor,
           ${validFrom.toString()}::timestamptz, ${proposal}
      from wallet.cross_border_tariff where currency = ${key} order by version desc limit 1`.execute(tx);
}

async function insertCorridor(
  tx: Tx,
  { key, version, prices, validFrom, proposal }: NewVersion,
): Promise<void> {
  await sql`
    insert into wallet.cross_border_corridor
      (currency, version, markup_basis_points, cut_off, time_zone, calendar, arrives_after_days_min, arrives_after_days_max, valid_from,
       proposal_id)
    select currency, ${version}::int, ${prices.markupBasisPoints}::int, cut_off, time_zone, calendar, arrives_after_days_min,
           arrives_after_days_max, ${validFrom.toString()}::timestamptz, ${proposal}
      from wallet.cross_border_corridor where currency = ${key} order by version desc limit 1`.execute(tx);
}
