import { useQueryClient } from '@tanstack/react-query';
import { Snowflake } from 'lucide-react';
import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Section } from '#ui/Section.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { statusQuery } from '../session.ts';

/** Freezing: one press, and one that says what it does. No password: whoever is afraid must not have to look for it. */
export function FreezePart(): ReactElement {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      queries.setQueryData(statusQuery.queryKey, await call(api.freezeAccount, { body: {} }));
      setAsking(false);
      await queries.invalidateQueries({ queryKey: ['sessions'] });
    }, [queries]),
  );
  return (
    <Section title={m.customer_freeze_title()}>
      <Card pad className="grid justify-items-start gap-4">
        <p className="prose text-ink-2">{m.customer_freeze_lead()}</p>
        <Button
          variant="danger-line"
          icon={<Snowflake size={20} aria-hidden="true" />}
          onClick={() => setAsking(true)}
        >
          {m.customer_freeze_button()}
        </Button>
      </Card>
      <Dialog open={asking} onClose={() => setAsking(false)} title={m.customer_freeze_ask()}>
        <ul className="prose grid list-disc gap-2 pl-5 text-ink-2">
          <li>{m.customer_freeze_does_money()}</li>
          <li>{m.customer_freeze_does_sessions()}</li>
          <li>{m.customer_freeze_does_undo()}</li>
        </ul>
        {submit.failure ? (
          <p className="hint bad mt-3" role="alert">
            {submit.failure}
          </p>
        ) : null}
        <div className="mt-5 grid gap-3">
          <Button
            variant="danger"
            wide
            busy={submit.busy}
            busyLabel={m.customer_freeze_busy()}
            onClick={() => void submit.run()}
          >
            {m.customer_freeze_button()}
          </Button>
          <Button wide onClick={() => setAsking(false)}>
            {m.customer_freeze_keep()}
          </Button>
        </div>
      </Dialog>
    </Section>
  );
}
