import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  Eye,
  FishOff,
  KeyRound,
  LockKeyhole,
  MessageCircleQuestion,
  MonitorSmartphone,
  RectangleEllipsis,
  ShieldCheck,
  Snowflake,
} from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { Section } from '#ui/Section.tsx';
import { siteQuery } from '../auth/AuthLayout.tsx';
import { phraseQuery } from './phrase-query.ts';

const ICON = { size: 20, 'aria-hidden': true } as const;

/** Everything that protects the account, and what was done with it. */
export function Protection({ hasPaymentPassword }: { hasPaymentPassword: boolean }): ReactElement {
  const { data } = useQuery(phraseQuery);
  const { data: site } = useQuery(siteQuery);
  return (
    <Section title={m.customer_me_security()}>
      <Card>
        <ListRow
          icon={<Snowflake {...ICON} />}
          title={m.customer_status_title()}
          sub={m.customer_status_row_sub()}
          render={<Link to="/me/account-status" />}
        />
        <ListRow
          icon={<KeyRound {...ICON} />}
          title={
            hasPaymentPassword ? m.customer_payment_password_change() : m.customer_todo_payment_password()
          }
          render={<Link to="/me/payment-password" />}
        />
        <ListRow
          icon={<RectangleEllipsis {...ICON} />}
          title={m.customer_password_change()}
          render={<Link to="/me/password" />}
        />
        <ListRow
          icon={<LockKeyhole {...ICON} />}
          title={m.customer_me_factors()}
          render={<Link to="/me/second-factors" />}
        />
        <ListRow
          icon={<FishOff {...ICON} />}
          title={m.customer_phrase_title()}
          sub={data?.phrase ? m.customer_phrase_row_set() : m.customer_phrase_row_none()}
          render={<Link to="/me/phrase" />}
        />
        {site?.securityQuestions ? (
          <ListRow
            icon={<MessageCircleQuestion {...ICON} />}
            title={m.customer_questions_title()}
            render={<Link to="/me/security-questions" />}
          />
        ) : null}
        <ListRow
          icon={<MonitorSmartphone {...ICON} />}
          title={m.customer_me_sessions()}
          render={<Link to="/me/sessions" />}
        />
        <ListRow
          icon={<ShieldCheck {...ICON} />}
          title={m.customer_me_events()}
          render={<Link to="/me/security" />}
        />
        <ListRow icon={<Eye {...ICON} />} title={m.customer_me_access()} render={<Link to="/me/access" />} />
      </Card>
    </Section>
  );
}
