import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MonitorSmartphone } from 'lucide-react';
import { useCallback, useEffect, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { SkeletonRows } from '#ui/Skeleton.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { useSubmit } from '#web/use-submit.ts';
import { SubPage } from '../app/SubPage.tsx';
import { placeText } from './place-text.ts';

type Sessions = OkOf<typeof api.sessions>;
type Session = Sessions['items'][number];

/** Devices that are signed in; any of them can be ended from here. */
export function SessionList(): ReactElement {
  const query = useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => call(api.sessions, { signal }) });
  useEffect(() => {
    document.title = `${m.customer_me_sessions()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.customer_me_sessions()} back={<Link to="/me" />} />}>
      <AsyncView<Sessions, unknown>
        view={asyncOf(query)}
        loading={() => <SkeletonRows />}
        empty={() => null}
        failed={() => (
          <Card>
            <FailedState
              title={m.customer_sessions_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          </Card>
        )}
        full={({ items }) => (
          <>
            <Card>
              {items.map((session) => (
                <Row key={session.id} session={session} />
              ))}
            </Card>
            {items.length > 1 ? <EndOthers /> : null}
          </>
        )}
      />
    </SubPage>
  );
}

function Row({ session }: { session: Session }): ReactElement {
  const format = useTimeFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const end = useSubmit(
    useCallback(async () => {
      await call(api.endSession, { params: { id: session.id } });
      await queries.invalidateQueries({ queryKey: ['sessions'] });
      toast(m.customer_session_was_ended({ device: session.device }));
    }, [session.device, session.id, queries, toast]),
  );
  const from = [placeText(session.place, format.locale), session.ip].filter(Boolean).join(' · ');
  const seen = m.customer_session_seen({ when: formatTime(session.lastSeenAt, format), ip: from });
  return (
    <ListRow
      icon={<MonitorSmartphone size={20} aria-hidden="true" />}
      title={session.device}
      sub={end.failure ?? (session.current ? m.customer_session_this({ ip: from }) : seen)}
      tail={
        session.current ? null : (
          <Button
            size="small"
            busy={end.busy}
            aria-label={m.customer_session_end_what({ device: session.device })}
            onClick={() => void end.run()}
          >
            {m.customer_session_end()}
          </Button>
        )
      }
    />
  );
}

function EndOthers(): ReactElement {
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      const { ended } = await call(api.endOtherSessions, { body: {} });
      await queries.invalidateQueries({ queryKey: ['sessions'] });
      toast(m.customer_sessions_ended({ count: ended }));
    }, [queries, toast]),
  );
  return (
    <div>
      <Button wide variant="danger-line" busy={submit.busy} onClick={() => void submit.run()}>
        {m.customer_sessions_end_others()}
      </Button>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : (
        <p className="hint">{m.customer_sessions_end_others_hint()}</p>
      )}
    </div>
  );
}
