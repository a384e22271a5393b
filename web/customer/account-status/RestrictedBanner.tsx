import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { statusQuery } from '../session.ts';

/** Says on the pages where people look first that something is blocked, and leads to why. Nothing where nothing is. */
export function RestrictedBanner(): ReactElement | null {
  const { data } = useQuery(statusQuery);
  if (!data || data.status === 'active') return null;
  return (
    <Banner tone="held">
      {data.status === 'self_frozen' ? m.customer_banner_self_frozen() : m.customer_banner_restricted()}{' '}
      <Link to="/me/account-status" className="link whitespace-nowrap">
        {m.customer_banner_restricted_link()}
      </Link>
    </Banner>
  );
}
