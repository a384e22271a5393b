import { compare, type Money, money } from '#common/money';
import type { Clock } from '#platform/clock';
import type { Reader } from '#platform/db';
import { convertUp } from '../rates/convert.ts';
import { ratesAt } from '../rates/store.ts';
import { findRule } from './store.ts';

/** The sum above which this payment asks for a strong second factor; null when it is not above, or no rule is in force. */
export async function strongFactorAbove(read: Reader, clock: Clock, amount: Money): Promise<Money | null> {
  const now = clock.now();
  const rule = await findRule(read, 'transfer', now);
  if (!rule) return null;
  const above = money(rule.above_minor, rule.currency);
  const counted = convertUp(amount, above.currency, await ratesAt(read, now));
  return compare(counted, above) > 0 ? above : null;
}
