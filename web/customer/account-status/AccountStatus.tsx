import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Card } from '#ui/Card.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { asyncOf } from '#web/use-async.ts';
import { SubPage } from '../app/SubPage.tsx';
import { statusQuery, type Status } from '../session.ts';
import { FreezePart } from './FreezePart.tsx';
import { OneRestriction } from './OneRestriction.tsx';
import { WhatWorks } from './WhatWorks.tsx';

/** What is blocked, why, since when, who acts next, by when, and what lifts it; and the press that freezes. */
export function AccountStatus(): ReactElement {
  const query = useQuery(statusQuery);
  useEffect(() => {
    document.title = `${m.customer_status_title()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.customer_status_title()} back={<Link to="/me" />} />}>
      <AsyncView<Status, unknown>
        view={asyncOf(query)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => null}
        failed={() => (
          <Card>
            <FailedState
              title={m.customer_status_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          </Card>
        )}
        full={(status) => <Standing status={status} />}
      />
    </SubPage>
  );
}

function Standing({ status }: { status: Status }): ReactElement {
  const { restrictions, undo } = status;
  const isFrozenByOwner = undo !== null;
  return (
    <>
      <h2 className="text-20 font-semibold">{HEADINGS[status.status]()}</h2>
      {restrictions.map((restriction, place) => (
        <OneRestriction
          key={`${restriction.why} ${restriction.since}`}
          restriction={restriction}
          receives={status.allowed.includes('receive')}
          isFirst={place === 0}
          undo={restriction.liftedBy === 'owner' && restriction.why !== 'owner_closes' ? undo : null}
        />
      ))}
      <Section title={m.customer_status_works()}>
        <WhatWorks status={status} />
      </Section>
      {isFrozenByOwner ? null : <FreezePart />}
    </>
  );
}

const HEADINGS: Record<Status['status'], () => string> = {
  active: m.customer_status_active,
  self_frozen: m.customer_status_self_frozen,
  closing: m.customer_status_closing,
  restricted: m.customer_status_restricted,
};
