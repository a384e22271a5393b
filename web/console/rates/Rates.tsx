import { useQuery } from '@tanstack/react-query';
import { Coins } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { RATES_LAST_DAYS } from '#common/exchange-price';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { rateSourcesQuery } from '../session.ts';
import { CurrencyTable } from './CurrencyTable.tsx';
import type { RateDesk } from './rate-words.ts';
import { SourceCards } from './SourceCards.tsx';
import { useAskSources } from './use-ask-sources.ts';

/** Who publishes the rates that exchanges are priced by, how they answered, and until when each currency can be priced. */
export function Rates(): ReactElement {
  const query = useQuery(rateSourcesQuery);
  const { ask, isAsking, failure } = useAskSources(query.data);
  useEffect(() => {
    document.title = `${m.rates_title()} · OKPay`;
  }, []);
  return (
    <div className="grid h-full content-start gap-6 overflow-y-auto p-6">
      <header className="grid justify-items-start gap-3">
        <div>
          <h2 className="text-17 font-semibold">{m.rates_title()}</h2>
          <p className="prose mt-1 text-ink-2">{m.rates_lead({ days: RATES_LAST_DAYS })}</p>
        </div>
        <Button size="small" busy={isAsking} busyLabel={m.rates_asking()} onClick={ask}>
          {m.rates_ask()}
        </Button>
        <p className="text-danger" role="alert">
          {failure}
        </p>
      </header>
      <AsyncView<RateDesk, unknown>
        view={asyncOf<RateDesk>(query, ({ sources, currencies }) => sources.length + currencies.length === 0)}
        loading={() => <SkeletonText lines={10} />}
        empty={() => <EmptyState icon={<Coins size={26} aria-hidden="true" />} title={m.rates_none()} />}
        failed={(error) => (
          <FailedState
            title={m.rates_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {problemIn(error)?.detail || m.common_no_answer()}
          </FailedState>
        )}
        full={({ sources, currencies }) => (
          <>
            <SourceCards sources={sources} />
            <CurrencyTable currencies={currencies} />
          </>
        )}
      />
    </div>
  );
}
