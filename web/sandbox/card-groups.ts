import * as m from '#messages';
import type { TestCard } from './queries.ts';

/** What a card does, by its name at the acquirer. A name that nobody knows here is declined until somebody sorts it in. */
const GROUPS = [
  { key: 'good', title: m.sandbox_cards_good, names: /^success/ },
  { key: 'challenge', title: m.sandbox_cards_challenge, names: /^challenge/ },
  { key: 'unknown', title: m.sandbox_cards_unknown, names: /^(network|answer)_/ },
  { key: 'later', title: m.sandbox_cards_later, names: /^processing_|_callbacks?$/ },
  { key: 'declined', title: m.sandbox_cards_declined, names: /^/ },
] as const;
/** In the order in which somebody needs them. */
const ORDER = ['good', 'challenge', 'declined', 'unknown', 'later'] as const;

export type CardGroup = { key: string; title: string; cards: TestCard[] };

export function cardGroups(cards: readonly TestCard[]): CardGroup[] {
  const groupOf = (card: TestCard): string =>
    GROUPS.find(({ names }) => names.test(card.name))?.key ?? 'declined';
  return ORDER.flatMap((key) => {
    const members = cards.filter((card) => groupOf(card) === key);
    const title = GROUPS.find((group) => group.key === key)?.title();
    return members.length > 0 && title ? [{ key, title, cards: members }] : [];
  });
}
