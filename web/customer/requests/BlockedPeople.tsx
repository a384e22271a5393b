import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { moneyRequestApi } from '#common/api/money-request';
import type { OkOf } from '#common/api/route';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { blockedQuery } from './request-query.ts';

/** Whose requests do not come, and the way back. Nothing where there is nobody. */
export function BlockedPeople(): ReactElement | null {
  const { data } = useQuery(blockedQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <Section title={m.persons_blocked()}>
      <Card>
        {data.items.map((person) => (
          <OnePerson key={person.requestId} person={person} />
        ))}
      </Card>
    </Section>
  );
}

function OnePerson({
  person,
}: {
  person: OkOf<typeof moneyRequestApi.blockedAskers>['items'][number];
}): ReactElement {
  const format = useTimeFormat();
  const queries = useQueryClient();
  const { requestId, maskedName, since } = person;
  const submit = useSubmit(
    useCallback(async () => {
      await call(moneyRequestApi.unblockAsker, { params: { id: requestId }, body: {} });
      await queries.invalidateQueries({ queryKey: blockedQuery.queryKey });
    }, [queries, requestId]),
  );
  return (
    <ListRow
      title={maskedName}
      sub={submit.failure ?? m.persons_blocked_since({ when: formatTime(since, format) })}
      tail={
        <Button size="small" busy={submit.busy} onClick={() => void submit.run()}>
          {m.persons_unblock()}
        </Button>
      }
    />
  );
}
