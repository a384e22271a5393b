import type { ReactElement, ReactNode } from 'react';
import { unreachable } from '#common/result';
import * as m from '#messages';

/** The four states of whatever is fetched. `updating`: older data is shown while newer is on its way. */
export type Async<T, E = unknown> =
  | { state: 'loading' }
  | { state: 'empty' }
  | { state: 'failed'; error: E; stale?: T | undefined }
  | { state: 'full'; value: T; updating?: boolean | undefined };

export type AsyncViewProps<T, E> = {
  view: Async<T, E>;
  loading: () => ReactNode;
  empty: () => ReactNode;
  /** With older data at hand, it is shown below what this says. */
  failed: (error: E, stale: T | undefined) => ReactNode;
  full: (value: T) => ReactNode;
};

/** No state can be forgotten: leaving one out does not compile. */
export function AsyncView<T, E>({ view, loading, empty, failed, full }: AsyncViewProps<T, E>): ReactElement {
  switch (view.state) {
    case 'loading':
      return <>{loading()}</>;
    case 'empty':
      return <>{empty()}</>;
    case 'failed':
      return <>{failed(view.error, view.stale)}</>;
    case 'full':
      return (
        <>
          {view.updating ? <Updating /> : null}
          {full(view.value)}
        </>
      );
    default:
      return unreachable(view);
  }
}

/** 更新中, beside data that is still shown. */
export const Updating = (): ReactElement => (
  <span className="updating late-in" role="status">
    <i className="spin" />
    {m.common_updating()}
  </span>
);
