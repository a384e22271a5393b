import { queryOptions } from '@tanstack/react-query';
import { keptCardApi } from '#common/api/kept-card';
import type { OkOf } from '#common/api/route';
import { call } from '#web/call.ts';

export type KeptCards = OkOf<typeof keptCardApi.keptCards>;
export type KeptCard = KeptCards['items'][number];

export const keptCardsQuery = queryOptions({
  queryKey: ['kept-cards'],
  queryFn: ({ signal }) => call(keptCardApi.keptCards, { signal }),
});

/** One card, also when it is in no list any more. */
export const keptCardKey = (id: KeptCard['id'] | null) => ['kept-card', id] as const;

/** Those that can be charged now, the one that is proposed first at the top. */
export const usable = (cards: KeptCards | undefined): KeptCard[] =>
  cards?.items.filter(({ state, isExpired }) => state === 'kept' && !isExpired) ?? [];
