import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { OkOf } from '#common/api/route';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Card } from '#ui/Card.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { call } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { SubPage } from '../app/SubPage.tsx';
import { Waiting } from './Waiting.tsx';
import { securityEventWord } from './security-words.ts';

type Events = OkOf<typeof api.securityEvents>;

/** Sign-ins and changes to the protection of the account, newest first. */
export function SecurityEvents(): ReactElement {
  const format = useTimeFormat();
  const query = useQuery({
    queryKey: ['security-events'],
    queryFn: ({ signal }) => call(api.securityEvents, { signal }),
  });
  useEffect(() => {
    document.title = `${m.customer_me_events()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.customer_me_events()} back={<Link to="/me" />} />}>
      <Waiting />
      <p className="prose text-ink-2">{m.customer_security_lead()}</p>
      <AsyncView<Events, unknown>
        view={asyncOf(query)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => null}
        failed={() => (
          <Card>
            <FailedState
              title={m.customer_security_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          </Card>
        )}
        full={({ items }) => (
          <Timeline
            items={items.map(({ at, kind, device, ip }, place) => ({
              key: `${at}-${place}`,
              state: 'past',
              what: securityEventWord(kind),
              when: formatTime(at, format),
              at,
              fact: [device, ip].filter(Boolean).join(' · ') || undefined,
            }))}
          />
        )}
      />
    </SubPage>
  );
}
