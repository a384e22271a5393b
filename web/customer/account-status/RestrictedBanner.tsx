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
      {WORDS[data.status]()}{' '}
      <Link
        to={data.status === 'closing' ? '/me/closing' : '/me/account-status'}
        className="link whitespace-nowrap"
      >
        {data.status === 'closing' ? m.customer_closing_see() : m.customer_banner_restricted_link()}
      </Link>
    </Banner>
  );
}

const WORDS = {
  self_frozen: m.customer_banner_self_frozen,
  closing: m.customer_banner_closing,
  restricted: m.customer_banner_restricted,
} as const;
