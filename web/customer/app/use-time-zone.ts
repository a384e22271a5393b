import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '#common/api/customer';
import { deviceTimeZone } from '#ui/format.ts';
import { call } from '#web/call.ts';
import { meQuery } from '../session.ts';

/** Tells the profile where this device is: what the server words, in messages and conversations, then has the times of the screen. */
export function useTimeZone(): void {
  const queries = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const kept = me?.timeZone;
  useEffect(() => {
    const timeZone = deviceTimeZone();
    if (kept === undefined || kept === timeZone) return;
    call(api.updateMe, { body: { timeZone } })
      .then((updated) => {
        queries.setQueryData(meQuery.queryKey, updated);
        return queries.invalidateQueries({ queryKey: ['notifications'] });
      })
      .catch(() => undefined); // It is told again with the next start; times in mails name their zone.
  }, [kept, queries]);
}
