import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import type { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import { formatMoney, formatTime } from '#common/format';
import type { Locale } from '#common/locale';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { type DefinitionRow, DefinitionRows } from '#ui/DefinitionRows.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { asyncOf } from '#web/use-async.ts';
import { tierWord } from '../identity/tier-words.ts';
import { SubPage } from '../app/SubPage.tsx';
import { limitsQuery } from '../session.ts';

type Limits = OkOf<typeof api.limits>;
type Limit = Limits['items'][number];

/** Limits of paying and of topping up: how much, used, left, and when they begin anew. */
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
        full={({ tier, items, baseCurrency }) => (
          <>
            <h2 className="text-20 font-semibold">{m.customer_limits_tier({ tier: tierWord(tier) })}</h2>
            <p className="prose text-ink-2">{m.customer_limits_lead({ currency: baseCurrency })}</p>
            <LimitsOf title={m.customer_limit_transfer()} limits={limitsFor(items, 'transfer')} />
            <LimitsOf title={m.customer_limit_top_up()} limits={limitsFor(items, 'top_up')} />
            <LimitsOf title={m.withdrawal_limit()} limits={limitsFor(items, 'withdraw')} />
            {items.some(({ next }) => next !== null) ? (
              <Button variant="tint" wide render={<Link to="/me/identity" />}>
                {m.customer_limits_raise()}
              </Button>
            ) : null}
          </>
        )}
      />
    </SubPage>
  );
}

const WINDOWS = ['payment', 'day', 'month'] as const satisfies readonly Limit['window'][];
const limitsFor = (items: readonly Limit[], capability: Limit['capability']): Limit[] =>
  WINDOWS.flatMap((window) =>
    items.filter((each) => each.capability === capability && each.window === window),
  );

/** What one payment may be, then what is used and left of the day and of the month. */
function LimitsOf({ title, limits }: { title: string; limits: readonly Limit[] }): ReactElement {
  const { locale } = useTimeFormat();
  return (
    <Section title={title}>
      <Card pad>
        <div className="grid gap-5">
          {limits.map((limit) =>
            limit.window === 'payment' ? (
              <DefinitionRows
                key={limit.window}
                rows={[
                  {
                    label: m.customer_limit_one(),
                    value: formatMoney(fromWire(limit.limit), { locale }),
                  },
                  ...nextRow(limit, locale),
                ]}
              />
            ) : (
              <UsedLimit key={limit.window} limit={limit} />
            ),
          )}
        </div>
      </Card>
    </Section>
  );
}

/** What the tier above would allow. */
const nextRow = ({ next }: Limit, locale: Locale): DefinitionRow[] =>
  next
    ? [
        {
          label: m.customer_limit_next({ tier: tierWord(next.tier) }),
          value: formatMoney(fromWire(next.limit), { locale }),
        },
      ]
    : [];

function UsedLimit({ limit }: { limit: Limit }): ReactElement {
  const format = useTimeFormat();
  const text = (amount: Limit['limit']): string => formatMoney(fromWire(amount), { locale: format.locale });
  const used = Number(
    (BigInt(limit.used.amount) * 1000n) / BigInt(limit.limit.amount === '0' ? '1' : limit.limit.amount),
  );
  return (
    <div className="grid gap-2">
      <DefinitionRows
        rows={[
          {
            label: (
              <span className="font-medium text-ink">
                {limit.window === 'day' ? m.customer_limit_today() : m.customer_limit_this_month()}
              </span>
            ),
            value: m.customer_limit_used_of({ used: text(limit.used), limit: text(limit.limit) }),
          },
        ]}
      />
      <div className="moneybar" aria-hidden="true">
        <i className="available" style={{ flex: used }} />
        <i className="none" style={{ flex: 1000 - used }} />
      </div>
      <DefinitionRows
        rows={[
          { label: m.customer_limit_left(), value: text(limit.left) },
          ...(limit.resetsAt
            ? [{ label: m.customer_limit_resets(), value: formatTime(limit.resetsAt, format) }]
            : []),
          ...nextRow(limit, format.locale),
        ]}
      />
    </div>
  );
}
