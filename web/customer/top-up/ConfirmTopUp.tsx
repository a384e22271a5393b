import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/index';
import { formatMoney, formatPercent, formatTime } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { useNow } from '#ui/clock.ts';
import { Dock } from '#ui/Dock.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { PageColumn } from '#ui/PageColumn.tsx';
import { QuoteCard } from '#ui/QuoteCard.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call, newId, problemIn, untilAnswered } from '#web/call.ts';
import { BackButton } from '../app/BackButton.tsx';
import { useSubmit } from '#web/use-submit.ts';
import { entryQuery } from '../session.ts';
import type { Quote } from './TopUp.tsx';
import { useCardFrame } from './use-card-frame.ts';

type Props = { quote: Quote; onBack: () => void; onRefresh: () => Promise<void>; refreshing: boolean; refreshFailure: string | null };

/** Price, time and the card, all before anything is charged. */
export function ConfirmTopUp({ quote, onBack, onRefresh, refreshing, refreshFailure }: Props): ReactElement {
  const format = useTimeFormat();
  const now = useNow(1);
  // One id per quote: every press under the same quote is the same top-up.
  const [ids] = useState(() => new Map<string, ReturnType<typeof newId<'tu'>>>());
  const queries = useQueryClient();
  const router = useRouter();
  const total = formatMoney(fromWire(quote.total), { locale: format.locale });
  const idOf = useCallback((quoteId: string) => {
    const id = ids.get(quoteId) ?? newId('tu');
    ids.set(quoteId, id);
    return id;
  }, [ids]);
  const show = useCallback((id: string) => {
    for (const queryKey of [['accounts'], ['entries'], ['limits']]) void queries.invalidateQueries({ queryKey });
    router.history.replace(`/entry/${id}`);
  }, [queries, router]);
  const charge = useCallback(async (tokenize: () => Promise<string | null>) => {
    const cardToken = await tokenize();
    if (cardToken === null) return; // The frame shows which field to correct.
    const id = idOf(quote.id);
    try {
      const entry = await untilAnswered(() => call(api.createTopUp, { idempotencyKey: id, body: { id, quoteId: quote.id, cardToken } }));
      queries.setQueryData(entryQuery(entry.id).queryKey, entry);
      if (entry.state === 'awaiting_challenge' && entry.challengeUrl) return location.assign(entry.challengeUrl);
      show(entry.id);
    } catch (error) {
      if (error instanceof ApiProblem && (error.code === 'operation_id_reused' || typeof error.facts['operationId'] === 'string')) return show(id);
      throw error;
    }
  }, [idOf, queries, quote.id, show]);
  const { ref, url, height, valid, error: frameError, retry, tokenize } = useCardFrame(useCallback(() => document.getElementById('charge')?.click(), []));
  const submit = useSubmit(useCallback(() => charge(tokenize), [charge, tokenize]));
  const expired = Date.parse(quote.expiresAt) <= now;
  const delayed = BigInt(quote.delayed.amount) > 0n;
  return (
    <PageColumn
      tight
      bar={<AppBar title={m.customer_top_up_confirm()} back={<BackButton onClick={onBack} />} />}
      foot={
        <Dock fact={m.customer_top_up_charged()} value={total}>
          {expired ? (
            <Button variant="primary" wide busy={refreshing} onClick={() => void onRefresh()}>{m.customer_top_up_new_price()}</Button>
          ) : (
            <Button id="charge" variant="primary" wide busy={submit.busy} busyLabel={m.customer_top_up_charging()} unavailable={valid ? null : m.customer_top_up_card_missing()} onClick={() => void submit.run()}>
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
        lines={quote.lines.map(({ kind, amount }) => ({ label: kind === 'fee' ? m.customer_top_up_fee({ percent: formatPercent(quote.feeBasisPoints, format.locale) }) : m.customer_line_amount(), value: formatMoney(fromWire(amount), { locale: format.locale }) }))}
        total={{ label: m.customer_top_up_charged(), value: total }}
        below={[{ label: m.customer_arrives(), value: arrival(quote) }]}
        validFrom={quote.createdAt}
        validUntil={quote.expiresAt}
        lockedLabel={m.customer_top_up_price_locked()}
        onRefresh={() => void onRefresh()}
        refreshing={refreshing}
      />
      {delayed ? (
        <Banner tone="held">
          {m.customer_top_up_delayed({ now: formatMoney(fromWire(quote.spendableAtOnce), { locale: format.locale }), later: formatMoney(fromWire(quote.delayed), { locale: format.locale }), when: quote.delayedUntil ? formatTime(quote.delayedUntil, format) : '' })}
        </Banner>
      ) : null}
      {submit.failure ?? refreshFailure ? <Banner tone="danger">{submit.failure ?? refreshFailure}</Banner> : null}
      <Section title={m.customer_card()}>
        {frameError ? (
          <FailedState title={problemIn(frameError)?.title ?? m.customer_top_up_frame_failed()} onRetry={retry}>{problemIn(frameError)?.detail ?? m.common_no_answer()}</FailedState>
        ) : url ? (
          <iframe ref={ref} src={url} title={m.customer_card_frame()} className="block w-full border-0 bg-transparent" style={{ height: height }} />
        ) : (
          <SkeletonText lines={5} />
        )}
        <p className="prose mt-2 text-13 text-ink-3">{m.customer_top_up_card_stays()}</p>
      </Section>
    </PageColumn>
  );
}

/** As a range, and what it rests on: our own history, or the provider's word. */
function arrival({ arrival: { fromSeconds, toSeconds, basis } }: Quote): string {
  const text = toSeconds < 60 ? m.customer_arrival_seconds({ from: fromSeconds, to: toSeconds }) : m.customer_arrival_minutes({ from: Math.max(1, Math.round(fromSeconds / 60)), to: Math.ceil(toSeconds / 60) });
  return basis === 'own_history' ? m.customer_arrival_history({ range: text }) : m.customer_arrival_promise({ range: text });
}
