import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { formatMoney, formatPercent } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { useNow } from '#ui/clock.ts';
import { Dock } from '#ui/Dock.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { QuoteCard } from '#ui/QuoteCard.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import type { Submission } from '#web/use-submit.ts';
import { BackButton } from '../app/BackButton.tsx';
import type { Quote } from './TopUp.tsx';
import { arrivalText, delayText } from './arrival-text.ts';
import { StrongFactorSheet } from '../pay/StrongFactorSheet.tsx';
import { SourcePart } from './SourcePart.tsx';
import { useSource } from './use-source.ts';
import { topUpFacts } from './top-up-facts.ts';
import { useCharge } from './use-charge.ts';

type Props = {
  quote: Quote;
  onBack: () => void;
  onRefresh: () => Promise<void>;
  refreshing: boolean;
  refreshFailure: string | null;
};

/** Price, time and the card, all before anything is charged. */
export function ConfirmTopUp({ quote, onBack, onRefresh, refreshing, refreshFailure }: Props): ReactElement {
  const format = useTimeFormat();
  const now = useNow(1);
  const total = formatMoney(fromWire(quote.total), { locale: format.locale });
  const source = useSource();
  const { submit, asked, confirmBy, giveUp } = useCharge(quote, source.read, source.keepCard);
  const expired = Date.parse(quote.expiresAt) <= now;
  const delayed = BigInt(quote.delayed.amount) > 0n;
  return (
    <PageColumn
      tight
      bar={<AppBar beginHere title={m.customer_top_up_confirm()} back={<BackButton onClick={onBack} />} />}
      foot={
        <Dock fact={m.customer_top_up_charged()} value={total}>
          {expired ? (
            <Button variant="primary" wide busy={refreshing} onClick={() => void onRefresh()}>
              {m.customer_top_up_new_price()}
            </Button>
          ) : (
            <Button
              id="charge"
              variant="primary"
              wide
              busy={submit.busy}
              busyLabel={m.customer_top_up_charging()}
              unavailable={source.isReady ? null : m.customer_top_up_card_missing()}
              onClick={() => void submit.run()}
            >
              {m.customer_top_up_charge({ amount: total })}
            </Button>
          )}
        </Dock>
      }
    >
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
        total={{ label: m.customer_top_up_charged(), value: total }}
        below={[{ label: m.customer_arrives(), value: arrivalText(quote) }]}
        validFrom={quote.createdAt}
        validUntil={quote.expiresAt}
        lockedLabel={m.customer_top_up_price_locked()}
        onRefresh={() => void onRefresh()}
        refreshing={refreshing}
      />
      {delayed ? <Banner tone="held">{delayText(quote, format)}</Banner> : null}
      <Failure submit={submit} other={refreshFailure} />
      <SourcePart source={source} />
      <StrongFactorSheet
        open={asked !== null}
        title={m.customer_top_up_confirm()}
        why={asked?.why ?? null}
        onClose={giveUp}
        facts={topUpFacts(quote, asked?.card.card ?? null, format.locale)}
        label={m.customer_top_up_charge({ amount: total })}
        busyLabel={m.customer_top_up_charging()}
        busy={submit.busy}
        error={submit.failure}
        onConfirm={confirmBy}
      />
    </PageColumn>
  );
}

/** Why it did not go on; whoever has no second factor is shown the way to one. */
function Failure({ submit, other }: { submit: Submission; other: string | null }): ReactElement | null {
  const failure = submit.failure ?? other;
  if (!failure) return null;
  return (
    <Banner tone="danger">
      {failure}{' '}
      {submit.problem?.code === 'top_up_factor_not_set_up' ? (
        <TextLink inherit render={<Link to="/me/second-factors" />}>
          {m.customer_top_up_strong_set_up()}
        </TextLink>
      ) : null}
    </Banner>
  );
}
