import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import {
  BadgeCheck,
  Coins,
  Equal,
  HandCoins,
  Hourglass,
  Inbox,
  Landmark,
  MessagesSquare,
  Scale,
  ShieldAlert,
  Tag,
  UserSearch,
} from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { DeskFrame } from '#ui/DeskFrame.tsx';
import { Rail } from '#ui/Rail.tsx';
import { SandboxBanner } from '#ui/SandboxBanner.tsx';
import { SkipLink } from '#ui/SkipLink.tsx';
import { ToastProvider } from '#ui/Toast.tsx';
import { mayAnswer, mayFinance, mayRestrict, queueQuery, siteQuery, staffQuery } from '../session.ts';
import { useStaffLive } from './live.ts';
import { Person } from './Person.tsx';

/** The frame of the desk: who works here, where to, and the live line. */
export function Desk(): ReactElement {
  const { data: site } = useQuery(siteQuery);
  const { data: staff } = useQuery(staffQuery);
  const navigate = useNavigate();
  useStaffLive();
  useEffect(() => {
    if (staff === null) void navigate({ to: '/sign-in' });
  }, [staff, navigate]);
  const answers = staff ? mayAnswer(staff.role) : false;
  const restricts = staff ? mayRestrict(staff.role) : false;
  const counts = staff ? mayFinance(staff.role) : false;
  return (
    <ToastProvider>
      <SkipLink />
      <DeskFrame
        banner={site?.sandbox ? <SandboxBanner /> : undefined}
        title={m.console_title()}
        end={staff ? <Person staff={staff} /> : null}
        rail={
          answers ? (
            <CasesRail />
          ) : restricts ? (
            <RiskRail />
          ) : counts ? (
            <FinanceRail />
          ) : (
            <Rail label={m.console_rail()} items={[]} />
          )
        }
      >
        {answers || restricts || counts || !staff ? (
          <Outlet />
        ) : (
          <section className="p-6">
            <h2 className="text-17">{m.console_no_area()}</h2>
            <p className="prose mt-1 text-ink-2">{m.console_no_area_text()}</p>
          </section>
        )}
      </DeskFrame>
    </ToastProvider>
  );
}

const FinanceRail = (): ReactElement => (
  <Rail
    label={m.console_rail()}
    items={[
      {
        key: 'suspense',
        label: m.finance_suspense(),
        icon: <Inbox aria-hidden="true" />,
        render: <Link to="/suspense" />,
      },
      {
        key: 'conflicts',
        label: m.conflict_nav(),
        icon: <Scale aria-hidden="true" />,
        render: <Link to="/conflicts" />,
      },
      {
        key: 'bank',
        label: m.finance_rail(),
        icon: <Landmark aria-hidden="true" />,
        render: <Link to="/bank" />,
      },
      {
        key: 'reconciliation',
        label: m.reconciliation_nav(),
        icon: <Equal aria-hidden="true" />,
        render: <Link to="/reconciliation" />,
      },
      {
        key: 'debts',
        label: m.reconciliation_debt_nav(),
        icon: <HandCoins aria-hidden="true" />,
        render: <Link to="/debts" />,
      },
      {
        key: 'tariffs',
        label: m.tariffs_title(),
        icon: <Tag aria-hidden="true" />,
        render: <Link to="/tariffs" />,
      },
      {
        key: 'rates',
        label: m.rates_nav(),
        icon: <Coins aria-hidden="true" />,
        render: <Link to="/rates" />,
      },
    ]}
  />
);

const RiskRail = (): ReactElement => (
  <Rail
    label={m.console_rail()}
    items={[
      {
        key: 'restrictions',
        label: m.console_restrictions(),
        icon: <ShieldAlert aria-hidden="true" />,
        render: <Link to="/restrictions" />,
      },
      {
        key: 'reviews',
        label: m.console_reviews(),
        icon: <Hourglass aria-hidden="true" />,
        render: <Link to="/reviews" />,
      },
      {
        key: 'claims',
        label: m.console_claims(),
        icon: <HandCoins aria-hidden="true" />,
        render: <Link to="/claims" />,
      },
      {
        key: 'rules',
        label: m.console_rules(),
        icon: <Scale aria-hidden="true" />,
        render: <Link to="/rules" />,
      },
      {
        key: 'screening',
        label: m.console_screening(),
        icon: <UserSearch aria-hidden="true" />,
        render: <Link to="/screening" />,
      },
      {
        key: 'identity',
        label: m.console_proofs(),
        icon: <BadgeCheck aria-hidden="true" />,
        render: <Link to="/identity" />,
      },
    ]}
  />
);

function CasesRail(): ReactElement {
  const { data: queue } = useInfiniteQuery(queueQuery('open'));
  const open = queue?.pages[0]?.counts.open ?? 0;
  return (
    <Rail
      label={m.console_rail()}
      items={[
        {
          key: 'cases',
          label: m.console_rail_cases({ count: open }),
          icon: <MessagesSquare aria-hidden="true" />,
          render: <Link to="/cases" />,
          count: open,
        },
      ]}
    />
  );
}
