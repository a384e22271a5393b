import { Link } from '@tanstack/react-router';
import { BadgeCheck, BellRing, CreditCard, DoorOpen, Gauge, Search, UserRound } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { ListRow } from '#ui/ListRow.tsx';

const ICON = { size: 20, 'aria-hidden': true } as const;

/** How much the account may do, and by which name others find it. */
export const AccountRows = (): ReactElement => (
  <Card>
    <ListRow
      icon={<BadgeCheck {...ICON} />}
      title={m.customer_identity()}
      render={<Link to="/me/identity" />}
    />
    <ListRow
      icon={<CreditCard {...ICON} />}
      title={m.cards_methods_title()}
      sub={m.cards_methods_row_sub()}
      render={<Link to="/me/payment-methods" />}
    />
    <ListRow icon={<Gauge {...ICON} />} title={m.customer_me_limits()} render={<Link to="/me/limits" />} />
    <ListRow
      icon={<UserRound {...ICON} />}
      title={m.customer_me_handle()}
      render={<Link to="/me/handle" />}
    />
    <ListRow
      icon={<Search {...ICON} />}
      title={m.customer_findable_title()}
      sub={m.customer_findable_row_sub()}
      render={<Link to="/me/findable" />}
    />
    <ListRow
      icon={<BellRing {...ICON} />}
      title={m.customer_choices_title()}
      sub={m.customer_choices_row_sub()}
      render={<Link to="/me/notifications" />}
    />
    <ListRow
      icon={<DoorOpen {...ICON} />}
      title={m.customer_closing_title()}
      sub={m.customer_closing_row_sub()}
      render={<Link to="/me/closing" />}
    />
  </Card>
);
