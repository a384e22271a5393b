// Cards that customers keep for their top-ups, as server and screens both know them.

/**
 * - `asked`: the acquirer is asked to keep it, and has not said what its bank says.
 * - `challenged`: its bank asks its holder first.
 */
export const KEPT_CARD_STATES = ['asked', 'challenged', 'kept', 'failed', 'removed'] as const;
export type KeptCardState = (typeof KEPT_CARD_STATES)[number];

/** Cards that one customer may keep at a time: more is a card tester's list, or one that nobody chooses from. */
export const KEPT_CARDS_MAX = 5;

/** Whether a card of this expiry (`MM/YY`) is past it on a day (`YYYY-MM-DD`): it is good until the last day of its month. */
export function isExpired(expiry: string, day: string): boolean {
  const [month = '', year = ''] = expiry.split('/');
  return `20${year}-${month}` < day.slice(0, 7);
}
