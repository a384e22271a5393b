import { type Currency, money } from '#common/money';
import { invariant } from '#common/result';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import type { ReleaseRule } from './decide.ts';

/** The rule for a customer who has topped up without trouble for so many days. */
export async function releaseRuleFor(
  read: Reader,
  daysKnown: number,
  at: Temporal.Instant,
): Promise<ReleaseRule> {
  const { rows } = await sql<{
    days_known_min: number;
    version: number;
    at_once_minor: bigint;
    currency: Currency;
    window_hours: number;
    delay_hours: number;
  }>`
    select days_known_min, version, at_once_minor, currency, window_hours, delay_hours
      from risk.top_up_release_rule
     where days_known_min <= ${daysKnown} and valid_from <= ${at.toString()}
     order by days_known_min desc, version desc
     limit 1`.execute(read);
  const row = rows[0];
  invariant(row !== undefined, 'a rule says what of a top-up is spendable at once');
  return {
    rule: `release/${row.days_known_min}d/v${row.version}`,
    atOnce: money(row.at_once_minor, row.currency),
    windowHours: row.window_hours,
    delayHours: row.delay_hours,
  };
}
