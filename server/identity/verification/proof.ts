import type { SentPurpose } from '#common/events';
import type { Temporal } from '#platform/clock';

/** What is proven: that mail to the address, or a text message to the phone, reaches the person. */
export type Purpose = 'email' | 'phone';
/** What a link or code is sent for: besides proving an address, a forgotten password, or the second step of signing in. */
export type { SentPurpose } from '#common/events';
/** By which way each goes. */
export const wayOf: Record<SentPurpose, 'mail' | 'sms'> = {
  email: 'mail',
  phone: 'sms',
  reset_email: 'mail',
  reset_phone: 'sms',
  sign_in: 'sms',
  new_email: 'mail',
  new_phone: 'sms',
  access_email: 'mail',
  access_phone: 'sms',
  closure_email: 'mail',
};
/** What each proves of an address that is not proven yet. Everything else goes to proven addresses only. */
const PROVES: Partial<Record<SentPurpose, Purpose>> = {
  email: 'email',
  phone: 'phone',
  new_email: 'email',
  new_phone: 'phone',
};
export const provenBy = (purpose: SentPurpose): Purpose | null => PROVES[purpose] ?? null;
/** A link can be opened in any browser; a code is typed where it was asked for. */
export const isLink = (purpose: SentPurpose): boolean => purpose === 'email' || purpose === 'reset_email';

/** Codes for who asks a person for help; they may go to an address that was given up a short while ago. */
export const isWayBack = (purpose: SentPurpose): boolean =>
  purpose === 'access_email' || purpose === 'access_phone';

/** Minutes a link in a mail works. Source: reference AUT-09. */
export const LINK_MINUTES = 30;
/** Minutes a code works. Source: NIST SP 800-63B §3.1.3. */
export const CODE_MINUTES = 10;
export const CODE_DIGITS = 6;
/** Guesses at one code; a newer code has its own, and there are few newer codes (below). */
export const CODE_TRIES = 5;
/** Hours after which a message that could not be sent is not sent any more. */
export const SEND_WITHIN_HOURS = 24;

export const minutesOf = (purpose: SentPurpose): number => (isLink(purpose) ? LINK_MINUTES : CODE_MINUTES);

/** At most `limit` messages within the last `seconds`. */
type Budget = { readonly limit: number; readonly seconds: number };
const HOUR = 3600;
const DAY = 24 * HOUR;
export const BUDGETS = {
  /** Between two messages for one purpose, the one at registration included. */
  spacing: { limit: 1, seconds: 60 },
  /** Messages that one account asks for again, per purpose. */
  account: { limit: 3, seconds: HOUR },
  accountDay: { limit: 10, seconds: DAY },
  /** Messages to one address, whichever accounts ask: nobody's mailbox or phone is filled through us. */
  address: { limit: 10, seconds: DAY },
  /** Messages that people in one network ask for again. */
  source: { limit: 20, seconds: HOUR },
} as const satisfies Record<string, Budget>;
export type BudgetName = keyof typeof BUDGETS;

/** When the message that fills a budget was asked for (the limit-th newest), or null when the budget is not full. */
export type Spent = Record<BudgetName, Temporal.Instant | null>;

/** From when on one more message may go out; null means now. */
export function sendableFrom(spent: Spent, now: Temporal.Instant): Temporal.Instant | null {
  let from: Temporal.Instant | null = null;
  for (const [name, { seconds }] of Object.entries(BUDGETS)) {
    const filledBy = spent[name as BudgetName];
    const free = filledBy?.add({ seconds });
    if (
      free &&
      free.epochMilliseconds > now.epochMilliseconds &&
      (!from || free.epochMilliseconds > from.epochMilliseconds)
    )
      from = free;
  }
  return from;
}
