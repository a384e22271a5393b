import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { problemIn } from '#web/call.ts';
import { SignInFrame } from './sign-in/SignInFrame.tsx';

/** While nobody knows yet who is there. */
export const Waiting = (): ReactElement => (
  <SignInFrame title={m.console_title()}>
    <SkeletonText lines={3} />
  </SignInFrame>
);

/** Who is there could not be found out. */
export function NotReached({ error }: ErrorComponentProps): ReactElement {
  const router = useRouter();
  const problem = problemIn(error);
  return (
    <SignInFrame
      title={problem?.title || m.console_not_reached()}
      lead={problem?.detail || m.common_no_answer()}
    >
      <Button onClick={() => void router.invalidate()}>{m.common_retry()}</Button>
    </SignInFrame>
  );
}

export const NoSuchPage = (): ReactElement => (
  <SignInFrame title={m.console_no_page()} lead={m.console_no_page_text()}>
    <Button render={<a href="/console">{null}</a>}>{m.console_back_to_queue()}</Button>
  </SignInFrame>
);
