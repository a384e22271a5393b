import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { CardSource } from '#common/kept-card';
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
  /** What is charged: the kept card at once, or what the frame makes of a typed one. Null when the frame shows an error of its own. */
  read: () => Promise<CardToCharge | null>;
};
/** What a top-up is charged by, and what tells it from others. */
export type CardToCharge = { source: CardSource; card: TypedCard['card'] };

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
  const { tokenize } = frame;
  const read = useCallback(async (): Promise<CardToCharge | null> => {
    if (kept) return { source: { keptCardId: kept.id }, card: kept.card };
    const typed = await tokenize();
    return typed && { source: { cardToken: typed.token }, card: typed.card };
  }, [kept, tokenize]);
  return {
    cards,
    chosen,
    choose,
    frame,
    mayKeep,
    keepCard: wantsKept && mayKeep && chosen === 'other',
    setKeepCard,
    isReady: kept !== null || (chosen === 'other' && frame.valid),
    read,
  };
}
