import * as m from '#messages/tariffs';
import { formatMoney, formatPercent } from './format.ts';
import type { Locale } from './locale.ts';
import { type Currency, money } from './money.ts';
import type { TariffKind, TariffPrices } from './tariff.ts';

/** A price in words: the same for those who pay it and those who change it. */
export function priceText(
  { feeBasisPoints, markupBasisPoints, feeMinor }: TariffPrices,
  currency: Currency,
  locale: Locale,
): string {
  const flat = formatMoney(money(BigInt(feeMinor), currency), { locale });
  const fee =
    feeBasisPoints === null
      ? flat
      : feeBasisPoints === 0 && feeMinor === '0'
        ? null
        : m.tariffs_percent_min({ percent: formatPercent(feeBasisPoints, locale), min: flat }, { locale });
  if (markupBasisPoints === null) return fee ?? flat;
  const percent = formatPercent(markupBasisPoints, locale);
  return fee === null
    ? m.tariffs_markup({ percent }, { locale })
    : m.tariffs_markup_fee({ percent, fee }, { locale });
}

export const minimumText = ({ minimumMinor }: TariffPrices, currency: Currency, locale: Locale): string =>
  formatMoney(money(BigInt(minimumMinor), currency), { locale });

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
  }
}
