import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, Mail, Smartphone } from 'lucide-react';
import { useCallback, useState, type ReactElement, type ReactNode } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { Field } from '#ui/Field.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { meQuery } from '../session.ts';
import { AuthLayout } from './AuthLayout.tsx';
import { SandboxInbox } from './SandboxInbox.tsx';
import { SendAgain } from './SendAgain.tsx';

/** The two things that are left before money can move: the mail's link and the phone's code. */
export function Verify(): ReactElement {
  // The link is opened in the mail program; this page notices by itself.
  const { data: me } = useQuery({
    ...meQuery,
    refetchInterval: ({ state }) => (state.data && !state.data.emailVerified ? 3_000 : false),
  });
  if (!me) return <AuthLayout title={m.customer_verify_title()}>{null}</AuthLayout>;
  const done = me.emailVerified && me.phoneVerified;
  return (
    <AuthLayout
      title={done ? m.customer_verify_done_title() : m.customer_verify_title()}
      lead={done ? m.customer_verify_done_lead() : m.customer_verify_lead()}
    >
      <div className="grid gap-4">
        <Step
          done={me.emailVerified}
          icon={<Mail size={20} aria-hidden="true" />}
          title={m.customer_verify_email_title()}
          where={me.email}
        >
          <p className="prose text-ink-2">{m.customer_verify_email_text()}</p>
          <SendAgain purpose="email" />
          <SandboxInbox to={me.email} />
        </Step>
        <Step
          done={me.phoneVerified}
          icon={<Smartphone size={20} aria-hidden="true" />}
          title={m.customer_verify_phone_title()}
          where={me.phone}
        >
          <PhoneCode />
        </Step>
        {done ? (
          <Button variant="primary" wide render={<Link to="/home" />}>
            {m.customer_verify_go_on()}
          </Button>
        ) : null}
      </div>
    </AuthLayout>
  );
}

function Step({
  done,
  icon,
  title,
  where,
  children,
}: {
  done: boolean;
  icon: ReactElement;
  title: string;
  where: string;
  children: ReactNode;
}): ReactElement {
  return (
    <Card pad>
      <section aria-label={title}>
        <div className="flex items-center gap-3">
          <span className={done ? 'text-in' : 'text-ink-2'}>
            {done ? <Check size={20} aria-hidden="true" /> : icon}
          </span>
          <div className="min-w-0">
            <h2 className="text-15">{title}</h2>
            <p className="text-13 text-ink-3">{done ? m.customer_verify_confirmed({ where }) : where}</p>
          </div>
        </div>
        {done ? null : <div className="mt-4 grid gap-3">{children}</div>}
      </section>
    </Card>
  );
}

function PhoneCode(): ReactElement {
  const [code, setCode] = useState('');
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      try {
        queries.setQueryData(meQuery.queryKey, await call(api.verifyPhone, { body: { code } }));
      } catch (error) {
        setCode('');
        throw error;
      }
    }, [code, queries]),
  );
  return (
    <>
      <Field label={m.customer_verify_phone_text()} error={submit.failure}>
        <CodeInput value={code} onChange={setCode} name="code" />
      </Field>
      <Button
        variant="line"
        busy={submit.busy}
        busyLabel={m.customer_verify_checking()}
        unavailable={code.length < 6 ? m.customer_verify_code_missing({ count: 6 - code.length }) : null}
        onClick={() => void submit.run()}
      >
        {m.customer_verify_phone_button()}
      </Button>
      <SendAgain purpose="phone" />
    </>
  );
}
