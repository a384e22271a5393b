import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { showLocale } from '#ui/i18n.ts';
import { safeNext } from '../app/safe-next.ts';
import { type Me, meQuery } from '../session.ts';

/** Goes into the app after a sign-in: where the person wanted to go, or to what is left to confirm. */
export function useEnter(next: string | undefined): (me: Me) => void {
  const queries = useQueryClient();
  const router = useRouter();
  return useCallback(
    (me) => {
      queries.clear(); // Nothing of an earlier person may show for a moment.
      queries.setQueryData(meQuery.queryKey, me);
      showLocale(me.locale);
      router.history.push(me.emailVerified && me.phoneVerified ? safeNext(next) : '/verify');
    },
    [next, queries, router],
  );
}
