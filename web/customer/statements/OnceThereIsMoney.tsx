import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { asyncOf } from '#web/use-async.ts';

type Props<T> = {
  query: UseQueryResult<T>;
  isEmpty: (value: T) => boolean;
  loading: ReactElement;
  icon: ReactElement;
  /** What is not there yet, and when it will be. */
  title: string;
  text: string;
  children: (value: T) => ReactNode;
};

/** What is drawn from the months of a wallet: whoever has none yet is shown how money gets in. */
export function OnceThereIsMoney<T>({
  query,
  isEmpty,
  loading,
  icon,
  title,
  text,
  children,
}: Props<T>): ReactElement {
  return (
    <AsyncView<T, unknown>
      view={asyncOf(query, isEmpty)}
      loading={() => loading}
      empty={() => (
        <Card>
          <EmptyState
            icon={icon}
            title={title}
            action={
              <Button size="small" render={<Link to="/top-up" />}>
                {m.customer_top_up_by_card()}
              </Button>
            }
          >
            {text}
          </EmptyState>
        </Card>
      )}
      failed={() => (
        <Card>
          <FailedState
            title={m.statement_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          >
            {m.customer_entries_failed_text()}
          </FailedState>
        </Card>
      )}
      full={(value) => <>{children(value)}</>}
    />
  );
}
