import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import type { AccessState } from '#common/api/access-help';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import { formatDeadline, formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { Timeline, type TimelineItem } from '#ui/Timeline.tsx';
import { call, problemIn } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { AnswerQuestions } from './AnswerQuestions.tsx';
import { AuthLayout } from './AuthLayout.tsx';

type Followed = OkOf<typeof api.accessRequestState>;
/** Milliseconds between two looks: people decide, so nothing changes by the second. */
const LOOK_MS = 30_000;

const WORDS: Record<AccessState, () => string> = {
  waiting: m.customer_access_state_waiting,
  being_checked: m.customer_access_state_being_checked,
  being_decided: m.customer_access_state_being_decided,
  restored: m.customer_access_state_restored,
  closed: m.customer_access_state_closed,
};
const isOver = (state: AccessState): boolean => state === 'restored' || state === 'closed';

/** How a request stands, by the link that whoever asked and every address of the account has. Opening it changes nothing. */
export function FollowAccess(): ReactElement {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '');
  const query = useQuery({
    queryKey: ['access-request', token],
    queryFn: ({ signal }) => call(api.accessRequestState, { body: { token }, signal }),
    enabled: token !== '',
    retry: false,
    refetchInterval: ({ state }) => (state.data && isOver(state.data.state) ? false : LOOK_MS),
  });
  if (query.data)
    return <Standing followed={query.data} token={token} onStopped={() => void query.refetch()} />;
  if (query.isError || token === '')
    return (
      <AuthLayout
        title={m.customer_access_follow_none()}
        lead={problemIn(query.error)?.detail ?? (token === '' ? undefined : m.common_no_answer())}
      >
        <Button variant="primary" wide render={<Link to="/sign-in/help" />}>
          {m.customer_access_again()}
        </Button>
      </AuthLayout>
    );
  return (
    <AuthLayout title={m.customer_access_follow_title()}>
      <SkeletonText lines={4} />
    </AuthLayout>
  );
}

function Standing({
  followed: { state, openedAt, dueAt, mayAnswer },
  token,
  onStopped,
}: {
  followed: Followed;
  token: string;
  onStopped: () => void;
}): ReactElement {
  const format = useTimeFormat();
  return (
    <AuthLayout title={m.customer_access_follow_title()} lead={WORDS[state]()}>
      <div className="grid gap-5">
        <Card pad>
          <Timeline items={stepsOf(state, formatTime(openedAt, format), openedAt)} />
          {dueAt === null ? null : (
            <p className="mt-3 text-13 text-ink-2">
              {m.customer_access_due({ when: formatDeadline(dueAt, format) })}
            </p>
          )}
        </Card>
        {state === 'restored' ? (
          <Button variant="line" wide render={<Link to="/forgot-password" />}>
            {m.customer_access_forgot_again()}
          </Button>
        ) : null}
        {state === 'closed' ? (
          <Button variant="line" wide render={<Link to="/sign-in/help" />}>
            {m.customer_access_again()}
          </Button>
        ) : null}
        {isOver(state) ? null : (
          <>
            <p className="prose text-13 text-ink-2">{m.customer_access_keep()}</p>
            {mayAnswer ? <AnswerQuestions token={token} /> : null}
            <Stop token={token} onStopped={onStopped} />
          </>
        )}
      </div>
    </AuthLayout>
  );
}

/** Newest first, as everywhere; what is still to come stands above. */
function stepsOf(state: AccessState, when: string, at: string): TimelineItem[] {
  const asked: TimelineItem = {
    key: 'asked',
    state: 'done',
    what: m.customer_access_step_asked(),
    when,
    at,
  };
  if (state === 'closed')
    return [{ key: 'closed', state: 'past', what: m.customer_access_step_closed(), when: '' }, asked];
  const reached = { waiting: 0, being_checked: 1, being_decided: 2, restored: 4 }[state];
  const steps = [
    m.customer_access_step_checked,
    m.customer_access_step_decided,
    m.customer_access_step_restored,
  ].map((what, place): TimelineItem => {
    const at = place + 1;
    const standing = at < reached ? 'done' : at === reached ? 'now' : 'future';
    return { key: String(at), state: standing, what: what(), when: '' };
  });
  return [...steps.toReversed(), asked];
}

function Stop({ token, onStopped }: { token: string; onStopped: () => void }): ReactElement {
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.withdrawAccessRequest, { body: { token } });
      onStopped();
    }, [onStopped, token]),
  );
  return (
    <div>
      <p className="text-13 text-ink-2">{m.customer_access_stop_why()}</p>
      <div className="mt-2">
        <Button
          variant="line"
          wide
          busy={submit.busy}
          busyLabel={m.customer_access_stopping()}
          onClick={() => void submit.run()}
        >
          {m.customer_access_stop()}
        </Button>
      </div>
      {submit.failure ? <p className="hint bad">{submit.failure}</p> : null}
    </div>
  );
}
