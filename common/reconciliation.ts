// What a reconciliation is made of, for the server and the console.

/** Ways by which money reaches us and leaves us; each has an account of ours per currency. */
export const RAILS = ['rail:bank', 'rail:card', 'rail:ewallet'] as const;
export type RailName = (typeof RAILS)[number];

/** Why lines belong together. */
export const MATCH_RULES = ['reference', 'several', 'same_sum', 'by_hand'] as const;
export type MatchRule = (typeof MATCH_RULES)[number];

/** What a line without its other side is. */
export const BREAK_KINDS = ['not_in_ours', 'not_in_theirs', 'amount_differs', 'doubled'] as const;
export type BreakKind = (typeof BREAK_KINDS)[number];

/** Why such a line may stand. */
export const EXPLANATIONS = ['timing', 'rail_corrects', 'we_correct', 'in_dispute'] as const;
export type Explanation = (typeof EXPLANATIONS)[number];

/** Why a report of a rail about a day is refused, whole. */
export const REPORT_FAULTS = [
  'unreadable',
  'cut_off',
  'told_twice',
  'told_before',
  'other_currency',
  'too_long',
  'does_not_add_up',
] as const;
export type ReportFault = (typeof REPORT_FAULTS)[number];

/** Where what a rail did by itself is booked. */
export const RAIL_BOOKING_ACCOUNTS = ['costs', 'interest', 'suspense'] as const;
export type RailBookingAccount = (typeof RAIL_BOOKING_ACCOUNTS)[number];
