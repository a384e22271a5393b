import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import type { FactorWay, TypedWay } from '#common/api/access';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call, problemIn } from '#web/call.ts';
import { type Submission, useSubmit } from '#web/use-submit.ts';
import { AuthLayout } from './AuthLayout.tsx';
import { FactorField, missingIn } from './FactorField.tsx';
import { OtherWays } from './OtherWays.tsx';
import { hasPasskeys, signInByPasskey } from './passkey.ts';
import { PasskeyButton } from './PasskeyButton.tsx';
import { useEnter } from './use-enter.ts';

/** The second step of signing in. What it waits for is known to the server; a reload shows the same page. */
export function SecondFactor(): ReactElement {
  const pending = useQuery({
    queryKey: ['pending-sign-in'],
    retry: false,
    gcTime: 0,
    queryFn: ({ signal }) => call(api.pendingSignIn, { signal }),
  });
  if (pending.data) return <Ask ways={pending.data.ways} />;
  if (!pending.isError)
    return (
      <AuthLayout title={m.customer_factor_title()}>
        <SkeletonText lines={4} />
      </AuthLayout>
    );
  return <Over text={problemIn(pending.error)?.detail ?? m.common_no_answer()} />;
}

const Over = ({ text }: { text: string }): ReactElement => (
  <AuthLayout title={m.customer_factor_title()} lead={text}>
    <Button variant="primary" wide render={<Link to="/sign-in" />}>
      {m.customer_factor_again()}
    </Button>
  </AuthLayout>
);

function Ask({ ways }: { ways: readonly FactorWay[] }): ReactElement {
  const { next } = useSearch({ strict: false });
  const [way, setWay] = useState<FactorWay>(
    // Where this browser can give no passkey, what it can give comes first.
    ways.find((each) => each !== 'passkey' || hasPasskeys()) ?? ways[0] ?? 'recovery_code',
  );
  const [code, setCode] = useState('');
  const enter = useEnter(next);
  const submit = useSubmit(
    useCallback(async () => {
      if (way === 'passkey') return enter(await signInByPasskey());
      try {
        enter(await call(api.finishSignIn, { body: { way, code } }));
      } catch (error) {
        if (way === 'authenticator') setCode(''); // A code is good once, so the next try needs the next one.
        throw error;
      }
    }, [code, enter, way]),
  );
  const choose = (other: FactorWay): void => {
    setWay(other);
    setCode('');
    submit.clear();
  };
  if (submit.problem?.code === 'sign_in_expired') return <Over text={submit.failure ?? ''} />;
  return (
    <AuthLayout title={m.customer_factor_title()} lead={m.customer_factor_lead()}>
      {way === 'passkey' ? (
        <PasskeyButton
          label={m.customer_passkey_use()}
          busy={submit.busy}
          failure={submit.failure}
          onPress={() => void submit.run()}
        />
      ) : (
        <TypeCode way={way} code={code} onChange={setCode} submit={submit} />
      )}
      <OtherWays ways={ways} way={way} onChoose={choose} />
      <p className="prose mt-4 text-13 text-ink-3">
        {m.customer_factor_lost()}{' '}
        <TextLink render={<Link to="/sign-in/help" />}>{m.customer_factor_lost_link()}</TextLink>
      </p>
    </AuthLayout>
  );
}

const sendCode = () => call(api.sendSignInCode, { body: {} });

function TypeCode({
  way,
  code,
  onChange,
  submit,
}: {
  way: TypedWay;
  code: string;
  onChange: (code: string) => void;
  submit: Submission;
}): ReactElement {
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid gap-5" noValidate>
      <FactorField
        key={way}
        way={way}
        value={code}
        onChange={onChange}
        error={submit.failure}
        beginHere
        send={sendCode}
      />
      <Button
        variant="primary"
        wide
        type="submit"
        busy={submit.busy}
        busyLabel={m.customer_factor_checking()}
        unavailable={missingIn(way, code)}
      >
        {m.customer_factor_button()}
      </Button>
    </form>
  );
}
