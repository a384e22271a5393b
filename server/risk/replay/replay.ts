import { RISK_FACT_NAMES, type RuleForm, type RuleOperation } from '#common/risk-rule';
import type { OperationId } from '#common/id';
import { type Currency, money } from '#common/money';
import { decisionsSince, type KeptDecision } from '#operations';
import { textOf, type Clock, type Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { newId } from '#platform/ids';
import { convertUp, type RateTable } from '../rates/convert.ts';
import { ratesAt } from '../rates/store.ts';
import {
  type CompiledRule,
  type CompiledSet,
  compileRule,
  compileSet,
  type Counting,
  evaluate,
  matches,
} from '../rules/evaluate.ts';
import { historyFacts, withHistory } from '../rules/history-facts.ts';
import {
  type Facts,
  factsOfKept,
  type KeptVerdict,
  keepVerdict,
  type Rule,
  type RuleSet,
} from '../rules/rule.ts';
import { findSet, type Label, labelsOf, payeesOf } from '../rules/store.ts';

/** Payments that one replay looks at; a busier installation chooses fewer days. */
export const REPLAY_MAX = 50_000;
/** Payments whose histories are asked for at once. */
const AT_ONCE = 200;
/** Hits that are shown one by one. */
const SHOWN_MAX = 20;

export type ReplayAsked = {
  readonly form: RuleForm;
  /** Of the amounts in its conditions. */
  readonly currency: Currency;
  /** What amounts are counted and told in. */
  readonly base: Currency;
  readonly days: number;
  readonly timeZone: string;
};
type Past = KeptDecision & {
  readonly about: RuleOperation;
  readonly kept: KeptVerdict;
  readonly facts: Facts;
};
/** With what amounts among the facts are in. */
type Hit = Past & { readonly label: Label | null; readonly countedIn: Currency };
export type Replay = {
  /** Payments, top-ups and withdrawals, as far as the rule is about them. */
  readonly payments: number;
  readonly money: bigint;
  /** Decisions that the rules of their time would not make again: there are none, or something is broken. */
  readonly differences: number;
  readonly hits: number;
  readonly moneyHit: bigint;
  /** Of the hits: a rule of the time had something to say as well. */
  readonly alreadyCaught: number;
  readonly fraud: number;
  readonly falseAlarms: number;
  /** Known fraud that the rule lets pass. */
  readonly missedFraud: number;
  readonly byDay: readonly { readonly day: string; readonly payments: number; readonly hits: number }[];
  readonly shown: readonly Hit[];
  /** There were more payments than are looked at. */
  readonly isPartial: boolean;
};

/**
 * What a rule would have done: it is tried on the facts that were kept with each payment and top-up, not on what is known today. Facts
 * that nobody asked for then are made from the histories as they stood at that moment; those of a browser cannot be.
 */
export async function replay(
  read: Reader,
  clock: Clock,
  { form, currency, base, days, timeZone }: ReplayAsked,
): Promise<Replay> {
  const since = clock.now().subtract({ hours: days * 24 });
  const found = await decisionsSince(read, { kinds: form.operations, since, limit: REPLAY_MAX + 1 });
  const past = found.slice(0, REPLAY_MAX).flatMap(pastOf);
  const book = countingBook(read, base);
  const hits = await hitsOf(read, ruleOf(form, currency, clock.now()), { past, book });
  const labels = await labelsOf(
    read,
    past.map(({ id }) => id),
  );
  const hitIds = new Set<OperationId>(hits.map(({ id }) => id));
  const labelled = (label: Label): OperationId[] =>
    past.map(({ id }) => id).filter((id) => labels.get(id) === label);
  const caught = (ids: readonly OperationId[]): number => ids.filter((id) => hitIds.has(id)).length;
  const fraud = labelled('fraud');
  const shown = hits.slice(-SHOWN_MAX).toReversed();
  return {
    payments: past.length,
    money: await moneyOf(past, book),
    differences: await differencesOf(past, book),
    hits: hits.length,
    moneyHit: await moneyOf(hits, book),
    alreadyCaught: hits.filter(({ kept }) => kept.outcome !== 'allow').length,
    fraud: caught(fraud),
    falseAlarms: caught(labelled('not_fraud')),
    missedFraud: fraud.length - caught(fraud),
    byDay: byDay(past, hitIds, timeZone),
    shown: await Promise.all(
      shown.map(async (hit) => ({
        ...hit,
        label: labels.get(hit.id) ?? null,
        countedIn: (await book.countingOf(hit)).currency,
      })),
    ),
    isPartial: found.length > REPLAY_MAX,
  };
}

type CountingBook = ReturnType<typeof countingBook>;
/** How amounts of the past were counted: in which currency, by the rates of their day, against which set. Each is read once. */
function countingBook(read: Reader, base: Currency) {
  const rates = new Map<string, Promise<RateTable>>();
  const sets = new Map<number, Promise<RuleSet>>();
  const compiled = new Map<string, CompiledSet>();
  const kept = <K, V>(of: Map<K, Promise<V>>, key: K, ask: () => Promise<V>): Promise<V> => {
    const known = of.get(key) ?? ask();
    of.set(key, known);
    return known;
  };
  const setOf = (version: number) => kept(sets, version, () => findSet(read, version));
  const countingOf = async ({
    at,
    kept: { currency, set },
  }: Pick<Past, 'at' | 'kept'>): Promise<Counting> => ({
    // Decisions of before said no currency: theirs was that of their rules, or the base where there were none.
    currency: currency ?? (await setOf(set)).rules[0]?.currency ?? base,
    rates: await kept(rates, textOf(at).slice(0, 10), () => ratesAt(read, at)),
  });
  const compiledFor = async (past: Past): Promise<CompiledSet> => {
    const counting = await countingOf(past);
    const key = `${past.kept.set} ${counting.currency} ${counting.rates.day}`;
    const known = compiled.get(key) ?? compileSet(await setOf(past.kept.set), counting);
    compiled.set(key, known);
    return known;
  };
  return { base, countingOf, compiledFor };
}

/** How many of these decisions the rules of their time would not make again on the facts that were kept. */
async function differencesOf(past: readonly Past[], book: CountingBook): Promise<number> {
  let differences = 0;
  for (const one of past) {
    const verdict = evaluate(await book.compiledFor(one), one.about, one.facts);
    const { currency, ...again } = verdict ? keepVerdict(verdict) : {};
    const { currency: then, ...kept } = one.kept;
    if (JSON.stringify(again) !== JSON.stringify(kept) || (then ?? currency) !== currency) differences += 1;
  }
  return differences;
}

/** Which rules were asked: those about withdrawals also about what is sent abroad. */
const aboutOf = (kind: KeptDecision['kind']): RuleOperation =>
  kind === 'cross_border' ? 'withdrawal' : kind === 'top_up' || kind === 'withdrawal' ? kind : 'transfer';

/** Payments of before there were rules have no facts to try one on. */
function pastOf(decided: KeptDecision): Past[] {
  const rules = decided.decision['rules'];
  if (typeof rules !== 'object' || rules === null || Array.isArray(rules)) return [];
  const about = aboutOf(decided.kind);
  const { set, currency, outcome, matched, facts } = rules as unknown as KeptVerdict;
  const kept = { set, ...(currency && { currency }), outcome, matched, facts };
  return [{ ...decided, about, kept, facts: factsOfKept(facts) }];
}

/** As if it were written now; nothing names it. */
const ruleOf = (form: RuleForm, currency: Currency, writtenAt: Temporal.Instant): Rule => ({
  ...form,
  id: newId('rul'),
  version: 1,
  currency,
  writtenBy: 'okpay',
  writtenAt,
});

async function hitsOf(
  read: Reader,
  rule: Rule,
  { past, book }: { past: readonly Past[]; book: CountingBook },
): Promise<Past[]> {
  const countings = await Promise.all(past.map((one) => book.countingOf(one)));
  const compiled = new Map<string, CompiledRule>();
  const ruleFor = (counting: Counting): CompiledRule => {
    const key = `${counting.currency} ${counting.rates.day}`;
    const known = compiled.get(key) ?? compileRule(rule, counting);
    compiled.set(key, known);
    return known;
  };
  const rules = countings.map(ruleFor);
  const answers = past.map(({ facts }, index) => rules[index] && matches(rules[index], facts));
  const open = past.flatMap((one, index) => {
    const counting = countings[index];
    return answers[index] === undefined && counting ? [{ ...one, counting }] : [];
  });
  const known = await historiesOf(read, rule, open);
  return past.filter((one, index) => {
    const compiledRule = rules[index];
    return answers[index] ?? (compiledRule && matches(compiledRule, known.get(one.id) ?? one.facts)) === true;
  });
}

/** The facts that a rule turns on and nobody asked for then, as the histories stood. */
async function historiesOf(
  read: Reader,
  rule: Rule,
  open: readonly (Past & { readonly counting: Counting })[],
): Promise<ReadonlyMap<OperationId, Facts>> {
  const known = new Map<OperationId, Facts>();
  const wanted = new Set(rule.conditions.map(({ fact }) => RISK_FACT_NAMES.indexOf(fact)));
  const payees = await payeesOf(
    read,
    open.filter(({ other }) => other === null).map(({ id }) => id),
  );
  for (let from = 0; from < open.length; from += AT_ONCE) {
    const part = open.slice(from, from + AT_ONCE);
    const asked = part.map(({ id, owner, other, at, amount, counting: { currency, rates } }) => {
      const payee = other ?? payees.get(id) ?? null;
      return { payer: owner, payee, at, amount, currency, rates, wanted, device: null };
    });
    const histories = await historyFacts(read, asked);
    for (const [index, { id, facts }] of part.entries())
      known.set(id, withHistory(facts, histories[index] ?? {}));
  }
  return known;
}

/** Amounts as the rules counted them, in the base currency. */
async function moneyOf(list: readonly Past[], book: CountingBook): Promise<bigint> {
  let sum = 0n;
  for (const one of list) {
    const { currency, rates } = await book.countingOf(one);
    sum += convertUp(money(one.facts[0] ?? 0n, currency), book.base, rates).minor;
  }
  return sum;
}

function byDay(past: readonly Past[], hits: ReadonlySet<OperationId>, timeZone: string): Replay['byDay'] {
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const days = new Map<string, { payments: number; hits: number }>();
  for (const { id, at } of past) {
    const day = clock.format(at.epochMilliseconds);
    const counted = days.get(day) ?? { payments: 0, hits: 0 };
    counted.payments += 1;
    if (hits.has(id)) counted.hits += 1;
    days.set(day, counted);
  }
  return Array.from(days, ([day, counted]) => ({ day, ...counted })).toSorted((a, b) =>
    a.day.localeCompare(b.day),
  );
}
