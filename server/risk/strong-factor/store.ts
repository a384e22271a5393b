import type { Currency } from '#common/money';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';

/** The newest version of the rule that is in force. */
export async function findRule(
  read: Reader,
  capability: 'transfer',
  at: Temporal.Instant,
): Promise<{ above_minor: bigint; currency: Currency } | null> {
  const { rows } = await sql<{ above_minor: bigint; currency: Currency }>`
    select above_minor, currency from risk.strong_factor_rule
     where capability = ${capability} and valid_from <= ${at.toString()} order by version desc limit 1`.execute(
    read,
  );
  return rows[0] ?? null;
}
