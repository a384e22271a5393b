import type { ReactElement, ReactNode } from 'react';
import { formatMoney } from '#common/format';
import type { Money } from '#common/money';
import { Amount } from './Amount.tsx';
import { classes } from './as.ts';
import { useLocale } from './i18n.ts';

export type MoneySegment = {
  kind: 'available' | 'arriving' | 'held';
  money: Money;
  /** What it is, and until when: 到账中 · 今天 18:00 前. The first is the label read aloud for the bar. */
  label: ReactNode;
  spoken: string;
};

/** Share of the bar in thousandths; the bar itself draws nothing narrower than 4 px. */
function shares(segments: readonly MoneySegment[]): number[] {
  const total = segments.reduce((sum, { money }) => sum + money.minor, 0n);
  return segments.map(({ money }) => (total > 0n ? Number((money.minor * 1000n) / total) : 0));
}

/** One 8 px bar under a balance, and below it each part that is not available, with amount and date; `flat` puts them on one line, for desks. */
export function MoneyBar({
  segments,
  flat = false,
}: {
  segments: readonly MoneySegment[];
  flat?: boolean;
}): ReactElement {
  const locale = useLocale();
  const filled = segments.filter(({ money }) => money.minor > 0n);
  const widths = shares(filled);
  const spoken = segments.map((segment) => `${segment.spoken} ${formatMoney(segment.money, { locale })}`);
  return (
    <div>
      <div
        className="moneybar"
        role="img"
        aria-label={new Intl.ListFormat(locale, { type: 'unit' }).format(spoken)}
      >
        {filled.length === 0 ? <i className="none flex-1" /> : null}
        {filled.map((segment, place) => (
          <i key={place} className={classes(segment.kind)} style={{ flex: widths[place] }} />
        ))}
      </div>
      {filled.some(({ kind }) => kind !== 'available') ? (
        <ul className={classes('keys', flat && 'flat')}>
          {filled
            .filter(({ kind }) => kind !== 'available')
            .map((segment, place) => (
              <li key={place}>
                <i className={`key ${segment.kind}`} />
                <span>{segment.label}</span>
                <Amount
                  money={segment.money}
                  size="plain"
                  sign={segment.kind === 'arriving' && !flat ? 'both' : 'negative'}
                />
              </li>
            ))}
        </ul>
      ) : null}
    </div>
  );
}
