import type { ReactElement } from 'react';
import { formatMoney, formatPercent } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { Banner } from '#ui/Banner.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { QuoteCard } from '#ui/QuoteCard.tsx';
import { arrivalText, delayText } from './arrival-text.ts';
import type { Quote } from './use-top-up-form.ts';

type Props = {
  quote: Quote;
  /** What the total is called: where it is taken from. */
  charged: string;
  onRefresh: () => Promise<void>;
  refreshing: boolean;
};

/** What comes in, what it costs, how long the price holds, and what of it is not usable at once. */
export function TopUpPrice({ quote, charged, onRefresh, refreshing }: Props): ReactElement {
  const format = useTimeFormat();
  const total = formatMoney(fromWire(quote.total), { locale: format.locale });
  const delayed = BigInt(quote.delayed.amount) > 0n;
  return (
    <>
      <section>
        <div className="text-13 text-ink-2">{m.customer_top_up_into_balance()}</div>
        <Amount money={fromWire(quote.credited)} size="big" />
      </section>
      <QuoteCard
        lines={quote.lines.map(({ kind, amount }) => ({
          label:
            kind === 'fee'
              ? m.customer_top_up_fee({ percent: formatPercent(quote.feeBasisPoints, format.locale) })
              : m.customer_line_amount(),
          value: formatMoney(fromWire(amount), { locale: format.locale }),
        }))}
        total={{ label: charged, value: total }}
        below={[{ label: m.customer_arrives(), value: arrivalText(quote) }]}
        validFrom={quote.createdAt}
        validUntil={quote.expiresAt}
        lockedLabel={m.customer_top_up_price_locked()}
        onRefresh={() => void onRefresh()}
        refreshing={refreshing}
      />
      {delayed ? <Banner tone="held">{delayText(quote, format)}</Banner> : null}
    </>
  );
}
