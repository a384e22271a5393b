import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import { ApiProblem } from '#common/api/client';
import { exchangeApi } from '#common/api/exchange';
import type { OkOf } from '#common/api/route';
import { formatMoney, formatPercent } from '#common/format';
import type { Id } from '#common/id';
import { compare, fromWire, money, subtract, type Money } from '#common/money';
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
import { useSubmit, type Submission } from '#web/use-submit.ts';
import { BackButton } from '../app/BackButton.tsx';
import { currencyName } from '../app/currency-name.ts';
import { tellResultOf } from '../entry/confirmed.ts';
import { accountsQuery, entryQuery } from '../session.ts';
import { priceRows } from './exchange-words.ts';

export type Quote = OkOf<typeof exchangeApi.createExchangeQuote>;

/** Exchanges by a quote. One id per quote: every press under the same quote is the same exchange. */
function useConfirm(quoteId: Id<'qt'>): Submission {
  const [ids] = useState(() => new Map<string, Id<'fx'>>());
  const queries = useQueryClient();
  const router = useRouter();
  const show = useCallback(
    (id: string) => {
      tellResultOf(id);
      for (const queryKey of [['accounts'], ['entries']]) void queries.invalidateQueries({ queryKey });
      router.history.replace(`/entry/${id}`);
    },
    [queries, router],
  );
  const confirm = useCallback(async () => {
    const id = ids.get(quoteId) ?? newId('fx');
    ids.set(quoteId, id);
    try {
      const entry = await untilAnswered(() =>
        call(exchangeApi.createExchange, { idempotencyKey: id, body: { id, quoteId } }),
      );
      queries.setQueryData(entryQuery(entry.id).queryKey, entry);
      show(entry.id);
    } catch (error) {
      // A refusal that was decided stands in the history with its reason.
      if (error instanceof ApiProblem && typeof error.facts['operationId'] === 'string') return show(id);
      throw error;
    }
  }, [ids, queries, quoteId, show]);
  return useSubmit(confirm);
}

type Props = { quote: Quote; onBack: () => void; onQuote: (quote: Quote) => void };

/** Both amounts, every line of the price, how long it holds; then one press. */
export function ConfirmExchange({ quote, onBack, onQuote }: Props): ReactElement {
  const format = useTimeFormat();
  const now = useNow(1);
  const submit = useConfirm(quote.id);
  const again = useCallback(async () => {
    const { give, get } = quote;
    const body = { from: give.currency, to: get.currency, amount: give };
    onQuote(await call(exchangeApi.createExchangeQuote, { body }));
  }, [onQuote, quote]);
  const refresh = useSubmit(again);
  const text = (amount: Quote['give']): string =>
    formatMoney(fromWire(amount), {
      locale: format.locale,
      among: [quote.give.currency, quote.get.currency],
    });
  const expired = Date.parse(quote.expiresAt) <= now;
  const hasFee = quote.fee.amount !== '0';
  return (
    <PageColumn
      tight
      bar={<AppBar beginHere title={m.exchange_confirm_title()} back={<BackButton onClick={onBack} />} />}
      foot={
        <FromBalance give={fromWire(quote.give)}>
          {expired ? (
            <Button variant="primary" wide busy={refresh.busy} onClick={() => void refresh.run()}>
              {m.exchange_new_price()}
            </Button>
          ) : (
            <Button
              variant="primary"
              wide
              busy={submit.busy}
              busyLabel={m.exchange_doing()}
              onClick={() => void submit.run()}
            >
              {m.exchange_do({ amount: text(quote.give) })}
            </Button>
          )}
        </FromBalance>
      }
    >
      <section>
        <div className="text-13 text-ink-2">{m.exchange_get()}</div>
        <Amount money={fromWire(quote.get)} size="big" />
      </section>
      <QuoteCard
        lines={[
          { label: m.exchange_give(), value: text(quote.give) },
          {
            label: m.exchange_fee(),
            value: hasFee
              ? `${text(quote.fee)} (${formatPercent(quote.feeBasisPoints, format.locale)})`
              : m.exchange_no_fee(),
          },
          ...(hasFee ? [{ label: m.exchange_converted(), value: text(quote.converted) }] : []),
          ...priceRows(quote, format),
        ]}
        total={{ label: m.exchange_get(), value: text(quote.get) }}
        below={[{ label: m.customer_arrives(), value: m.exchange_arrives_now() }]}
        validFrom={quote.createdAt}
        validUntil={quote.expiresAt}
        lockedLabel={m.exchange_rate_locked()}
        onRefresh={() => void refresh.run()}
        refreshing={refresh.busy}
      />
      {(submit.failure ?? refresh.failure) ? (
        <Banner tone="danger">{submit.failure ?? refresh.failure}</Banner>
      ) : (
        <Banner tone="quiet">{m.exchange_final()}</Banner>
      )}
    </PageColumn>
  );
}

/** What leaves which balance, and what stays there. */
function FromBalance({ give, children }: { give: Money; children: ReactElement }): ReactElement {
  const { locale } = useTimeFormat();
  const { data: accounts } = useQuery(accountsQuery);
  const account = accounts?.items.find(({ currency }) => currency === give.currency);
  const available = account ? fromWire(account.available) : money(0n, give.currency);
  return (
    <Dock
      fact={m.customer_pay_from_balance({ currency: currencyName(give.currency, locale) })}
      value={
        compare(available, give) >= 0
          ? m.customer_pay_left({ amount: formatMoney(subtract(available, give), { locale }) })
          : m.customer_pay_too_little({ amount: formatMoney(available, { locale }) })
      }
    >
      {children}
    </Dock>
  );
}
