import { CURRENCY_EXPONENT, decimalText, type Currency, type Money } from '#common/money';
import * as m from '#messages';

const UNIT: Record<Currency, (values: { count: number; amount: string }) => string> = {
  CNY: m.common_spoken_cny,
  USD: m.common_spoken_usd,
  EUR: m.common_spoken_eur,
  GBP: m.common_spoken_gbp,
  HKD: m.common_spoken_hkd,
  JPY: m.common_spoken_jpy,
  KWD: m.common_spoken_kwd,
};

/** An amount as it is read aloud: 负 26 元, minus 26 yuan. Digits that are all zero after the point are not read. */
export function spokenMoney(
  { minor, currency }: Money,
  sign: 'negative' | 'both' | 'never' = 'negative',
): string {
  const size = minor < 0n ? -minor : minor;
  const exponent = CURRENCY_EXPONENT[currency];
  const amount = decimalText({ minor: size, currency }).replace(/\.0+$/, '');
  const isOne = size === 10n ** BigInt(exponent);
  const words = UNIT[currency]({ count: isOne ? 1 : 2, amount });
  if (minor < 0n && sign !== 'never') return m.common_spoken_minus({ amount: words });
  return minor > 0n && sign === 'both' ? m.common_spoken_plus({ amount: words }) : words;
}
