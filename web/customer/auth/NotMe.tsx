import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { meQuery } from '../session.ts';
import { AuthLayout } from './AuthLayout.tsx';

/** Where “It was not me” in a security notice leads. Opening the page changes nothing; the press freezes and signs everybody out. */
export function NotMe(): ReactElement {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '');
  const [frozenAt, setFrozenAt] = useState<string | null>(null);
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      const { frozenAt: at } = await call(api.disown, { body: { token } });
      // This browser is signed out too, if it was signed in.
      queries.clear();
      queries.setQueryData(meQuery.queryKey, null);
      setFrozenAt(at);
    }, [token, queries]),
  );
  if (frozenAt !== null) return <Frozen at={frozenAt} />;
  if (submit.problem?.code === 'disown_link_not_valid' || token === '')
    return (
      <AuthLayout title={m.customer_not_me_no_link()} lead={submit.failure ?? m.customer_not_me_no_token()}>
        <div className="grid gap-3">
          <Button
            variant="primary"
            wide
            render={<Link to="/sign-in" search={{ next: '/me/account-status' }} />}
          >
            {m.customer_not_me_sign_in()}
          </Button>
          <Button wide render={<Link to="/forgot-password" />}>
            {m.customer_not_me_new_password()}
          </Button>
          <LostToo />
        </div>
      </AuthLayout>
    );
  return (
    <AuthLayout title={m.customer_not_me_title()} lead={m.customer_not_me_lead()}>
      <ul className="prose mb-6 grid list-disc gap-2 pl-5 text-ink-2">
        <li>{m.customer_freeze_does_money()}</li>
        <li>{m.customer_not_me_does_sessions()}</li>
        <li>{m.customer_not_me_does_undo()}</li>
      </ul>
      {submit.failure ? (
        <p className="hint bad mb-3" role="alert">
          {submit.failure}
        </p>
      ) : null}
      <div className="grid gap-3">
        <Button
          variant="danger"
          wide
          busy={submit.busy}
          busyLabel={m.customer_freeze_busy()}
          onClick={() => void submit.run()}
        >
          {m.customer_not_me_button()}
        </Button>
        <Button wide render={<a href="/">{null}</a>}>
          {m.customer_not_me_was_me()}
        </Button>
      </div>
    </AuthLayout>
  );
}

/** What happened, and the way back in. */
function Frozen({ at }: { at: string }): ReactElement {
  const format = useTimeFormat();
  return (
    <AuthLayout
      title={m.customer_not_me_done()}
      lead={m.customer_not_me_done_lead({ when: formatTime(at, format) })}
    >
      <ol className="prose mb-6 grid list-decimal gap-2 pl-5 text-ink-2">
        <li>{m.customer_not_me_next_password()}</li>
        <li>{m.customer_not_me_next_look()}</li>
        <li>{m.customer_not_me_next_undo()}</li>
      </ol>
      <div className="grid gap-3">
        <Button variant="primary" wide render={<Link to="/forgot-password" />}>
          {m.customer_not_me_new_password()}
        </Button>
        <Button wide render={<a href="/help/account-frozen">{null}</a>}>
          {m.customer_not_me_help()}
        </Button>
        <LostToo />
      </div>
    </AuthLayout>
  );
}

/** Whoever took the account may have put other addresses into it: then a new password reaches somebody else. */
const LostToo = (): ReactElement => (
  <TextLink alone render={<Link to="/sign-in/help" />}>
    {m.customer_not_me_addresses_lost()}
  </TextLink>
);
