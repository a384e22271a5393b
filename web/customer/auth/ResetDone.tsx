import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { AuthLayout } from './AuthLayout.tsx';

/** Whether a refusal is about the new password, so that it stands beside that field. */
export const isOfPassword = (code: string | undefined): boolean => code?.startsWith('password_') ?? false;

/** After a reset: the second factor at once for who holds one, else the page that says it is done. */
export function useAfterReset(): {
  isDone: boolean;
  after: (answer: { next: 'sign_in' | 'second_factor' }) => Promise<void>;
} {
  const [isDone, setDone] = useState(false);
  const navigate = useNavigate();
  const after = useCallback(
    async ({ next }: { next: 'sign_in' | 'second_factor' }) => {
      if (next === 'second_factor') await navigate({ to: '/sign-in/second-factor' });
      else setDone(true);
    },
    [navigate],
  );
  return { isDone, after };
}

export const ResetDone = (): ReactElement => (
  <AuthLayout title={m.customer_forgot_done_title()} lead={m.customer_forgot_done_lead()}>
    <Button variant="primary" wide render={<Link to="/sign-in" search={{ next: '/me/second-factors' }} />}>
      {m.customer_sign_in_button()}
    </Button>
  </AuthLayout>
);
