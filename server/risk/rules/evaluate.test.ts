import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Condition, RISK_FACT_NAMES, ruleSchema, type RuleForm } from '#common/risk-rule';
import { newId } from '#platform/ids';
import { systemClock } from '#platform/clock';
import { after } from './change-rules.ts';
import type { RateTable } from '../rates/convert.ts';
import { compileSet, evaluate, factsAskedBy, firstLook, secondLook } from './evaluate.ts';
import { factsFrom, factsOfKept, keepFacts, type NamedFacts, type Rule } from './rule.ts';
import { tellBlock, tellFactor } from './tell-verdict.ts';

const rate = (mantissa: bigint) => ({ mantissa, scale: 4 });
const rates: RateTable = {
  day: '2026-11-20',
  source: 'sample',
  rates: { EUR: rate(10_000n), USD: rate(11_650n), CNY: rate(83_000n) },
};
const COUNTED = { currency: 'CNY', rates } as const;
const rule = (changes: Partial<Rule> = {}): Rule => ({
  id: newId('rul'),
  version: 1,
  name: 'a rule',
  operations: ['transfer'],
  outcome: 'step_up',
  reason: 'unusual',
  conditions: [{ fact: 'amount', op: 'above', value: '100000' }],
  currency: 'CNY',
  writtenBy: 'okpay',
  writtenAt: systemClock.now(),
  ...changes,
});
const decide = (rules: readonly Rule[], facts: NamedFacts) =>
  evaluate(compileSet({ version: 7, rules }, COUNTED), 'transfer', factsFrom(facts));
const one = (condition: Condition, facts: NamedFacts): string =>
  decide([rule({ conditions: [condition] })], facts)?.outcome ?? 'asks for the histories';

describe('a condition', () => {
  const table: [string, Condition, NamedFacts, string][] = [
    ['above leaves the bound alone', { fact: 'amount', op: 'above', value: '100' }, { amount: 100n }, 'allow'],
    ['above', { fact: 'amount', op: 'above', value: '100' }, { amount: 101n }, 'step_up'],
    ['at least takes the bound', { fact: 'amount', op: 'at_least', value: '100' }, { amount: 100n }, 'step_up'],
    ['below', { fact: 'payee_age', op: 'below', value: '1' }, { payee_age: 0n }, 'step_up'],
    ['below leaves the bound alone', { fact: 'payee_age', op: 'below', value: '1' }, { payee_age: 1n }, 'allow'],
    ['yes', { fact: 'first_payment', op: 'is', value: '1' }, { first_payment: 1n }, 'step_up'],
    ['no', { fact: 'first_payment', op: 'is', value: '1' }, { first_payment: 0n }, 'allow'],
    ['hours of a day', { fact: 'hour', op: 'between', value: '9', until: '17' }, { hour: 16n }, 'step_up'],
    ['the last hour is out', { fact: 'hour', op: 'between', value: '9', until: '17' }, { hour: 17n }, 'allow'],
    ['hours over midnight, before', { fact: 'hour', op: 'between', value: '22', until: '6' }, { hour: 23n }, 'step_up'],
    ['hours over midnight, after', { fact: 'hour', op: 'between', value: '22', until: '6' }, { hour: 5n }, 'step_up'],
    ['hours over midnight, outside', { fact: 'hour', op: 'between', value: '22', until: '6' }, { hour: 6n }, 'allow'],
    ['what nobody knows is no ground', { fact: 'payee_age', op: 'below', value: '9' }, { payee_age: null }, 'allow'],
    ['what was not asked for is asked for', { fact: 'payers_day', op: 'above', value: '9' }, {}, 'asks for the histories'],
  ]; // prettier-ignore
  for (const [name, condition, facts, outcome] of table)
    test(name, () => assert.equal(one(condition, facts), outcome));
});

describe('a set of rules', () => {
  test('takes the highest outcome and keeps every rule that matched', () => {
    const [asks, blocks] = [rule(), rule({ outcome: 'block', reason: 'unsafe_pattern' })];
    const verdict = decide(
      [asks, rule({ conditions: [{ fact: 'amount', op: 'below', value: '1' }] }), blocks],
      {
        amount: 100_001n,
      },
    );
    assert.equal(verdict?.outcome, 'block');
    assert.deepEqual(verdict?.matched, [blocks, asks]);
    assert.ok(verdict?.needsFactor, 'the factor is asked for before it is refused');
  });

  test('asks for the histories only where what is known does not answer', () => {
    const mule = rule({
      conditions: [
        { fact: 'payers_day', op: 'above', value: '5' },
        { fact: 'amount', op: 'above', value: '100000' },
      ],
    });
    assert.equal(decide([mule], { amount: 100_000n })?.outcome, 'allow', 'too small to matter');
    assert.equal(decide([mule], { amount: 100_001n }), null);
    assert.equal(decide([mule], { amount: 100_001n, payers_day: 6n })?.outcome, 'step_up');
  });

  test('names the facts that are to be asked for, and no others', () => {
    const [open, refuted] = [
      rule({ conditions: [{ fact: 'payers_day', op: 'above', value: '5' }] }),
      rule({
        conditions: [
          { fact: 'amount', op: 'above', value: '9' },
          { fact: 'device_count_day', op: 'above', value: '5' },
        ],
      }),
    ];
    const set = compileSet({ version: 7, rules: [open, refuted] }, COUNTED);
    const facts = factsFrom({ amount: 9n });
    const asked = factsAskedBy(firstLook(set, 'transfer', facts).open, facts);
    assert.deepEqual([...asked].map((place) => RISK_FACT_NAMES[place]), ['payers_day']);
    assert.equal(firstLook(set, 'top_up', facts).open.length, 0);
  }); // prettier-ignore

  test('says the same whether it looks once with all facts or twice, first with some of them', () => {
    const facts = ['amount', 'payers_day', 'device_count_day'] as const;
    const condition = fc.record({
      fact: fc.constantFrom(...facts),
      op: fc.constantFrom('above' as const, 'below' as const),
      value: fc.constantFrom('1', '2', '3'),
    });
    const some = fc.record({
      conditions: fc.array(condition, { minLength: 1, maxLength: 3 }),
      outcome: fc.constantFrom('step_up' as const, 'hold' as const, 'block' as const),
    });
    const value = fc.bigInt({ min: 0n, max: 4n });
    const named = fc.record({ amount: value, payers_day: value, device_count_day: value });
    const known = fc.subarray([...facts]);
    fc.assert(
      fc.property(fc.array(some.map(rule), { maxLength: 8 }), named, known, (rules, all, first) => {
        const set = compileSet({ version: 7, rules }, COUNTED);
        const partly = factsFrom(Object.fromEntries(first.map((fact) => [fact, all[fact]])));
        const look = firstLook(set, 'transfer', partly);
        assert.deepEqual(secondLook(set, look, factsFrom(all)), evaluate(set, 'transfer', factsFrom(all)));
        assert.equal(factsAskedBy(look.open, partly).size > 0, look.open.length > 0);
      }),
    );
  });

  test('decides about the operations that its rules name, and no others', () => {
    const both = rule({ operations: ['transfer', 'top_up'] });
    const topUps = rule({ operations: ['top_up'], outcome: 'hold', reason: 'review' });
    const set = compileSet({ version: 7, rules: [rule(), both, topUps] }, COUNTED);
    const facts = factsFrom({ amount: 100_001n });
    assert.deepEqual(evaluate(set, 'top_up', facts)?.matched, [topUps, both]);
    assert.equal(evaluate(set, 'transfer', facts)?.outcome, 'step_up');
  });

  test('compares amounts in the base currency, whatever a rule was written in', () => {
    const euro = rule({ currency: 'EUR', conditions: [{ fact: 'amount', op: 'above', value: '10000' }] });
    const inCny = (amount: bigint) => decide([euro], { amount })?.outcome;
    assert.deepEqual([inCny(830_00n), inCny(830_01n)], ['allow', 'step_up']);
    const inUsd = compileSet({ version: 7, rules: [euro] }, { currency: 'USD', rates });
    const outcome = (amount: bigint) => evaluate(inUsd, 'transfer', factsFrom({ amount }))?.outcome;
    assert.deepEqual([outcome(116_50n), outcome(116_51n)], ['allow', 'step_up']);
  });

  test('tells of several reasons for the factor the one that says most', () => {
    const large = rule({ reason: 'large_sum' });
    const verdict = decide([rule({ reason: 'unusual' }), rule({ reason: 'first_payment' }), large], {
      amount: 100_001n,
    });
    assert.ok(verdict);
    const above = { minor: 100_000n, currency: 'CNY' };
    assert.deepEqual(tellFactor(verdict, { holdsOne: true }), { code: 'strong_factor_required', above });
    assert.deepEqual(tellFactor(verdict, { holdsOne: false }), { code: 'strong_factor_missing', above });
    assert.equal(tellBlock(verdict), null);
  });

  test('turns one rule on, newer, or off, and refuses a change that changes nothing', () => {
    const [a, b] = [rule(), rule()];
    const set = { rules: [a, b] };
    const ids = (rules: ReturnType<typeof after>) => rules?.map(({ id, version }) => `${id}/${version}`);
    assert.deepEqual(ids(after(set, { rule: a.id, version: 2, change: 'on' })), [`${b.id}/1`, `${a.id}/2`]);
    assert.deepEqual(ids(after(set, { rule: a.id, version: 1, change: 'off' })), [`${b.id}/1`]);
    assert.equal(after(set, { rule: a.id, version: 1, change: 'on' }), null);
    assert.equal(after(set, { rule: newId('rul'), version: 1, change: 'off' }), null);
  });
});

test('law: facts are the same after they were kept and read, so that a replay decides by the same ones', () => {
  const value = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.constantFrom(null, undefined));
  const facts = fc.array(value, { minLength: RISK_FACT_NAMES.length, maxLength: RISK_FACT_NAMES.length });
  fc.assert(
    fc.property(facts, (before) => {
      assert.deepEqual(factsOfKept(JSON.parse(JSON.stringify(keepFacts(before)))), before);
    }),
  );
});

test('law: whatever the histories say, a rule that what is known refutes does not match', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 100_000n }),
      fc.bigInt({ min: 0n, max: 1000n }),
      (amount, payers) => {
        const both = rule({
          conditions: [...rule().conditions, { fact: 'payers_day', op: 'at_least', value: '0' }],
        });
        assert.equal(decide([both], { amount })?.outcome, 'allow');
        assert.equal(decide([both], { amount, payers_day: payers })?.outcome, 'allow');
      },
    ),
  );
});

describe('a rule that somebody writes', () => {
  const form = (changes: object = {}): unknown => ({
    name: 'Night',
    outcome: 'block',
    reason: 'too_many',
    conditions: [{ fact: 'sent_count_hour', op: 'at_least', value: '20' }],
    ...changes,
  });
  const table: [string, object, boolean][] = [
    ['is taken', {}, true],
    ['has a reason that fits its outcome', { reason: 'first_payment' }, false],
    ['names the sum where its reason does', { outcome: 'step_up', reason: 'large_sum' }, false],
    [
      'compares a fact as it can be compared',
      { conditions: [{ fact: 'hour', op: 'above', value: '2' }] },
      false,
    ],
    ['has both ends of a span', { conditions: [{ fact: 'hour', op: 'between', value: '2' }] }, false],
    [
      'knows hours up to 23',
      { conditions: [{ fact: 'hour', op: 'between', value: '22', until: '24' }] },
      false,
    ],
    ['says yes or no', { conditions: [{ fact: 'first_payment', op: 'is', value: '2' }] }, false],
    ['counts in whole numbers', { conditions: [{ fact: 'amount', op: 'above', value: '1.5' }] }, false],
    [
      'is about facts that there are',
      { conditions: [{ fact: 'shoe_size', op: 'above', value: '44' }] },
      false,
    ],
    ['has conditions', { conditions: [] }, false],
    ['is about top-ups too', { operations: ['transfer', 'top_up'] }, true],
    ['is about something', { operations: [] }, false],
    ['is about what there is', { operations: ['exchange'] }, false],
    [
      'asks nothing that one of its operations does not have',
      { operations: ['transfer', 'top_up'], conditions: [{ fact: 'payee_age', op: 'below', value: '1' }] },
      false,
    ],
    [
      'tells nobody of a first payment who tops up',
      { operations: ['top_up'], outcome: 'step_up', reason: 'first_payment' },
      false,
    ],
  ];
  for (const [name, changes, isGood] of table)
    test(name, () => assert.equal(ruleSchema.safeParse(form(changes) as RuleForm).success, isGood));
});
