import { type Condition, RISK_FACT_NAMES, type RuleOutcome } from '#common/risk-rule';
import type { Currency } from '#common/money';
import { unreachable } from '#common/result';
import type { Facts, Rule, RuleSet, Verdict } from './rule.ts';

/** True or false; undefined where the fact was not asked for yet. */
type Test = (facts: Facts) => boolean | undefined;
export type CompiledRule = { readonly rule: Rule; readonly tests: readonly Test[] };
export type CompiledSet = {
  readonly version: number;
  /** Of all amounts in it; null where there is no rule. */
  readonly currency: Currency | null;
  /** Highest outcome first. */
  readonly rules: readonly CompiledRule[];
};

const RANK: Record<RuleOutcome, number> = { block: 3, hold: 2, step_up: 1 };

/** Made once when a set is read; deciding walks arrays of closures and parses nothing. */
export const compileSet = ({ version, rules }: RuleSet): CompiledSet => ({
  version,
  currency: rules[0]?.currency ?? null,
  rules: rules.map(compileRule).toSorted((a, b) => RANK[b.rule.outcome] - RANK[a.rule.outcome]),
});

export const compileRule = (rule: Rule): CompiledRule => ({ rule, tests: rule.conditions.map(testOf) });

function testOf({ fact, op, value: text, until }: Condition): Test {
  const place = RISK_FACT_NAMES.indexOf(fact);
  const holds = comparisonOf(op, BigInt(text), BigInt(until ?? '0'));
  return (facts) => {
    const value = facts[place];
    // What nobody can know is no ground for anything.
    return value === null ? false : value === undefined ? undefined : holds(value);
  };
}

function comparisonOf(op: Condition['op'], bound: bigint, until: bigint): (value: bigint) => boolean {
  switch (op) {
    case 'above':
      return (value) => value > bound;
    case 'at_least':
      return (value) => value >= bound;
    case 'below':
      return (value) => value < bound;
    case 'is':
      return (value) => value === bound;
    case 'between':
      return bound < until
        ? (value) => value >= bound && value < until
        : (value) => value >= bound || value < until;
    default:
      return unreachable(op);
  }
}

/** Whether all conditions of a rule hold; undefined if that turns on facts that were not asked for. */
export function matches({ tests }: CompiledRule, facts: Facts): boolean | undefined {
  let isOpen = false;
  for (const test of tests) {
    const holds = test(facts);
    if (holds === false) return false;
    if (holds === undefined) isOpen = true;
  }
  return isOpen ? undefined : true;
}

/** Null: it turns on the histories, which are to be asked for. The highest outcome wins; every rule that matched is told. */
export function evaluate(set: CompiledSet, facts: Facts): Verdict | null {
  const matched: Rule[] = [];
  for (const compiled of set.rules) {
    const holds = matches(compiled, facts);
    if (holds === undefined) return null;
    if (holds) matched.push(compiled.rule);
  }
  return {
    set: set.version,
    outcome: matched[0]?.outcome ?? 'allow',
    needsFactor: matched.some(({ outcome }) => outcome === 'step_up'),
    matched,
    facts,
  };
}
