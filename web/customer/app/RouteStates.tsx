import { Link, useRouter } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { problemIn } from '#web/call.ts';

/** No page could be drawn: without an answer nobody knows who is signed in, and a part of the app may not have arrived. */
export function RouteFailed({ error }: { error: unknown }): ReactElement {
  const router = useRouter();
  useEffect(() => {
    document.title = `${m.customer_route_failed()} · OKPay`;
    const again = (): void => void router.invalidate();
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, [router]);
  return (
    <PageColumn bar={<AppBar brand title="OKPay" />}>
      <Card>
        <FailedState
          title={problemIn(error)?.title ?? m.customer_route_failed()}
          onRetry={() => void router.invalidate()}
        >
          {problemIn(error)?.detail ?? m.customer_route_failed_text()}
        </FailedState>
      </Card>
    </PageColumn>
  );
}

/** An address that leads nowhere. */
export function NotThere(): ReactElement {
  useEffect(() => {
    document.title = `${m.customer_not_there()} · OKPay`;
  }, []);
  return (
    <PageColumn bar={<AppBar brand title="OKPay" />}>
      <Card>
        <EmptyState
          icon={<Compass size={26} aria-hidden="true" />}
          title={m.customer_not_there()}
          action={
            <Button size="small" render={<Link to="/home" />}>
              {m.customer_not_there_home()}
            </Button>
          }
        >
          {m.customer_not_there_text()}
        </EmptyState>
      </Card>
    </PageColumn>
  );
}
