// What deciding a payment by the rules costs: 200 rules, a million payments of history, every fact that a rule turns on.
import { money } from '#common/money';
import { systemClock } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import { newSigningKey, signingKeysOf } from '#platform/signing-keys';
import { createRuleBook } from '#risk';
import { assess } from '#wallet';
import type { SuiteOptions } from '../main.ts';
import { type Figures, type Outcome, quantile } from '../report.ts';
import { type Pair, type RiskWorld, riskWorld } from './world.ts';

const FULL = { people: 20_000, operations: 1_000_000, rules: 200, asked: 5_000 };
const QUICK = { people: 500, operations: 10_000, rules: 200, asked: 200 };
const LIMITS = { baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' } as const;
/** A sum that no rule leaves alone before its last condition. */
const AMOUNT = money(26_00n, 'CNY');

export async function riskSuite({ quick, tell }: SuiteOptions): Promise<Outcome> {
  const sizes = quick ? QUICK : FULL;
  const world = await riskWorld(sizes, tell);
  try {
    const pairs = await world.pairs(sizes.asked);
    await world.restart();
    // Cold: PostgreSQL has just begun, this process has read no rule, and nobody is asked about twice.
    tell('cold: after a restart, everybody once');
    const cold = await decideEach(world, pairs);
    tell('warm: the same people again');
    const warm = await decideEach(world, pairs);
    return {
      figures: {
        rules: sizes.rules,
        operations: sizes.operations,
        decisions: pairs.length,
        ...times('cold', cold),
        ...times('warm', warm),
      },
      goals: [
        { figure: 'cold_p99_ms', atMost: 5 },
        { figure: 'warm_p99_ms', atMost: 5 },
      ],
    };
  } finally {
    await world.close();
  }
}

/** One after the other, as somebody who pays alone waits for it. */
async function decideEach({ db }: RiskWorld, pairs: readonly Pair[]): Promise<number[]> {
  const signingKeys = signingKeysOf([newSigningKey('bench', systemClock.now())]);
  const deps = { db, clock: systemClock, limits: LIMITS, rules: createRuleBook(), signingKeys };
  const taken: number[] = [];
  for (const { payer, payee } of pairs) {
    const began = performance.now();
    const asked = {
      action: 'transfer',
      quote: null,
      payer,
      payee,
      amount: AMOUNT,
      device: sha256(payer),
    } as const;
    const assessed = await assess(deps, asked);
    taken.push(performance.now() - began);
    if (!assessed.ok || !assessed.value.verdict.facts.some((fact, place) => fact !== undefined && place > 9))
      throw new Error('the histories were not asked for');
  }
  return taken.toSorted((a, b) => a - b);
}

const times = (name: string, sorted: readonly number[]): Figures => ({
  [`${name}_p50_ms`]: quantile(sorted, 0.5),
  [`${name}_p99_ms`]: quantile(sorted, 0.99),
  [`${name}_max_ms`]: sorted.at(-1) ?? Number.NaN,
});
