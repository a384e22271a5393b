import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Banner } from '#ui/Banner.tsx';
import { onServerClock } from '#ui/clock.ts';
import { useTimeFormat } from '#ui/format.ts';
import { TextLink } from '#ui/TextLink.tsx';
import { asyncOf } from '#web/use-async.ts';
import { NotLoaded } from './NotLoaded.tsx';

type Query<T> = Pick<
  UseQueryResult<T>,
  'data' | 'error' | 'isPending' | 'isFetching' | 'dataUpdatedAt' | 'refetch'
>;
type Props<T> = {
  query: Query<T>;
  loading: ReactElement;
  isEmpty?: (value: T) => boolean;
  empty?: ReactNode;
  /** What did not load, and what became of the money. */
  failed: { title: string; text?: string | undefined };
  children: (value: T) => ReactNode;
};

/** Something fetched in its four states. When a later fetch fails, the older data stays and says from when it is. */
export function Loaded<T>({
  query,
  loading,
  isEmpty,
  empty = null,
  failed,
  children,
}: Props<T>): ReactElement {
  const again = (): void => void query.refetch();
  return (
    <AsyncView<T, unknown>
      view={asyncOf(query, isEmpty)}
      loading={() => loading}
      empty={() => empty}
      failed={(error, stale) =>
        stale === undefined ? (
          <NotLoaded
            error={error}
            title={failed.title}
            text={failed.text}
            onRetry={again}
            retrying={query.isFetching}
          />
        ) : (
          <>
            <Stale since={query.dataUpdatedAt} onRetry={again} />
            {children(stale)}
          </>
        )
      }
      full={children}
    />
  );
}

/** The figures below are older than they should be. `since` is the device's time, as the query keeps it. */
function Stale({ since, onRetry }: { since: number; onRetry: () => void }): ReactElement {
  const format = useTimeFormat();
  return (
    <Banner>
      {m.customer_stale({ when: formatTime(onServerClock(since), format) })}{' '}
      <TextLink inherit onPress={onRetry}>
        {m.common_retry()}
      </TextLink>
    </Banner>
  );
}
