import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { type KeptCard, keptCardsQuery, usable } from '../payment-methods/kept-cards-query.ts';
import type { Chosen } from './ChooseCard.tsx';
import { type CardFrame, type TypedCard, useCardFrame } from './use-card-frame.ts';

export type Source = {
  cards: readonly KeptCard[];
  /** Null until it is known which cards there are. */
  chosen: Chosen | null;
  choose: (chosen: Chosen) => void;
  frame: CardFrame;
  /** There is room for another card. */
  mayKeep: boolean;
  keepCard: boolean;
  setKeepCard: (keepCard: boolean) => void;
  isReady: boolean;
  /** What is charged: the kept card at once, or what the frame makes of a typed one. */
  tokenize: () => Promise<TypedCard | null>;
};

/** What a top-up comes by: a kept card if there is one, else one that is typed. The frame is opened only for that. */
export function useSource(): Source {
  const { data, isError } = useQuery(keptCardsQuery);
  const cards = usable(data);
  const [picked, choose] = useState<Chosen | null>(null);
  const [wantsKept, setKeepCard] = useState(false);
  const known = data !== undefined || isError;
  const chosen = picked ?? (known ? (cards[0]?.id ?? 'other') : null);
  const frame = useCardFrame(
    useCallback(() => document.getElementById('charge')?.click(), []),
    chosen === 'other',
  );
  const kept = cards.find(({ id }) => id === chosen) ?? null;
  const mayKeep = data !== undefined && data.items.length < data.max;
  const { tokenize: read } = frame;
  const tokenize = useCallback(
    async () => (kept ? { token: kept.id, card: kept.card } : read()),
    [kept, read],
  );
  return {
    cards,
    chosen,
    choose,
    frame,
    mayKeep,
    keepCard: wantsKept && mayKeep && chosen === 'other',
    setKeepCard,
    isReady: kept !== null || (chosen === 'other' && frame.valid),
    tokenize,
  };
}
