import { Link } from '@tanstack/react-router';
import { DoorOpen, KeyRound, LockKeyhole, ShieldAlert, Smartphone, UserRoundX } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import type { Lost } from '#common/api/access-help';
import * as m from '#messages';
import { Card } from '#ui/Card.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { AskForAccess } from './AskForAccess.tsx';
import { AuthLayout } from './AuthLayout.tsx';

const ICON = { size: 20, 'aria-hidden': true } as const;

/** What keeps somebody out, and the shortest way back for each: by himself where that is possible, through a person where it is not. */
export function CannotGetIn(): ReactElement {
  const [lost, setLost] = useState<Lost | null>(null);
  if (lost) return <AskForAccess lost={lost} onBack={() => setLost(null)} />;
  return (
    <AuthLayout title={m.customer_access_title()} lead={m.customer_access_lead_start()}>
      <div className="grid gap-4">
        <Card>
          <ListRow
            icon={<KeyRound {...ICON} />}
            title={m.customer_access_forgot()}
            sub={m.customer_access_forgot_sub()}
            render={<Link to="/forgot-password" />}
          />
          <ListRow
            icon={<LockKeyhole {...ICON} />}
            title={m.customer_access_lost_second_factor()}
            sub={m.customer_access_lost_second_factor_sub()}
            onPress={() => setLost('second_factor')}
          />
          <ListRow
            icon={<Smartphone {...ICON} />}
            title={m.customer_access_lost_phone()}
            sub={m.customer_access_lost_phone_sub()}
            onPress={() => setLost('phone')}
          />
          <ListRow
            icon={<UserRoundX {...ICON} />}
            title={m.customer_access_lost_locked()}
            sub={m.customer_access_lost_locked_sub()}
            onPress={() => setLost('locked')}
          />
        </Card>
        <Card>
          <ListRow
            icon={<ShieldAlert {...ICON} />}
            tone="danger"
            title={m.customer_access_not_me()}
            sub={m.customer_access_not_me_sub()}
            // The row itself is what the link says.
            // oxlint-disable-next-line jsx-a11y/control-has-associated-label, jsx-a11y/anchor-has-content
            render={<a href="/help/not-me" />}
          />
          <ListRow
            icon={<DoorOpen {...ICON} />}
            title={m.customer_record_link()}
            render={<Link to="/closure-record" />}
          />
        </Card>
      </div>
    </AuthLayout>
  );
}
