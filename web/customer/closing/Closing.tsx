import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Card } from '#ui/Card.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { asyncOf } from '#web/use-async.ts';
import { SubPage } from '../app/SubPage.tsx';
import { closingQuery, type ClosingStanding } from './closing-query.ts';
import { ConfirmClosing } from './ConfirmClosing.tsx';
import { KeepData } from './KeepData.tsx';
import { Obstacles } from './Obstacles.tsx';
import { Standing } from './Standing.tsx';
import { WhatItMeans } from './WhatItMeans.tsx';

/** What stands in the way, what closing means, and the last step; later, until when it can be taken back. */
export function Closing(): ReactElement {
  const query = useQuery(closingQuery);
  useEffect(() => {
    document.title = `${m.customer_closing_title()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.customer_closing_title()} back={<Link to="/me" />} />}>
      <AsyncView<ClosingStanding, unknown>
        view={asyncOf(query)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => null}
        failed={() => (
          <Card>
            <FailedState
              title={m.customer_closing_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          </Card>
        )}
        full={(standing) =>
          standing.state === 'closing' ? (
            <>
              <Standing standing={standing} />
              {standing.obstacles.length > 0 ? <Obstacles obstacles={standing.obstacles} /> : null}
              <KeepData />
            </>
          ) : (
            <>
              <Obstacles obstacles={standing.obstacles} />
              <KeepData />
              <WhatItMeans coolingDays={standing.coolingDays} />
              {standing.obstacles.length === 0 ? <ConfirmClosing /> : null}
            </>
          )
        }
      />
    </SubPage>
  );
}
