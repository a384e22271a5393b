import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import { formatTime } from '#common/format';
import { shortId } from '#common/id';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { call } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { SubPage } from '../app/SubPage.tsx';

type Looks = OkOf<typeof api.accessLog>;

/** Who of the staff looked at this account, when, and for which conversation: nobody looks without leaving a line here. */
export function AccessLog(): ReactElement {
  const query = useQuery({
    queryKey: ['access-log'],
    queryFn: ({ signal }) => call(api.accessLog, { signal }),
  });
  useEffect(() => {
    document.title = `${m.customer_me_access()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.customer_me_access()} back={<Link to="/me" />} />}>
      <p className="prose text-ink-2">{m.customer_access_lead()}</p>
      <AsyncView<Looks, unknown>
        view={asyncOf(query, ({ items }) => items.length === 0)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => (
          <Card>
            <EmptyState icon={<Eye size={26} aria-hidden="true" />} title={m.customer_access_none()}>
              {m.customer_access_none_text()}
            </EmptyState>
          </Card>
        )}
        failed={() => (
          <Card>
            <FailedState
              title={m.customer_access_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          </Card>
        )}
        full={(looks) => <Lines {...looks} />}
      />
    </SubPage>
  );
}

type Look = Looks['items'][number];
type Sitting = Look & { times: number };

/** Looks of one person at the same thing, one right after the other, are one line; it tells the latest time and how many there were. */
function sittings(items: readonly Look[]): Sitting[] {
  const lines: Sitting[] = [];
  for (const look of items) {
    const last = lines.at(-1);
    if (last?.staffName === look.staffName && last.caseId === look.caseId && last.what === look.what)
      last.times += 1;
    else lines.push({ ...look, times: 1 });
  }
  return lines;
}

const WHAT: Record<Look['what'], (who: { name: string }) => string> = {
  case: m.customer_access_case,
  conversation: m.customer_access_conversation,
  document: m.customer_access_document,
  identity: m.customer_access_identity,
  account: () => m.customer_access_account(),
};

function Lines({ items }: Looks): ReactElement {
  const format = useTimeFormat();
  return (
    <Timeline
      items={sittings(items).map(({ at, staffName, caseId, what, times }, place) => ({
        key: `${at}-${place}`,
        state: 'past',
        what: WHAT[what]({ name: staffName ?? '' }),
        when:
          times === 1
            ? formatTime(at, format)
            : m.customer_access_times({ count: times, time: formatTime(at, format) }),
        at,
        fact:
          what === 'account' ? undefined : caseId === null ? (
            <TextLink render={<Link to="/me/identity" />}>{m.customer_access_for_review()}</TextLink>
          ) : (
            <TextLink render={<Link to="/help-me/$caseId" params={{ caseId }} />}>
              {m.customer_access_for({ id: shortId(caseId) })}
            </TextLink>
          ),
      }))}
    />
  );
}
