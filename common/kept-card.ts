// Cards that customers keep for their top-ups, as server and screens both know them.
import type { KeptCardId } from './id.ts';

/**
 * - `asked`: the acquirer is asked to keep it, and has not said what its bank says.
 * - `challenged`: its bank asks its holder first.
 */
export const KEPT_CARD_STATES = ['asked', 'challenged', 'kept', 'failed', 'removed'] as const;
export type KeptCardState = (typeof KEPT_CARD_STATES)[number];

/**
 * What a top-up is charged by: what the acquirer's frame made of a typed card, or the id of a kept one. Neither is ever taken for the other,
 * so that nothing a browser sends is charged as what the acquirer keeps.
 */
export type CardSource = { readonly cardToken: string } | { readonly keptCardId: KeptCardId };
/** A source as proofs and digests know it; null is the e-wallet, of which there is one. */
export function textOfSource(source: CardSource | null): string {
  if (source === null) return 'ewallet';
  return 'cardToken' in source ? source.cardToken : `kept:${source.keptCardId}`;
}

/** Cards that one customer may keep at a time: more is a card tester's list, or one that nobody chooses from. */
export const KEPT_CARDS_MAX = 5;

/** Whether a card of this expiry (`MM/YY`) is past it on a day (`YYYY-MM-DD`): it is good until the last day of its month. */
export function isExpired(expiry: string, day: string): boolean {
  const [month = '', year = ''] = expiry.split('/');
  return `20${year}-${month}` < day.slice(0, 7);
}
