import {
  type Condition,
  RISK_FACT_NAMES,
  RISK_FACTS,
  type RuleOperation,
  type RuleOutcome,
} from '#common/risk-rule';
import { type Currency, money } from '#common/money';
import { unreachable } from '#common/result';
import { convertUp, type RateTable } from '../rates/convert.ts';
import type { Facts, Rule, RuleSet, Verdict } from './rule.ts';

/** True or false; undefined where the fact was not asked for yet. */
type Test = (facts: Facts) => boolean | undefined;
export type CompiledRule = {
  readonly rule: Rule;
  readonly tests: readonly Test[];
  /** Where its facts stand in the list. */
  readonly places: readonly number[];
  /** Its place in the set, the highest outcome first. */
  readonly rank: number;
};
export type CompiledSet = {
  readonly version: number;
  /** What facts are to be counted in. */
  readonly currency: Currency;
  /** The rules about each operation, highest outcome first. */
  readonly about: Readonly<Record<RuleOperation, readonly CompiledRule[]>>;
};
/** What amounts are compared in: rules that name theirs in another currency are converted by these rates. */
export type Counting = { readonly currency: Currency; readonly rates: RateTable };

const RANK: Record<RuleOutcome, number> = { block: 3, hold: 2, step_up: 1 };

/** Made once when a set is read; deciding walks arrays of closures and parses nothing. */
export function compileSet({ version, rules }: RuleSet, counting: Counting): CompiledSet {
  const ranked = rules
    .map((rule) => compileRule(rule, counting))
    .toSorted((a, b) => RANK[b.rule.outcome] - RANK[a.rule.outcome])
    .map((compiled, rank) => ({ ...compiled, rank }));
  const about = (operation: RuleOperation): CompiledRule[] =>
    ranked.filter(({ rule }) => rule.operations.includes(operation));
  return {
    version,
    currency: counting.currency,
    about: { transfer: about('transfer'), top_up: about('top_up'), withdrawal: about('withdrawal') },
  };
}

export const compileRule = (rule: Rule, counting: Counting): CompiledRule => ({
  rule,
  tests: rule.conditions.map((condition) => testOf(condition, rule.currency, counting)),
  places: rule.conditions.map(({ fact }) => RISK_FACT_NAMES.indexOf(fact)),
  rank: 0,
});

function testOf({ fact, op, value: text, until }: Condition, currency: Currency, counting: Counting): Test {
  const place = RISK_FACT_NAMES.indexOf(fact);
  const bound =
    RISK_FACTS[fact] === 'money'
      ? convertUp(money(BigInt(text), currency), counting.currency, counting.rates).minor
      : BigInt(text);
  const holds = comparisonOf(op, bound, BigInt(until ?? '0'));
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

/** What a first look leaves: the rules that hold by what is known, and those that turn on what was not asked for, both highest outcome first. */
export type FirstLook = {
  readonly held: readonly CompiledRule[];
  readonly open: readonly CompiledRule[];
};

/** Looks at every rule once by what is known; what is refuted by it need not be looked at again when more is known. */
export function firstLook(set: CompiledSet, about: RuleOperation, facts: Facts): FirstLook {
  const held: CompiledRule[] = [];
  const open: CompiledRule[] = [];
  for (const compiled of set.about[about]) {
    const holds = matches(compiled, facts);
    if (holds === undefined) open.push(compiled);
    else if (holds) held.push(compiled);
  }
  return { held, open };
}

/** The facts that these rules turn on and that were not asked for, by their place. */
export function factsAskedBy(open: readonly CompiledRule[], facts: Facts): ReadonlySet<number> {
  const asked = new Set<number>();
  for (const { places } of open) for (const place of places) if (facts[place] === undefined) asked.add(place);
  return asked;
}

/** Decides by all facts what a first look left open. Null: it still turns on facts that are to be asked for. */
export function secondLook(set: CompiledSet, { held, open }: FirstLook, facts: Facts): Verdict | null {
  const more: CompiledRule[] = [];
  for (const compiled of open) {
    const holds = matches(compiled, facts);
    if (holds === undefined) return null;
    if (holds) more.push(compiled);
  }
  // Each list stands in the order of the set; together they are to stand in it too.
  const matched = more.length === 0 ? held : [...held, ...more].toSorted((a, b) => a.rank - b.rank);
  return verdictOf(set, matched, facts);
}

/** Null: it turns on facts that are to be asked for. The highest outcome wins; every rule that matched is told. */
export function evaluate(set: CompiledSet, about: RuleOperation, facts: Facts): Verdict | null {
  const look = firstLook(set, about, facts);
  return look.open.length > 0 ? null : verdictOf(set, look.held, facts);
}

function verdictOf(set: CompiledSet, held: readonly CompiledRule[], facts: Facts): Verdict {
  const matched = held.map(({ rule }) => rule);
  return {
    set: set.version,
    currency: set.currency,
    outcome: matched[0]?.outcome ?? 'allow',
    needsFactor: matched.some(({ outcome }) => outcome === 'step_up'),
    matched,
    facts,
  };
}
