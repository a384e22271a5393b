// Conflicts about payouts and transfers abroad, as server and screens both know them.

/** What people find when the words of a bank do not agree. Which of them are possible depends on where the money is. */
export const CONFLICT_OUTCOMES = [
  /** It reached the account. */
  'paid',
  /** It never left: what is held is free again. */
  'not_paid',
  /** It left and is back: its owner gets it. */
  'came_back',
  /** Its owner has it already, and keeps it. */
  'stays_back',
] as const;
export type ConflictOutcome = (typeof CONFLICT_OUTCOMES)[number];
