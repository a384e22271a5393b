import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call, problemIn } from '#web/call.ts';
import { Joining } from './Joining.tsx';
import { SignInFrame } from './SignInFrame.tsx';

/** What the link of an invitation opens. The token stands behind the #, so that no log sees it. */
export function Invitation(): ReactElement {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? '');
  const offer = useQuery({
    queryKey: ['invitation'],
    enabled: token !== '',
    retry: false,
    staleTime: Infinity,
    queryFn: () => call(api.invitation, { body: { token } }),
  });
  if (token === '') {
    return (
      <SignInFrame title={m.console_invitation_incomplete()} lead={m.console_invitation_incomplete_text()} />
    );
  }
  if (offer.data) return <Joining token={token} offer={offer.data} />;
  if (!offer.isError) {
    return (
      <SignInFrame title={m.console_invitation_title()}>
        <SkeletonText lines={6} />
      </SignInFrame>
    );
  }
  const problem = problemIn(offer.error);
  return (
    <SignInFrame
      title={problem?.title || m.console_invitation_failed()}
      lead={problem?.detail || m.common_no_answer()}
    >
      {problem ? (
        <Button render={<Link to="/sign-in" />}>{m.console_invitation_to_sign_in()}</Button>
      ) : (
        <Button busy={offer.isFetching} onClick={() => void offer.refetch()}>
          {m.common_retry()}
        </Button>
      )}
    </SignInFrame>
  );
}
