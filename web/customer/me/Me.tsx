import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { Gauge, KeyRound, MonitorSmartphone, ShieldCheck, UserRound } from 'lucide-react';
import { useCallback, useEffect, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { formatDay } from '#common/format';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Avatar } from '#ui/Avatar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { ThemeSwitch } from '#ui/ThemeSwitch.tsx';
import { call } from '#web/call.ts';
import { MainTabs } from '../app/MainTabs.tsx';
import { useSubmit } from '#web/use-submit.ts';
import { meQuery } from '../session.ts';

const ICON = { size: 20, 'aria-hidden': true } as const;

/** The person, the protection of the account, the looks, the way out. */
export function Me(): ReactElement {
  const { data: me } = useQuery(meQuery);
  const format = useTimeFormat();
  useEffect(() => {
    document.title = `${m.customer_tab_me()} · OKPay`;
  }, []);
  if (!me) return <PageColumn bar={<AppBar title={m.customer_tab_me()} />} foot={<MainTabs />}><SkeletonText lines={6} /></PageColumn>;
  return (
    <PageColumn bar={<AppBar title={m.customer_tab_me()} />} foot={<MainTabs />}>
      <section className="grid grid-cols-[48px_1fr] items-center gap-3" aria-label={m.customer_me_profile()}>
        <Avatar name={me.name} size="large" />
        <div className="min-w-0">
          <b className="block text-17">{me.name}</b>
          <span className="block text-13 text-ink-2">{me.handle ? `@${me.handle}` : m.customer_me_no_handle()}</span>
        </div>
      </section>
      <Card className="px-4">
        <DefinitionRows
          ruled
          rows={[
            { label: m.customer_email(), value: me.emailVerified ? me.email : <Unconfirmed text={me.email} /> },
            { label: m.customer_phone(), value: me.phoneVerified ? <span className="num">{me.phone}</span> : <Unconfirmed text={me.phone} /> },
            { label: m.customer_me_since(), value: formatDay(me.createdAt, format) },
            { label: m.customer_me_terms(), value: m.customer_me_terms_version({ version: me.termsVersion, when: formatDay(me.termsAcceptedAt, format) }) },
          ]}
        />
      </Card>
      <Section title={m.customer_me_security()}>
        <Card>
          <ListRow icon={<KeyRound {...ICON} />} title={me.hasPaymentPassword ? m.customer_payment_password_change() : m.customer_todo_payment_password()} render={<Link to="/me/payment-password" />} />
          <ListRow icon={<MonitorSmartphone {...ICON} />} title={m.customer_me_sessions()} render={<Link to="/me/sessions" />} />
          <ListRow icon={<ShieldCheck {...ICON} />} title={m.customer_me_events()} render={<Link to="/me/security" />} />
          <ListRow icon={<Gauge {...ICON} />} title={m.customer_me_limits()} render={<Link to="/me/limits" />} />
          <ListRow icon={<UserRound {...ICON} />} title={m.customer_me_handle()} render={<Link to="/me/handle" />} />
        </Card>
      </Section>
      <Section title={m.customer_me_looks()}>
        <Card pad className="grid gap-4">
          <LanguageSwitch onChosen={(locale) => void call(api.updateMe, { body: { locale } }).catch(() => undefined)} />
          <ThemeSwitch />
        </Card>
      </Section>
      <SignOut />
    </PageColumn>
  );
}

const Unconfirmed = ({ text }: { text: string }): ReactElement => (
  <span className="grid justify-items-end">
    <span>{text}</span>
    <Link to="/verify" className="link text-13">{m.customer_me_unconfirmed()}</Link>
  </span>
);

function SignOut(): ReactElement {
  const queries = useQueryClient();
  const router = useRouter();
  const submit = useSubmit(
    useCallback(async () => {
      await call(api.signOut);
      queries.clear();
      queries.setQueryData(meQuery.queryKey, null);
      router.history.push('/sign-in');
    }, [queries, router]),
  );
  return (
    <div>
      <Button wide busy={submit.busy} busyLabel={m.customer_signing_out()} onClick={() => void submit.run()}>
        {m.customer_sign_out()}
      </Button>
      {submit.failure ? <p className="hint bad" role="alert">{submit.failure}</p> : null}
    </div>
  );
}
