import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import type { Submission } from '#web/use-submit.ts';

/** Why it did not go on; whoever has no second factor is shown the way to one. */
export function TopUpFailure({
  submit,
  other,
}: {
  submit: Submission;
  other: string | null;
}): ReactElement | null {
  const failure = submit.failure ?? other;
  if (!failure) return null;
  return (
    <Banner tone="danger">
      {failure}{' '}
      {submit.problem?.code === 'top_up_factor_not_set_up' ? (
        <TextLink inherit render={<Link to="/me/second-factors" />}>
          {m.customer_top_up_strong_set_up()}
        </TextLink>
      ) : null}
    </Banner>
  );
}
