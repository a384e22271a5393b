import { useQuery, useQueryClient } from '@tanstack/react-query';
import { MessageSquareText } from 'lucide-react';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { meQuery } from '../session.ts';
import { factorsQuery, type Factors } from './factors-query.ts';
import { RemoveFactor } from './RemoveFactor.tsx';
import { useProven } from './use-proven.tsx';

/** Text messages: the weakest factor, said so, and what it rules out. */
export function SmsPart({
  factors: { sms },
  onCodes,
}: {
  factors: Factors;
  onCodes: (codes: readonly string[]) => void;
}): ReactElement {
  const { data: me } = useQuery(meQuery);
  const format = useTimeFormat();
  const queries = useQueryClient();
  const { run, sheet } = useProven();
  const add = useSubmit(
    useCallback(async () => {
      const added = await run(() => call(api.addSmsFactor, { body: {} }));
      if (!added) return;
      await queries.invalidateQueries({ queryKey: factorsQuery.queryKey });
      if (added.recoveryCodes) onCodes(added.recoveryCodes);
    }, [onCodes, queries, run]),
  );
  return (
    <Section title={m.customer_factor_sms()}>
      <Card>
        <ListRow
          icon={<MessageSquareText size={20} aria-hidden="true" />}
          title={<span className="num">{me?.phone ?? ''}</span>}
          sub={
            add.failure ??
            (sms
              ? m.customer_factors_since({ when: formatTime(sms.addedAt, format) })
              : m.customer_factor_sms_sub())
          }
          tail={
            sms ? null : (
              <Button
                size="small"
                busy={add.busy}
                aria-label={m.customer_factor_sms_add()}
                onClick={() => void add.run()}
              >
                {m.customer_factors_add()}
              </Button>
            )
          }
        />
      </Card>
      {sms ? (
        <RemoveFactor label={m.customer_factor_sms_remove()} remove={() => call(api.removeSmsFactor)} />
      ) : null}
      {sheet}
    </Section>
  );
}
