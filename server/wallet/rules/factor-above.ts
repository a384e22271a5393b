import type { Currency, Money } from '#common/money';
import type { WalletDeps } from '../deps.ts';
import { crossBorderTariffs } from '../cross-border/tariff-store.ts';
import { offeredTariffs } from '../withdrawal/offered.ts';

/** Above which sum money that leaves for a bank wants the strong factor: each way has its own, in its tariff. Null where nothing leaves that way. */
export async function factorAbove(
  { db, clock, bank }: Pick<WalletDeps, 'db' | 'clock' | 'bank'>,
  way: 'withdrawal' | 'cross_border',
  currency: Currency,
): Promise<Money | null> {
  const all =
    way === 'cross_border'
      ? (await crossBorderTariffs(db.read, clock.now())).map((each) => each.factorAbove)
      : (await offeredTariffs(db.read, { bank, clock })).map((each) => each.factorAbove);
  return all.find((above) => above.currency === currency) ?? null;
}
