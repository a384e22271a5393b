import { useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { closingApi } from '#common/api/closing';
import { formatDay } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { statusQuery } from '../session.ts';
import { closingQuery, type ClosingStanding } from './closing-query.ts';

/** Until when the account can be kept, and the press that keeps it. */
export function Standing({ standing: { closesAt, obstacles } }: { standing: ClosingStanding }): ReactElement {
  const format = useTimeFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      const standing = await call(closingApi.keepAccount);
      toast(m.customer_closing_kept());
      queries.setQueryData(closingQuery.queryKey, standing);
      await queries.invalidateQueries({ queryKey: statusQuery.queryKey });
    }, [queries, toast]),
  );
  return (
    <Card pad className="grid gap-3">
      <h2 className="text-17 font-semibold">
        {m.customer_closing_standing({
          when: closesAt === null ? '' : formatDay(closesAt, { ...format, now: 0 }),
        })}
      </h2>
      <p className="prose text-ink-2">
        {obstacles.length > 0 ? m.customer_closing_standing_waits() : m.customer_closing_standing_text()}
      </p>
      <Button variant="primary" wide busy={submit.busy} onClick={() => void submit.run()}>
        {m.customer_closing_keep()}
      </Button>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : null}
    </Card>
  );
}
