import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { contactApi } from '#common/api/contact';
import { AppBar } from '#ui/AppBar.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { type Me, meQuery } from '../session.ts';
import type { Sent } from '../auth/SendCode.tsx';
import { useProven } from './use-proven.tsx';
import { ConfirmContact } from './ConfirmContact.tsx';
import { CONTACT_WORDS, type ContactKind } from './contact-words.ts';
import { NewContact } from './NewContact.tsx';

export const ChangeEmail = (): ReactElement => <ChangeContact kind="email" />;
export const ChangePhone = (): ReactElement => <ChangeContact kind="phone" />;

/** A new mail address or phone: where it is, then the code that was sent there. Nothing changes before the code. */
function ChangeContact({ kind }: { kind: ContactKind }): ReactElement {
  const { data: me } = useQuery(meQuery);
  const words = CONTACT_WORDS[kind];
  const [address, setAddress] = useState('');
  const [sent, setSent] = useState<Sent | null>(null);
  const { run, sheet } = useProven();
  const queries = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  useEffect(() => {
    document.title = `${words.title()} · OKPay`;
  }, [words]);
  const send = useCallback(
    () => run(() => call(contactApi.requestContactChange, { body: { kind, address: address.trim() } })),
    [address, kind, run],
  );
  const done = (changed: Me): void => {
    queries.setQueryData(meQuery.queryKey, changed);
    toast(words.changed());
    router.history.push('/me');
  };
  const now = me?.[kind] ?? '';
  const bar = <AppBar title={words.title()} back={<Link to="/me" />} />;
  return (
    <>
      {sent ? (
        <ConfirmContact
          bar={bar}
          kind={kind}
          sent={sent}
          send={send}
          onOther={() => setSent(null)}
          onDone={done}
        />
      ) : (
        <NewContact
          bar={bar}
          kind={kind}
          now={now}
          address={address}
          onChange={setAddress}
          send={send}
          onSent={setSent}
        />
      )}
      {sheet}
    </>
  );
}
