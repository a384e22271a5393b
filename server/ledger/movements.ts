/**
 * What a transfer is for: the word that histories, traces and the explainer turn into a sentence. The numbers are stored in
 * every row, so none is ever given to another meaning. The same rows stand in `ledger.movement`; a test holds the two equal.
 */
export const MOVEMENTS = {
  top_up: 1,
  fee: 2,
  transfer: 3,
  chargeback: 4,
  debt_incurred: 5,
  debt_collected: 6,
  funding_hold: 7,
  settlement: 8,
  suspense: 9,
  refund: 10,
  withdrawal: 11,
  exchange: 12,
  payment: 13,
  remittance: 14,
  rounding: 15,
  adjustment: 16,
  write_off: 17,
  given_up: 18,
} as const;
export type MovementCode = keyof typeof MOVEMENTS;
