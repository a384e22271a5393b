import { Link } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { problemIn } from '#web/call.ts';

type Props = {
  error: unknown;
  /** Said when the server gave no reason of its own. */
  title: string;
  text?: string | undefined;
  onRetry: () => void;
  retrying: boolean;
};

/** It did not load. What is not there will not be there on a second try: the way then leads to what is. */
export function NotLoaded({ error, title, text, onRetry, retrying }: Props): ReactElement {
  const problem = problemIn(error);
  return (
    <Card>
      {problem?.status === 404 ? (
        <div role="alert">
          <EmptyState
            icon={<SearchX size={26} aria-hidden="true" />}
            title={problem.title}
            action={
              <Button size="small" render={<Link to="/history" />}>
                {m.customer_all_entries()}
              </Button>
            }
          >
            {problem.detail}
          </EmptyState>
        </div>
      ) : (
        <FailedState title={problem?.title ?? title} onRetry={onRetry} retrying={retrying}>
          {problem?.detail ?? text}
        </FailedState>
      )}
    </Card>
  );
}
