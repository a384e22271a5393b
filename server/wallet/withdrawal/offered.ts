import type { Currency } from '#common/money';
import type { Reader } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import { withdrawalTariffs } from './store.ts';
import type { WithdrawalTariff } from './withdrawal.ts';

/** The tariffs of what is paid out now: there is a price, and an account at a bank to pay from. */
export async function offeredTariffs(
  read: Reader,
  { bank, clock }: Pick<WalletDeps, 'bank' | 'clock'>,
): Promise<WithdrawalTariff[]> {
  if (!bank) return [];
  const tariffs = await withdrawalTariffs(read, clock.now());
  return tariffs.filter(({ fee }) => bank.accounts.has(fee.currency));
}

export const withdrawalCurrencies = async (
  read: Reader,
  deps: Pick<WalletDeps, 'bank' | 'clock'>,
): Promise<Currency[]> => (await offeredTariffs(read, deps)).map(({ fee }) => fee.currency);
