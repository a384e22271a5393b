import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { CodeInput } from '#ui/CodeInput.tsx';
import { CopyButton } from '#ui/CopyButton.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Field } from '#ui/Field.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { factorsQuery } from './factors-query.ts';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { useProven } from './use-proven.tsx';

type Offer = OkOf<typeof api.offerAuthenticator>;
const CODE_LENGTH = 6;

/** A secret for the app, then a code that proves it has arrived there, then the recovery codes. */
export function AddAuthenticator(): ReactElement {
  const [offer, setOffer] = useState<Offer | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const router = useRouter();
  const queries = useQueryClient();
  const { run, sheet } = useProven();
  const leave = useCallback(() => router.history.push('/me/second-factors'), [router]);
  useEffect(() => {
    document.title = `${m.customer_authenticator_title()} · OKPay`;
  }, []);
  const begin = useSubmit(
    useCallback(async () => {
      const made = await run(() => call(api.offerAuthenticator, { body: {} }));
      if (made) setOffer(made);
      else leave();
    }, [leave, run]),
  );
  const { run: beginRun } = begin;
  useEffect(() => void beginRun(), [beginRun]);
  const added = async (recoveryCodes: readonly string[] | null): Promise<void> => {
    await queries.invalidateQueries({ queryKey: factorsQuery.queryKey });
    if (recoveryCodes) setCodes(recoveryCodes);
    else leave();
  };
  if (codes) return <RecoveryCodes codes={codes} onKept={leave} />;
  if (offer) return <Scan key={offer.secret} offer={offer} onAdded={added} onAgain={() => void beginRun()} />;
  return (
    <PageColumn
      bar={<AppBar title={m.customer_authenticator_title()} back={<Link to="/me/second-factors" />} />}
    >
      {begin.failure ? (
        <>
          <p className="hint bad" role="alert">
            {begin.failure}
          </p>
          <Button onClick={() => void beginRun()}>{m.common_retry()}</Button>
        </>
      ) : (
        <SkeletonText lines={6} />
      )}
      {sheet}
    </PageColumn>
  );
}

function Scan({
  offer,
  onAdded,
  onAgain,
}: {
  offer: Offer;
  onAdded: (recoveryCodes: readonly string[] | null) => Promise<void>;
  onAgain: () => void;
}): ReactElement {
  const [code, setCode] = useState('');
  const { run, sheet } = useProven();
  const submit = useSubmit(
    useCallback(async () => {
      try {
        const added = await run(() => call(api.addAuthenticator, { body: { code } }));
        if (added) await onAdded(added.recoveryCodes);
      } catch (error) {
        setCode('');
        throw error;
      }
    }, [code, onAdded, run]),
  );
  const expired = submit.problem?.code === 'offer_expired';
  return (
    <PageColumn
      tight
      bar={<AppBar title={m.customer_authenticator_title()} back={<Link to="/me/second-factors" />} />}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            busy={submit.busy}
            busyLabel={m.customer_factor_checking()}
            unavailable={!expired && code.length < CODE_LENGTH ? m.customer_factor_code_missing() : null}
            onClick={expired ? onAgain : () => void submit.run()}
          >
            {expired ? m.customer_authenticator_new_qr() : m.customer_authenticator_use()}
          </Button>
        </Dock>
      }
    >
      <Secret offer={offer} />
      <Field label={m.customer_authenticator_code()} error={submit.failure}>
        <CodeInput value={code} onChange={setCode} name="code" />
      </Field>
      {sheet}
    </PageColumn>
  );
}

const Secret = ({ offer: { secret, qrSvg } }: { offer: Offer }): ReactElement => (
  <section className="grid gap-3">
    <h2 className="text-15">{m.customer_authenticator_scan()}</h2>
    <p className="prose text-ink-2">{m.customer_authenticator_scan_text()}</p>
    <img
      className="mx-auto size-48 rounded-control p-2"
      // The code stays dark on white in dark mode, too: readers of it expect that.
      style={{ background: 'white' }}
      alt={m.customer_authenticator_qr()}
      src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(qrSvg)}`}
    />
    <div>
      <p className="text-13 text-ink-2">{m.customer_authenticator_secret()}</p>
      <p className="flex items-center gap-3">
        <code className="wrap-normal">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
        <CopyButton text={secret} what={m.customer_authenticator_key()} />
      </p>
    </div>
  </section>
);
