import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { List } from 'lucide-react';
import type { ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { Section } from '#ui/Section.tsx';
import { SkeletonRows } from '#ui/Skeleton.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { Loaded } from '../app/Loaded.tsx';
import { EntryDays } from '../entry/EntryDays.tsx';

/** Entries on the first screen; the rest is one tap away. */
const RECENT = 6;

/** The latest entries by day. */
export function Recent({ hidden }: { hidden: boolean }): ReactElement {
  const recent = useQuery({
    queryKey: ['entries', 'recent'],
    queryFn: ({ signal }) => call(api.entries, { query: { limit: RECENT }, signal }),
  });
  const nothing = (
    <Card>
      <EmptyState
        icon={<List size={26} aria-hidden="true" />}
        title={m.customer_no_entries()}
        action={
          <Button size="small" render={<Link to="/top-up" />}>
            {m.customer_top_up_by_card()}
          </Button>
        }
      >
        {m.customer_no_entries_text()}
      </EmptyState>
    </Card>
  );
  return (
    <Section
      title={m.customer_recent()}
      aside={
        recent.data?.items.length === 0 ? null : (
          <TextLink alone render={<Link to="/history" />}>
            {m.customer_all_entries()}
          </TextLink>
        )
      }
    >
      <Loaded
        query={recent}
        loading={<SkeletonRows />}
        isEmpty={(page) => page.items.length === 0}
        empty={nothing}
        failed={{ title: m.customer_entries_failed(), text: m.customer_entries_failed_text() }}
      >
        {({ items }) => <EntryDays items={items} hidden={hidden} />}
      </Loaded>
    </Section>
  );
}
