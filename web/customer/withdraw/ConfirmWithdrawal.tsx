import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { ApiProblem } from '#common/api/client';
import { withdrawalApi } from '#common/api/withdrawal';
import type { OkOf } from '#common/api/route';
import { formatCount, formatDeadline, formatMoney, formatTime, type TimeFormat } from '#common/format';
import type { Id } from '#common/id';
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
import { call, newId, untilAnswered } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { BackButton } from '../app/BackButton.tsx';
import { tellResultOf } from '../entry/confirmed.ts';
import { ProofSheets } from '../pay/ProofSheets.tsx';
import { type Proving, useProof } from '../pay/use-proof.ts';
import { entryQuery, meQuery } from '../session.ts';

export type Quote = OkOf<typeof withdrawalApi.createWithdrawalQuote>;
type Props = { quote: Quote; onBack: () => void; onQuote: (quote: Quote) => void };

const GOES = {
  cut_off: m.withdrawal_goes_cut_off,
  weekend: m.withdrawal_goes_weekend,
  holiday: m.withdrawal_goes_holiday,
};

/** As the last ones went, where there were enough of them. */
const arrivalText = ({ arrivesFrom, arrivesBy, arrivalSamples }: Quote, format: TimeFormat): string =>
  arrivesFrom === undefined || arrivalSamples === undefined
    ? m.withdrawal_arrives_by({ when: formatDeadline(arrivesBy, format) })
    : m.withdrawal_arrives_history({
        from: formatDeadline(arrivesFrom, format),
        by: formatDeadline(arrivesBy, format),
        count: formatCount(arrivalSamples, format.locale),
      });

/** Proves the person and pays out by a quote. One id per quote: every press under the same quote is the same withdrawal. */
function useConfirm({ id: quoteId, total, bankAccountId }: Quote): Proving {
  const [ids] = useState(() => new Map<string, Id<'wd'>>());
  const queries = useQueryClient();
  const router = useRouter();
  const show = useCallback(
    (id: string) => {
      tellResultOf(id);
      for (const queryKey of [['accounts'], ['entries'], ['limits']])
        void queries.invalidateQueries({ queryKey });
      router.history.replace(`/entry/${id}`);
    },
    [queries, router],
  );
  const confirm = useCallback(
    async (stepUpId: Id<'su'>) => {
      const id = ids.get(quoteId) ?? newId('wd');
      ids.set(quoteId, id);
      try {
        const body = { id, quoteId, stepUpId };
        const entry = await untilAnswered(() =>
          call(withdrawalApi.createWithdrawal, { idempotencyKey: `${id}.${stepUpId}`, body }),
        );
        queries.setQueryData(entryQuery(entry.id).queryKey, entry);
        show(entry.id);
      } catch (error) {
        // A refusal that was decided stands in the history with its reason.
        if (error instanceof ApiProblem && typeof error.facts['operationId'] === 'string') return show(id);
        throw error;
      }
    },
    [ids, queries, quoteId, show],
  );
  const toProve = useMemo(
    () => ({ action: 'withdrawal', ...total, quoteId, bankAccountId }) as const,
    [bankAccountId, quoteId, total],
  );
  return useProof(toProve, confirm);
}

/** What arrives where and when, every line of the price; then the payment password for exactly this. */
export function ConfirmWithdrawal({ quote, onBack, onQuote }: Props): ReactElement {
  const format = useTimeFormat();
  const { locale } = format;
  const now = useNow(1);
  const [asking, setAsking] = useState(false);
  const proving = useConfirm(quote);
  const refresh = useSubmit(
    useCallback(async () => {
      const body = { bankAccountId: quote.bankAccountId, amount: quote.amount };
      onQuote(await call(withdrawalApi.createWithdrawalQuote, { body }));
    }, [onQuote, quote]),
  );
  const text = (amount: Quote['amount']): string => formatMoney(fromWire(amount), { locale });
  const expired = Date.parse(quote.expiresAt) <= now;
  const doIt = m.withdrawal_do({ amount: text(quote.amount) });
  const when = formatTime(quote.cutOffAt, format);
  return (
    <PageColumn
      tight
      bar={<AppBar beginHere title={m.withdrawal_confirm_title()} back={<BackButton onClick={onBack} />} />}
      foot={
        <Dock>
          {expired ? (
            <Button variant="primary" wide busy={refresh.busy} onClick={() => void refresh.run()}>
              {m.withdrawal_new_price()}
            </Button>
          ) : (
            <Confirm label={doIt} busy={proving.submit.busy} onPress={() => setAsking(true)} />
          )}
        </Dock>
      }
    >
      <section>
        <div className="text-13 text-ink-2">{m.withdrawal_gets({ account: quote.account })}</div>
        <Amount money={fromWire(quote.amount)} size="big" />
      </section>
      <QuoteCard
        lines={[
          { label: m.withdrawal_amount(), value: text(quote.amount) },
          {
            label: m.withdrawal_fee(),
            value: quote.fee.amount === '0' ? m.withdrawal_no_fee() : text(quote.fee),
          },
        ]}
        total={{ label: m.withdrawal_total(), value: text(quote.total) }}
        below={[
          {
            label: m.withdrawal_goes(),
            value: quote.waitsFor ? GOES[quote.waitsFor]({ when }) : m.withdrawal_goes_today({ when }),
          },
          {
            label: m.withdrawal_arrives(),
            value: arrivalText(quote, format),
          },
        ]}
        validFrom={quote.createdAt}
        validUntil={quote.expiresAt}
        lockedLabel={m.withdrawal_price_held()}
        onRefresh={() => void refresh.run()}
        refreshing={refresh.busy}
      />
      {refresh.failure ? (
        <Banner tone="danger">{refresh.failure}</Banner>
      ) : (
        <Banner tone="quiet">{m.withdrawal_cancel_note()}</Banner>
      )}
      <ProofSheets
        open={asking}
        onClose={() => setAsking(false)}
        proving={proving}
        facts={[
          { label: m.withdrawal_to(), value: quote.account },
          { label: m.withdrawal_total(), value: text(quote.total) },
        ]}
        label={doIt}
        busyLabel={m.withdrawal_doing()}
      />
    </PageColumn>
  );
}

/** Whoever has no payment password sets one first. */
function Confirm({
  label,
  busy,
  onPress,
}: {
  label: string;
  busy: boolean;
  onPress: () => void;
}): ReactElement {
  const { data: me } = useQuery(meQuery);
  return me?.hasPaymentPassword === false ? (
    <Button variant="primary" wide render={<Link to="/me/payment-password" search={{ next: '/withdraw' }} />}>
      {m.customer_set_payment_password_first()}
    </Button>
  ) : (
    <Button variant="primary" wide busy={busy} busyLabel={m.withdrawal_doing()} onClick={onPress}>
      {label}
    </Button>
  );
}
