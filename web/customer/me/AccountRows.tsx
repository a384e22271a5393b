import { Link } from '@tanstack/react-router';
import { Gauge, UserRound } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { ListRow } from '#ui/ListRow.tsx';

const ICON = { size: 20, 'aria-hidden': true } as const;

/** How much the account may do, and by which name others find it. */
export const AccountRows = (): ReactElement => (
  <Card>
    <ListRow icon={<Gauge {...ICON} />} title={m.customer_me_limits()} render={<Link to="/me/limits" />} />
    <ListRow
      icon={<UserRound {...ICON} />}
      title={m.customer_me_handle()}
      render={<Link to="/me/handle" />}
    />
  </Card>
);
