import {
  type RiskFact,
  RISK_FACT_NAMES,
  type RuleForm,
  type RuleOperation,
  type RuleOutcome,
} from '#common/risk-rule';
import type { CustomerId, OperationId, RuleId, StaffId } from '#common/id';
import type { Currency, Money } from '#common/money';
import type { Temporal } from '#platform/clock';

/** One version of a rule; it never changes. */
export type Rule = RuleForm & {
  readonly id: RuleId;
  readonly version: number;
  /** Of the amounts in its conditions. */
  readonly currency: Currency;
  readonly writtenBy: StaffId | 'okpay';
  readonly writtenAt: Temporal.Instant;
};
/** `rul_…/2`: a rule in one version, as decisions name it. */
export type RuleRef = string;
export const refOf = ({ id, version }: Pick<Rule, 'id' | 'version'>): RuleRef => `${id}/${version}`;

/** The rules that were live together, by the number that decisions name them by. */
export type RuleSet = { readonly version: number; readonly rules: readonly Rule[] };

/** The value of each fact by its place: a whole number, null where nobody knows it, undefined where it was not asked for. */
export type Facts = readonly (bigint | null | undefined)[];
export type NamedFacts = Partial<Record<RiskFact, bigint | null>>;

export const factsFrom = (named: NamedFacts): Facts => RISK_FACT_NAMES.map((name) => named[name]);
export const isYes = (yes: boolean): bigint => (yes ? 1n : 0n);

/** As they are kept: text, since JSON has no whole numbers of this size; empty where a fact was not asked for, and left out at the end. */
export type KeptFacts = readonly (string | null)[];
const NOT_ASKED = '';
export function keepFacts(facts: Facts): KeptFacts {
  const known = facts.findLastIndex((fact) => fact !== undefined) + 1;
  return facts
    .slice(0, known)
    .map((fact) => (fact === undefined ? NOT_ASKED : fact === null ? null : fact.toString()));
}
export const factsOfKept = (kept: KeptFacts): Facts =>
  RISK_FACT_NAMES.map((_, place) => {
    const value = kept[place] ?? (place < kept.length ? null : undefined);
    return value === undefined || value === NOT_ASKED ? undefined : value === null ? null : BigInt(value);
  });

/** What became of a payment or a top-up by the rules, with all that matched. */
export type Verdict = {
  readonly set: number;
  /** What its amounts are counted in. */
  readonly currency: Currency;
  readonly outcome: 'allow' | RuleOutcome;
  /** The strong factor is asked for, also where a higher outcome won. */
  readonly needsFactor: boolean;
  /** The highest outcome first. */
  readonly matched: readonly Rule[];
  readonly facts: Facts;
};

/** The same as it is kept with an operation. */
export type KeptVerdict = {
  readonly set: number;
  /** Decisions of before 1 December 2026 do not say it: those were counted in the currency of their rules. */
  readonly currency?: Currency;
  readonly outcome: Verdict['outcome'];
  readonly matched: readonly RuleRef[];
  readonly facts: KeptFacts;
};
export const keepVerdict = ({ set, currency, outcome, matched, facts }: Verdict): KeptVerdict => ({
  set,
  currency,
  outcome,
  matched: matched.map(refOf),
  facts: keepFacts(facts),
});

/** A decision that was not simply yes. */
export type Decision = {
  readonly at: Temporal.Instant;
  readonly about: RuleOperation;
  /** At the proof of presence, or when the money was to move. */
  readonly stage: 'proof' | 'payment';
  readonly payer: CustomerId;
  readonly payee: CustomerId | null;
  readonly operation: OperationId | null;
  readonly amount: Money;
  readonly verdict: Verdict;
};
