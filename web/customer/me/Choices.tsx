import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { ChosenTopic, NewsTopic } from '#common/api/profile';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Card } from '#ui/Card.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { useSubmit } from '#web/use-submit.ts';
import { SubPage } from '../app/SubPage.tsx';
import { QuietHours } from './QuietHours.tsx';

type Chosen = OkOf<typeof api.notificationChoices>;
const KEY = ['notification-choices'];
const TOPICS: Record<NewsTopic, () => string> = {
  security: m.customer_choices_security,
  debts: m.customer_choices_debts,
  payments: m.customer_choices_payments,
  top_ups: m.customer_choices_top_ups,
  conversations: m.customer_choices_conversations,
};
/** Why some mails always come. */
const WHY: Partial<Record<NewsTopic, () => string>> = {
  security: m.customer_choices_security_why,
  debts: m.customer_choices_debts_why,
};

/** Which news comes by mail beside the message centre. */
export function Choices(): ReactElement {
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call(api.notificationChoices, { signal }),
  });
  useEffect(() => {
    document.title = `${m.customer_choices_title()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.customer_choices_title()} back={<Link to="/me" />} />}>
      <p className="prose text-ink-2">{m.customer_choices_about()}</p>
      <AsyncView<Chosen, unknown>
        view={asyncOf(query)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => null}
        failed={() => (
          <Card>
            <FailedState
              title={m.customer_choices_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          </Card>
        )}
        full={(chosen) => (
          <>
            <Topics {...chosen} />
            <QuietHours {...chosen} />
          </>
        )}
      />
      <p className="hint">{m.customer_choices_codes()}</p>
    </SubPage>
  );
}

function Topics({ items }: Chosen): ReactElement {
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(
      async (topic: ChosenTopic, mail: boolean) => {
        const before = queries.getQueryData<Chosen>(KEY);
        // The box follows the finger; a refusal puts it back.
        queries.setQueryData<Chosen>(
          KEY,
          before && {
            ...before,
            items: before.items.map((one) => (one.topic === topic ? { ...one, mail } : one)),
          },
        );
        try {
          queries.setQueryData(KEY, await call(api.chooseNotifications, { body: { topic, mail } }));
        } catch (error) {
          queries.setQueryData(KEY, before);
          throw error;
        }
      },
      [queries],
    ),
  );
  return (
    <>
      <Card pad className="grid gap-3">
        {items.map(({ topic, mail, isFixed }) => (
          <div key={topic}>
            <Checkbox
              checked={mail}
              disabled={isFixed || submit.busy}
              onChange={(checked) => void submit.run(topic as ChosenTopic, checked)}
            >
              {TOPICS[topic]()}
              {isFixed ? <span className="block text-13 text-ink-2">{WHY[topic]?.()}</span> : null}
            </Checkbox>
          </div>
        ))}
      </Card>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : null}
    </>
  );
}
