import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { AuthLayout } from '../auth/AuthLayout.tsx';
import { keepLink } from '../code/links.ts';

/** Read and kept once; the token stands behind the `#`, so that no log sees it. */
function takeToken(): void {
  const token = location.hash.slice(1);
  if (location.pathname === '/pickup' && token !== '') keepLink({ kind: 'pickup', token });
}

/** Where the link of a message leads: that somebody sent money, and no more. Opening it changes nothing and asks nobody. */
export function TakePickup(): ReactElement {
  useState(takeToken);
  return (
    <AuthLayout title={m.persons_pickup_title()} lead={m.persons_pickup_lead()}>
      <div className="grid gap-3">
        <Button variant="primary" wide render={<Link to="/pickup/open" />}>
          {m.persons_pickup_sign_in()}
        </Button>
        <Button wide render={<Link to="/register" />}>
          {m.persons_pickup_register()}
        </Button>
        <p className="prose text-13 text-ink-2">{m.persons_pickup_again()}</p>
      </div>
    </AuthLayout>
  );
}
