import type { Currency } from '#common/money';
import type { Reader } from '#platform/db';
import { type CompiledSet, compileSet, type Counting } from './evaluate.ts';
import type { RuleSet } from './rule.ts';
import { findLiveVersion, findSet } from './store.ts';

/**
 * The rules of this process, ready to decide by. What is live the database says, with each question; only a set that was not seen before
 * is read, since a set never changes.
 */
export type RuleBook = {
  /** The set of a version that was just asked for with other facts. */
  at(read: Reader, version: number, counting: Counting): Promise<CompiledSet>;
  live(read: Reader, counting: Counting): Promise<CompiledSet>;
};

type Kept = {
  readonly rules: RuleSet;
  /** Other currencies than the one that is counted in, whose rates the compiled bounds hang on. */
  readonly currencies: readonly Currency[];
  readonly compiled: CompiledSet;
  readonly key: string;
};

export function createRuleBook(): RuleBook {
  let known: Kept | null = null;
  const at = async (read: Reader, version: number, counting: Counting): Promise<CompiledSet> => {
    if (known?.rules.version === version) {
      const key = countingKey(known.currencies, counting);
      if (known.key === key) return known.compiled;
    }
    const rules = known?.rules.version === version ? known.rules : await findSet(read, version);
    const currencies = [...new Set(rules.rules.map((rule) => rule.currency))];
    const key = countingKey(currencies, counting);
    const compiled = compileSet(rules, counting);
    // A slower process of reading does not bring an older set back.
    if (!known || known.rules.version <= version) known = { rules, currencies, compiled, key };
    return compiled;
  };
  return { at, live: async (read, counting) => at(read, await findLiveVersion(read), counting) };
}

/** What the compiled bounds hang on: the currency, and of the rates those that are used. */
function countingKey(currencies: readonly Currency[], { currency, rates }: Counting): string {
  const foreign = currencies.filter((each) => each !== currency);
  if (foreign.length === 0) return currency;
  const rateOf = (each: Currency): string => {
    const rate = rates.rates[each];
    return rate ? `${each}${rate.mantissa}e${rate.scale}` : each;
  };
  return [currency, ...foreign].map(rateOf).join(' ');
}
