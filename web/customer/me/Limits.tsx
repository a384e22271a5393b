import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import type { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatMoney, formatTime } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { asyncOf } from '#web/use-async.ts';
import { SubPage } from '../app/SubPage.tsx';
import { limitsQuery } from '../session.ts';

type Limits = OkOf<typeof api.limits>;
type Limit = Limits['items'][number];

/** Each limit: how much, used, left, and when it begins anew. */
export function LimitsPage(): ReactElement {
  const query = useQuery(limitsQuery);
  useEffect(() => {
    document.title = `${m.customer_me_limits()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.customer_me_limits()} back={<Link to="/me" />} />}>
      <AsyncView<Limits, unknown>
        view={asyncOf(query)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => null}
        failed={() => (
          <Card>
            <FailedState
              title={m.customer_limits_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          </Card>
        )}
        full={({ items, baseCurrency }) => (
          <>
            <p className="prose text-ink-2">{m.customer_limits_lead({ currency: baseCurrency })}</p>
            {items.map((limit) => (
              <OneLimit key={`${limit.capability}-${limit.window}`} limit={limit} />
            ))}
          </>
        )}
      />
    </SubPage>
  );
}

function OneLimit({ limit }: { limit: Limit }): ReactElement {
  const format = useTimeFormat();
  const text = (amount: Limit['limit']): string => formatMoney(fromWire(amount), { locale: format.locale });
  const title =
    limit.capability === 'top_up'
      ? limit.window === 'day'
        ? m.customer_limit_top_up_day()
        : m.customer_limit_top_up_payment()
      : limit.window === 'day'
        ? m.customer_limit_transfer_day()
        : m.customer_limit_transfer_payment();
  const used = Number(
    (BigInt(limit.used.amount) * 1000n) / BigInt(limit.limit.amount === '0' ? '1' : limit.limit.amount),
  );
  return (
    <Section title={title}>
      <Card pad>
        {limit.window === 'day' ? (
          <div className="moneybar mb-3" aria-hidden="true">
            <i className="available" style={{ flex: used }} />
            <i className="none" style={{ flex: 1000 - used }} />
          </div>
        ) : null}
        <DefinitionRows
          rows={[
            { label: m.customer_limit_at_most(), value: text(limit.limit) },
            ...(limit.window === 'day'
              ? [
                  { label: m.customer_limit_used(), value: text(limit.used) },
                  { label: m.customer_limit_left(), value: text(limit.left) },
                ]
              : []),
            ...(limit.resetsAt
              ? [{ label: m.customer_limit_resets(), value: formatTime(limit.resetsAt, format) }]
              : []),
          ]}
        />
      </Card>
    </Section>
  );
}
