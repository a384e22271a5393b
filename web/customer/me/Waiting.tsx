import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { api } from '#common/api/customer';
import { renderReason } from '#common/reason-text';
import { Banner } from '#ui/Banner.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { call } from '#web/call.ts';

/** What rests after the protection of the account has changed: what, why, until when. Nothing where nothing does. */
export function Waiting(): ReactElement | null {
  const { locale, timeZone } = useTimeFormat();
  const { data } = useQuery({
    queryKey: ['waiting-capabilities'],
    queryFn: ({ signal }) => call(api.waiting, { signal }),
  });
  const [item] = data?.items ?? [];
  if (!item) return null;
  const { happened, money } = renderReason(item.reason, locale, { timeZone, now: item.since });
  return (
    <Banner tone="held">
      {happened} {money}
    </Banner>
  );
}
