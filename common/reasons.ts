import type { OperationId } from './id.ts';
import type { Money, WireMoney } from './money.ts';
import { CASE_REASONS, MONEY_REASONS, REQUEST_REASONS, TOP_UP_REASONS } from './reason-entries.ts';
import { BENEFICIARY_REASONS, CROSS_BORDER_REASONS } from './reason-cross-border.ts';
import { CARD_REASONS } from './reason-cards.ts';
import { BANK_MONEY_REASONS } from './reason-bank-money.ts';
import { ACCESS_REASONS, IDENTITY_REASONS } from './reason-identity.ts';
import { PAYOUT_REASONS } from './reason-payouts.ts';
import { EWALLET_REASONS } from './reason-ewallet.ts';
import { FILE_REASONS, PROOF_REASONS } from './reason-proof.ts';
import { RECONCILIATION_REASONS } from './reason-reconciliation.ts';
import { MONEY_REQUEST_REASONS } from './reason-requests.ts';
import { TARIFF_REASONS } from './reason-tariffs.ts';
import { RISK_REASONS } from './reason-risk.ts';
import type { FactKind, FactKinds, MoneyEffect, NextActor, Reason, RemedyKind } from './reason-kinds.ts';

export {
  REMEDY_SCREENS,
  type FactKind,
  type MoneyEffect,
  type NextActor,
  type RemedyKind,
} from './reason-kinds.ts';

export const REASONS = {
  ...REQUEST_REASONS,
  ...IDENTITY_REASONS,
  ...ACCESS_REASONS,
  ...MONEY_REASONS,
  ...TOP_UP_REASONS,
  ...CASE_REASONS,
  ...RISK_REASONS,
  ...FILE_REASONS,
  ...PROOF_REASONS,
  ...PAYOUT_REASONS,
  ...MONEY_REQUEST_REASONS,
  ...BANK_MONEY_REASONS,
  ...RECONCILIATION_REASONS,
  ...BENEFICIARY_REASONS,
  ...CROSS_BORDER_REASONS,
  ...CARD_REASONS,
  ...EWALLET_REASONS,
  ...TARIFF_REASONS,
} as const;

export type ReasonCode = keyof typeof REASONS;
export const REASON_CODES = Object.keys(REASONS) as readonly ReasonCode[];
/** What may be wrong with a file that somebody sends. */
export const FILE_CODES = Object.keys(FILE_REASONS) as readonly (keyof typeof FILE_REASONS)[];
export const isReasonCode = (text: string): text is ReasonCode => Object.hasOwn(REASONS, text);

/** The facts of a code with their TypeScript types. */
export type FactsOf<C extends ReasonCode> = {
  -readonly [F in keyof (typeof REASONS)[C]['facts']]: FactKinds[(typeof REASONS)[C]['facts'][F] & FactKind];
};
/** An expected failure as a value: its code and the facts to act on. Distributes over unions of codes. */
export type Refusal<C extends ReasonCode = ReasonCode> = C extends ReasonCode
  ? { code: C } & Recorded & FactsOf<C>
  : never;
/** A refusal of something that was recorded all the same names it, so that its story can be looked at. */
type Recorded = { operationId?: OperationId };

/** Codes whose only remedy may be to talk to a person; a test holds the list short. */
export const CONTACT_ONLY: readonly ReasonCode[] = ['top_up_conflict'];

export type WireFact = string | number | WireMoney;
/** A reason as it travels: the API's problem body and an operation's `reason` share it. */
export type WireReason = {
  code: ReasonCode;
  facts: Record<string, WireFact>;
  nextActor: NextActor;
  money: MoneyEffect;
  remedies: RemedyKind[];
};

/** Writes a refusal's facts for the wire: amounts become strings of minor units. */
export function wireReason(refusal: Refusal): WireReason {
  const entry: Reason = REASONS[refusal.code];
  const facts: Record<string, WireFact> = {};
  const values = refusal as unknown as Record<string, string | number | Money>;
  for (const name of Object.keys(entry.facts)) {
    const value = values[name];
    if (value === undefined) throw new Error(`reason ${refusal.code} lacks its fact ${name}`);
    facts[name] =
      typeof value === 'object' ? { amount: value.minor.toString(), currency: value.currency } : value;
  }
  if (refusal.operationId !== undefined) facts['operationId'] = refusal.operationId;
  return {
    code: refusal.code,
    facts,
    nextActor: entry.nextActor,
    money: entry.money,
    remedies: [...entry.remedies],
  };
}

/** HTTP status of a code. */
export const statusOf = (code: ReasonCode): number => REASONS[code].status;
