import { RotateCw } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Button } from './Button.tsx';
import type { StateProps } from './EmptyState.tsx';

/** It did not load. The sentence says what became of the money, and from when the shown data is. */
export function FailedState({
  icon = <RotateCw aria-hidden="true" />,
  title,
  children,
  action,
  onRetry,
  retrying,
}: StateProps & { onRetry?: (() => void) | undefined; retrying?: boolean | undefined }): ReactElement {
  return (
    <div className="state" role="alert">
      {icon}
      <h3>{title}</h3>
      {children ? <p>{children}</p> : null}
      {onRetry || action ? (
        <div className="acts">
          {onRetry ? (
            <Button size="small" onClick={onRetry} busy={retrying}>
              {m.common_retry()}
            </Button>
          ) : null}
          {action}
        </div>
      ) : null}
    </div>
  );
}
