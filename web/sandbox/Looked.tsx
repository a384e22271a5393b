import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Banner } from '#ui/Banner.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { asyncOf } from '#web/use-async.ts';

/** What is looked at again and again, in its four states. A failed look keeps what the last one showed, and says so. */
export function Looked<T>({
  query,
  isEmpty,
  empty,
  children,
}: {
  query: UseQueryResult<T>;
  isEmpty?: (value: T) => boolean;
  empty?: () => ReactNode;
  children: (value: T) => ReactNode;
}): ReactElement {
  const view = asyncOf(query, isEmpty);
  return (
    <AsyncView<T, unknown>
      // A look every two seconds is nothing to tell anybody about.
      view={view.state === 'full' ? { ...view, updating: false } : view}
      loading={() => (
        <div className="border-t border-line px-4 py-5 column:px-5">
          <SkeletonText lines={4} />
        </div>
      )}
      empty={() => <div className="border-t border-line">{empty?.()}</div>}
      failed={(_error, stale) =>
        stale === undefined ? (
          <div className="border-t border-line">
            <FailedState
              title={m.sandbox_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          </div>
        ) : (
          <>
            <div className="px-4 pb-3 column:px-5">
              <Banner tone="danger">
                <b>{m.sandbox_failed()}</b> {m.sandbox_failed_text()}
              </Banner>
            </div>
            {children(stale)}
          </>
        )
      }
      full={children}
    />
  );
}
