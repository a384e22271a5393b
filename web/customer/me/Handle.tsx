import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { meQuery } from '../session.ts';

/** The name that others pay to; may be given up again. */
export function Handle(): ReactElement {
  const { data: me } = useQuery(meQuery);
  const [typed, setTyped] = useState<string | null>(null);
  const handle = typed ?? me?.handle ?? '';
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  useEffect(() => {
    document.title = `${m.customer_me_handle()} · OKPay`;
  }, []);
  const submit = useSubmit(
    useCallback(async () => {
      const wanted = handle.trim().replace(/^@/, '');
      queries.setQueryData(
        meQuery.queryKey,
        await call(api.updateMe, { body: { handle: wanted === '' ? null : wanted } }),
      );
      toast(m.customer_saved());
      router.history.push('/me');
    }, [handle, queries, router, toast]),
  );
  return (
    <PageColumn
      tight
      bar={<AppBar title={m.customer_me_handle()} back={<Link to="/me" />} />}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            busy={submit.busy}
            busyLabel={m.customer_saving()}
            onClick={() => void submit.run()}
          >
            {m.customer_handle_save()}
          </Button>
        </Dock>
      }
    >
      <Field label={m.customer_handle()} hint={m.customer_handle_hint()} error={submit.failure} optional>
        <TextInput
          value={handle}
          onChange={(event) => {
            setTyped(event.target.value);
            submit.clear();
          }}
          icon={<span className="text-ink-3">@</span>}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          name="handle"
          maxLength={40}
        />
      </Field>
    </PageColumn>
  );
}
