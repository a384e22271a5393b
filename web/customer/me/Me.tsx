import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import { formatDay } from '#common/format';
import * as m from '#messages';
import { Avatar } from '#ui/Avatar.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { LanguageSwitch } from '#ui/LanguageSwitch.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { ThemeSwitch } from '#ui/ThemeSwitch.tsx';
import { call } from '#web/call.ts';
import { RestrictedBanner } from '../account-status/RestrictedBanner.tsx';
import { MainPage } from '../app/MainPage.tsx';
import { meQuery } from '../session.ts';
import { AccountRows } from './AccountRows.tsx';
import { Picture } from './Picture.tsx';
import { pictureQuery } from './picture-query.ts';
import { Protection } from './Protection.tsx';
import { SignOut } from './SignOut.tsx';

/** The person, the protection of the account, the looks, the way out. */
export function Me(): ReactElement {
  const { data: me } = useQuery(meQuery);
  const { data: avatar } = useQuery(pictureQuery);
  const format = useTimeFormat();
  useEffect(() => {
    document.title = `${m.customer_tab_me()} · OKPay`;
  }, []);
  if (!me)
    return (
      <MainPage title={m.customer_tab_me()}>
        <SkeletonText lines={6} />
      </MainPage>
    );
  return (
    <MainPage split title={m.customer_tab_me()}>
      <div className="pane">
        <section
          className="grid grid-cols-[48px_1fr] items-center gap-3"
          aria-label={m.customer_me_profile()}
        >
          <Avatar name={me.name} size="large" picture={avatar?.picture} />
          <div className="min-w-0">
            <b className="block text-17">{me.name}</b>
            <span className="block text-13 text-ink-2">
              {me.handle ? `@${me.handle}` : m.customer_me_no_handle()}
            </span>
          </div>
        </section>
        <Picture />
        <Card className="px-4">
          <DefinitionRows
            ruled
            rows={[
              {
                label: m.customer_email(),
                value: me.emailVerified ? (
                  <Changeable text={me.email} kind="email" canChange={me.phoneVerified} />
                ) : (
                  <Unconfirmed text={me.email} />
                ),
              },
              {
                label: m.customer_phone(),
                value: me.phoneVerified ? (
                  <Changeable text={me.phone} kind="phone" canChange={me.emailVerified} />
                ) : (
                  <Unconfirmed text={me.phone} />
                ),
              },
              { label: m.customer_me_since(), value: formatDay(me.createdAt, { ...format, now: 0 }) },
              {
                label: m.customer_me_terms(),
                value: m.customer_me_terms_version({
                  version: me.termsVersion,
                  when: formatDay(me.termsAcceptedAt, { ...format, now: 0 }),
                }),
              },
            ]}
          />
        </Card>
      </div>
      <div className="pane">
        <RestrictedBanner />
        <Protection hasPaymentPassword={me.hasPaymentPassword} />
        <Section title={m.customer_me_looks()}>
          <Card pad className="grid gap-4">
            <LanguageSwitch
              onChosen={(locale) => void call(api.updateMe, { body: { locale } }).catch(() => undefined)}
            />
            <ThemeSwitch />
          </Card>
        </Section>
        <AccountRows />
        <SignOut />
      </div>
    </MainPage>
  );
}

/** Both are proven before either can be changed: the other one is what the owner is found by meanwhile. */
const Changeable = ({
  text,
  kind,
  canChange,
}: {
  text: string;
  kind: 'email' | 'phone';
  canChange: boolean;
}): ReactElement => (
  <span className="grid justify-items-end">
    <span className={kind === 'phone' ? 'num' : undefined}>{text}</span>
    {canChange ? (
      <Link
        to={kind === 'email' ? '/me/email' : '/me/phone'}
        className="link text-13"
        aria-label={kind === 'email' ? m.customer_contact_change_email() : m.customer_contact_change_phone()}
      >
        {m.customer_contact_change()}
      </Link>
    ) : null}
  </span>
);

const Unconfirmed = ({ text }: { text: string }): ReactElement => (
  <span className="grid justify-items-end">
    <span>{text}</span>
    <Link to="/verify" className="link text-13">
      {m.customer_me_unconfirmed()}
    </Link>
  </span>
);
