import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { ApiProblem } from '#common/api/client';
import { crossBorderApi } from '#common/api/cross-border';
import type { BodyOf, OkOf } from '#common/api/route';
import { UNDO_MINUTES } from '#common/beneficiary';
import { formatMoney, formatTime, type TimeFormat } from '#common/format';
import type { Id } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
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
import { arrivalText, basisText, countryName, PURPOSE_WORDS, rateRows, WAITS_WORDS } from './abroad-words.ts';

type Quote = OkOf<typeof crossBorderApi.createCrossBorderQuote>;
/** A price with what it was asked for, so that it can be asked for again. */
export type Priced = { quote: Quote; body: BodyOf<typeof crossBorderApi.createCrossBorderQuote> };
type Props = { priced: Priced; onBack: () => void; onPriced: (priced: Priced) => void };

/** Proves the person and sends by a quote. One id per quote: every press under the same quote is the same transfer. */
function useConfirm({ id: quoteId, total, beneficiaryId }: Quote): Proving {
  const [ids] = useState(() => new Map<string, Id<'xb'>>());
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
      const id = ids.get(quoteId) ?? newId('xb');
      ids.set(quoteId, id);
      try {
        const body = { id, quoteId, stepUpId };
        const entry = await untilAnswered(() =>
          call(crossBorderApi.createCrossBorder, { idempotencyKey: `${id}.${stepUpId}`, body }),
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
    () => ({ action: 'cross_border', ...total, quoteId, beneficiaryId }) as const,
    [beneficiaryId, quoteId, total],
  );
  return useProof(toProve, confirm);
}

/** Both sums, every line, the countdown; a look at who gets it; then the payment password for exactly this. */
export function ConfirmAbroad({ priced, onBack, onPriced }: Props): ReactElement {
  const { quote, body } = priced;
  const format = useTimeFormat();
  const now = useNow(1);
  const [asking, setAsking] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const proving = useConfirm(quote);
  const refresh = useSubmit(
    useCallback(async () => {
      onPriced({ body, quote: await call(crossBorderApi.createCrossBorderQuote, { body }) });
    }, [body, onPriced]),
  );
  const text = (amount: Quote['total']): string =>
    formatMoney(fromWire(amount), {
      locale: format.locale,
      among: [quote.total.currency, quote.get.currency],
    });
  const expired = Date.parse(quote.expiresAt) <= now;
  const doIt = m.abroad_confirm({ amount: text(quote.total) });
  return (
    <PageColumn
      tight
      bar={<AppBar beginHere title={m.abroad_check()} back={<BackButton onClick={onBack} />} />}
      foot={
        <Dock>
          {expired ? (
            <Button variant="primary" wide busy={refresh.busy} onClick={() => void refresh.run()}>
              {m.abroad_new_price()}
            </Button>
          ) : (
            <Confirm
              label={doIt}
              busy={proving.submit.busy}
              why={isChecked ? null : m.abroad_confirm_read()}
              onPress={() => setAsking(true)}
            />
          )}
        </Dock>
      }
    >
      <section>
        <div className="text-13 text-ink-2">{m.abroad_quote_gets()}</div>
        <Amount money={fromWire(quote.get)} size="big" />
        <div className="mt-1 text-ink-2">
          {quote.name} · <span className="num">{quote.account}</span>
        </div>
        <div className="text-13 text-ink-3">
          {quote.bankName} · {countryName(quote.country, format.locale)} · {PURPOSE_WORDS[quote.purpose]()}
        </div>
      </section>
      <QuoteCard
        lines={[
          { label: m.abroad_quote_converted(), value: text(quote.converted) },
          { label: m.abroad_quote_fee(), value: text(quote.fee) },
          { label: m.abroad_quote_correspondent_fee(), value: text(quote.correspondentFee) },
        ]}
        total={{ label: m.abroad_quote_leaves(), value: text(quote.total) }}
        below={[
          ...rateRows(quote, format),
          { label: m.abroad_quote_cost(), value: text(quote.cost) },
          {
            label: m.abroad_quote_goes(),
            value: goesText(quote, format),
          },
          {
            label: m.abroad_quote_arrives(),
            value: `${arrivalText(quote, format)} · ${basisText(quote, format)}`,
          },
        ]}
        validFrom={quote.createdAt}
        validUntil={quote.expiresAt}
        lockedLabel={m.exchange_rate_locked()}
        onRefresh={() => void refresh.run()}
        refreshing={refresh.busy}
      />
      {refresh.failure ? (
        <Banner tone="danger">{refresh.failure}</Banner>
      ) : (
        <Banner tone="quiet">{m.abroad_may_delay()}</Banner>
      )}
      <Checkbox checked={isChecked} onChange={setChecked} name="checked">
        {m.abroad_confirm_read()}
      </Checkbox>
      <ProofSheets
        open={asking}
        onClose={() => setAsking(false)}
        proving={proving}
        facts={[
          { label: m.abroad_quote_to(), value: `${quote.name} · ${quote.account}` },
          { label: m.abroad_quote_gets(), value: text(quote.get) },
          { label: m.abroad_quote_leaves(), value: text(quote.total) },
        ]}
        label={doIt}
        busyLabel={m.withdrawal_doing()}
      />
    </PageColumn>
  );
}

/** When it goes. On a bank day that is counted from the yes; behind the cut-off it would be another day, so a price ends with it. */
function goesText({ waitsFor, goesAt, cutOffAt, expiresAt }: Quote, format: TimeFormat): string {
  if (waitsFor) return `${formatTime(goesAt, format)} · ${WAITS_WORDS[waitsFor]()}`;
  const after = m.abroad_quote_goes_after({ minutes: UNDO_MINUTES });
  if (Date.parse(expiresAt) < Date.parse(cutOffAt)) return after;
  return `${after} · ${m.abroad_quote_until_cut_off({ at: formatTime(cutOffAt, format) })}`;
}

type ConfirmProps = { label: string; busy: boolean; why: string | null; onPress: () => void };
/** Whoever has no payment password sets one first. */
function Confirm({ label, busy, why, onPress }: ConfirmProps): ReactElement {
  const { data: me } = useQuery(meQuery);
  return me?.hasPaymentPassword === false ? (
    <Button variant="primary" wide render={<Link to="/me/payment-password" search={{ next: '/abroad' }} />}>
      {m.customer_set_payment_password_first()}
    </Button>
  ) : (
    <Button variant="primary" wide busy={busy} unavailable={why} onClick={onPress}>
      {label}
    </Button>
  );
}
