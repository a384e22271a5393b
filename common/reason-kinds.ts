import type { Currency, Money } from './money.ts';

/**
 * Every way in which OKPay says no, not yet or not any more.
 * A code has one HTTP status, typed facts, who acts next, and remedies; its sentences stand in
 * `messages/<language>/reasons.json`, its entry for operators and developers in `docs/errors/`. Tests hold all of them equal.
 */
export type FactKinds = {
  money: Money;
  /** ISO 8601 instant. */
  instant: string;
  count: number;
  text: string;
  currency: Currency;
};
export type FactKind = keyof FactKinds;
type FactShape = Readonly<Record<string, FactKind>>;

/** Who can move a thing on from where it stands. */
export type NextActor = 'you' | 'okpay' | 'bank' | 'other_person' | 'nobody';

/** What became of the money; each has its own picture on the reason card. */
export type MoneyEffect = 'none_involved' | 'untouched' | 'held' | 'unknown' | 'moved' | 'owed';

/** What a person can press. `REMEDY_SCREENS` says where a press leads; a test executes one of each reason. */
export const REMEDY_SCREENS = {
  retry: null,
  reload: null,
  correct_input: null,
  change_amount: null,
  new_quote: null,
  wait: null,
  sign_in: '/sign-in',
  reset_password: '/forgot-password',
  give_second_factor: '/sign-in/second-factor',
  give_strong_factor: null,
  add_second_factor: '/me/second-factors',
  prove_access: '/me/second-factors',
  register: '/register',
  verify_contact: '/verify',
  resend_code: null,
  accept_terms: '/terms/accept',
  set_payment_password: '/me/payment-password',
  reset_payment_password: '/me/payment-password',
  confirm_payment_password: null,
  top_up: '/top-up',
  use_other_card: '/top-up',
  finish_challenge: null,
  approve_in_ewallet: null,
  check_again: null,
  cancel_payment: null,
  confirm_repeat: null,
  find_payee_again: '/pay',
  see_history: '/history',
  see_requests: '/requests',
  see_limits: '/me/limits',
  see_restriction: '/me/account-status',
  see_identity: '/me/identity',
  see_bank_accounts: '/me/bank-accounts',
  see_beneficiaries: '/abroad/payees',
  see_payment_methods: '/me/payment-methods',
  send_other_file: null,
  settle_debt: '/top-up',
  open_case: '/help-me',
  ask_operator: null,
} as const satisfies Record<string, string | null>;
export type RemedyKind = keyof typeof REMEDY_SCREENS;

export type Reason = {
  status: number;
  facts: FactShape;
  nextActor: NextActor;
  money: MoneyEffect;
  remedies: readonly [RemedyKind, ...RemedyKind[]];
};
/** Declares one reason. It does nothing but keep the precise types. */
export const reason = <const R extends Reason>(entry: R): R => entry;

/** The usual frames: no money had a part in it; money stayed where it was. Both wait for the person. */
export const noMoney = { money: 'none_involved', nextActor: 'you' } as const;
export const untouched = { money: 'untouched', nextActor: 'you' } as const;
