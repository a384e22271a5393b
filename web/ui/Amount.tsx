import type { ReactElement } from 'react';
import { moneyParts } from '#common/format';
import type { Currency, Money } from '#common/money';
import * as m from '#messages';
import { classes } from './as.ts';
import { useLocale } from './i18n.ts';
import { spokenMoney } from './spoken.ts';

export type AmountTone = 'in' | 'pending' | 'held' | 'void';
export type AmountProps = {
  money: Money;
  /** `big` 44 (steps down when long), `mid` 32, `title` 24, `total` 20, `row` the size around it, `plain` also its weight. */
  size?: 'big' | 'mid' | 'title' | 'total' | 'row' | 'plain' | undefined;
  /** Money out has no tone: it is ink, never red. `void`: it did not happen, struck through. */
  tone?: AmountTone | undefined;
  sign?: 'negative' | 'both' | 'never' | undefined;
  /** Other currencies on the page, so that ¥ is never ambiguous. */
  among?: readonly Currency[] | undefined;
  /** The owner hid the figures. */
  hidden?: boolean | undefined;
};

/** LOOK: over 12 characters 44 steps down to 32, over 16 to 24. */
function stepDown(size: AmountProps['size'], length: number): AmountProps['size'] {
  if (size !== 'big' || length <= 12) return size;
  return length > 16 ? 'title' : 'mid';
}

/** Sizes at which the minor digits are set smaller. */
const SPLIT: readonly AmountProps['size'][] = ['big', 'mid', 'title'];

export function Amount({
  money,
  size = 'row',
  tone,
  sign,
  among,
  hidden = false,
}: AmountProps): ReactElement {
  const parts = moneyParts(money, { locale: useLocale(), sign, among });
  const text = parts.sign + parts.symbol + parts.whole;
  const drawn = stepDown(size, text.length + parts.fraction.length);
  const look = classes('amount', drawn !== 'row' && drawn, tone);
  if (hidden) {
    return (
      <span className={look}>
        <span aria-hidden="true">{parts.symbol}••••</span>
        <span className="sr">{m.common_amount_hidden()}</span>
      </span>
    );
  }
  const spoken = spokenMoney(money, sign);
  return (
    <span className={look}>
      <span aria-hidden="true">
        {text}
        {SPLIT.includes(drawn) && parts.fraction ? <small>{parts.fraction}</small> : parts.fraction}
      </span>
      <span className="sr">{tone === 'void' ? m.common_spoken_void({ amount: spoken }) : spoken}</span>
    </span>
  );
}
