import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import { keptCardApi } from '#common/api/kept-card';
import { cardText } from '#common/card-scheme';
import { unreachable } from '#common/result';
import * as m from '#messages';
import { Banner } from '#ui/Banner.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { FailedCard } from './FailedCard.tsx';
import { keptCardKey, keptCardsQuery } from './kept-cards-query.ts';
import type { MethodsSearch } from './search.ts';

/** How often it is looked at while the bank has not answered, in milliseconds. */
const LOOK_MS = 5_000;

/** Back from the bank's page, from a notice, or after a question: the acquirer is asked at once what became of the card, and that is told. One that failed is in no list any more. */
export function ReturnedCard(): ReactElement | null {
  const search: MethodsSearch = useSearch({ strict: false });
  const id = search.card ?? null;
  const queries = useQueryClient();
  const { data, isPending } = useQuery({
    queryKey: keptCardKey(id),
    enabled: id !== null,
    staleTime: Infinity,
    retry: false,
    // Its holder has answered; the bank soon will.
    refetchInterval: ({ state: { data: now } }) => (now?.state === 'asked' ? LOOK_MS : false),
    queryFn: () => call(keptCardApi.checkKeptCard, { params: { id: id ?? '' }, body: {} }),
  });
  useEffect(() => {
    if (data) void queries.invalidateQueries({ queryKey: keptCardsQuery.queryKey });
  }, [data, queries]);
  if (id === null) return null;
  if (isPending) return <SkeletonText lines={1} />;
  if (!data) return null;
  const { state } = data;
  switch (state) {
    case 'kept':
      return <Banner tone="info">{m.cards_kept_now({ card: data.card ? cardText(data.card) : '' })}</Banner>;
    case 'asked':
    case 'challenged':
      return <Banner tone="held">{m.cards_still_asking()}</Banner>;
    case 'failed':
      return data.reason ? (
        <div role="alert">
          <FailedCard reason={data.reason} replaces={data.replaces} />
        </div>
      ) : null;
    case 'removed':
      return null;
    default:
      return unreachable(state);
  }
}
