import * as m from '#messages/tariffs';
import { formatMoney, formatPercent } from './format.ts';
import type { Locale } from './locale.ts';
import { type Currency, money } from './money.ts';
import type { TariffKind, TariffPrices } from './tariff.ts';

/** A price in words: the same for those who pay it and those who change it. */
export function priceText(prices: TariffPrices, currency: Currency, locale: Locale): string {
  const { feeBasisPoints, markupBasisPoints, feeMinor, correspondentFeeMinor } = prices;
  const sum = (minor: string | null): string => sumText(minor ?? '0', currency, locale);
  const isFree = (feeBasisPoints ?? 0) === 0 && BigInt(feeMinor ?? 0) === 0n;
  const fee =
    feeBasisPoints === null || isFree
      ? sum(feeMinor)
      : m.tariffs_percent_min(
          { percent: formatPercent(feeBasisPoints, locale), min: sum(feeMinor) },
          { locale },
        );
  if (correspondentFeeMinor !== null)
    return m.tariffs_fee_correspondent({ fee, correspondent: sum(correspondentFeeMinor) }, { locale });
  if (markupBasisPoints === null) return fee;
  const percent = formatPercent(markupBasisPoints, locale);
  return isFree
    ? m.tariffs_markup({ percent }, { locale })
    : m.tariffs_markup_fee({ percent, fee }, { locale });
}

/** The smallest sum; null where a price has none. */
export const minimumText = (
  { minimumMinor }: TariffPrices,
  currency: Currency,
  locale: Locale,
): string | null => (minimumMinor === null ? null : sumText(minimumMinor, currency, locale));

const sumText = (minor: string, currency: Currency, locale: Locale): string =>
  formatMoney(money(BigInt(minor), currency), { locale });

/** What the price is for. */
export function tariffName(kind: TariffKind, key: string, locale: Locale): string {
  const [from = key, to = ''] = key.split('-');
  switch (kind) {
    case 'card_top_up':
      return m.tariffs_card_top_up({ currency: from }, { locale });
    case 'ewallet_top_up':
      return m.tariffs_ewallet_top_up({ currency: from }, { locale });
    case 'bank_top_up':
      return m.tariffs_bank_top_up({ currency: from }, { locale });
    case 'withdrawal':
      return m.tariffs_withdrawal({ currency: from }, { locale });
    case 'exchange':
      return m.tariffs_exchange({ from, to }, { locale });
    case 'cross_border':
      return m.tariffs_cross_border({ currency: from }, { locale });
    case 'cross_border_corridor':
      return m.tariffs_cross_border_corridor({ currency: from }, { locale });
  }
}
