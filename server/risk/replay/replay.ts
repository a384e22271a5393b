import type { RuleForm } from '#common/risk-rule';
import type { OperationId } from '#common/id';
import type { Currency } from '#common/money';
import { decisionsSince, type KeptDecision } from '#operations';
import { textOf, type Clock, type Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { newId } from '#platform/ids';
import type { RateTable } from '../rates/convert.ts';
import { ratesAt } from '../rates/store.ts';
import {
  type CompiledRule,
  type CompiledSet,
  compileRule,
  compileSet,
  evaluate,
  matches,
} from '../rules/evaluate.ts';
import { historyFacts, withHistory } from '../rules/history-facts.ts';
import { type Facts, factsOfKept, type KeptVerdict, keepVerdict, type Rule } from '../rules/rule.ts';
import { findSet, type Label, labelsOf, payeesOf } from '../rules/store.ts';

/** Payments that one replay looks at; a busier installation chooses fewer days. */
export const REPLAY_MAX = 50_000;
/** Payments whose histories are asked for at once. */
const AT_ONCE = 200;
/** Hits that are shown one by one. */
const SHOWN_MAX = 20;

export type ReplayAsked = {
  readonly form: RuleForm;
  readonly currency: Currency;
  readonly days: number;
  readonly timeZone: string;
};
type Past = KeptDecision & { readonly kept: KeptVerdict; readonly facts: Facts };
type Hit = Past & { readonly label: Label | null };
export type Replay = {
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
 * What a rule would have done: it is tried on the facts that were kept with each payment, not on what is known today. Facts that nobody
 * asked for then are made from the histories as they stood at that moment.
 */
export async function replay(
  read: Reader,
  clock: Clock,
  { form, currency, days, timeZone }: ReplayAsked,
): Promise<Replay> {
  const since = clock.now().subtract({ hours: days * 24 });
  const found = await decisionsSince(read, { kind: 'transfer', since, limit: REPLAY_MAX + 1 });
  const past = found.slice(0, REPLAY_MAX).flatMap(pastOf);
  const hits = await hitsOf(read, compileRule(ruleOf(form, currency, clock.now())), { past, currency });
  const labels = await labelsOf(
    read,
    past.map(({ id }) => id),
  );
  const hitIds = new Set<OperationId>(hits.map(({ id }) => id));
  const labelled = (label: Label): OperationId[] =>
    past.map(({ id }) => id).filter((id) => labels.get(id) === label);
  const caught = (ids: readonly OperationId[]): number => ids.filter((id) => hitIds.has(id)).length;
  const fraud = labelled('fraud');
  return {
    payments: past.length,
    money: moneyOf(past),
    differences: await differencesOf(read, past),
    hits: hits.length,
    moneyHit: moneyOf(hits),
    alreadyCaught: hits.filter(({ kept }) => kept.outcome !== 'allow').length,
    fraud: caught(fraud),
    falseAlarms: caught(labelled('not_fraud')),
    missedFraud: fraud.length - caught(fraud),
    byDay: byDay(past, hitIds, timeZone),
    shown: hits
      .slice(-SHOWN_MAX)
      .toReversed()
      .map((hit) => ({ ...hit, label: labels.get(hit.id) ?? null })),
    isPartial: found.length > REPLAY_MAX,
  };
}

/** How many of these decisions the rules of their time would not make again on the facts that were kept. */
async function differencesOf(read: Reader, past: readonly Past[]): Promise<number> {
  const sets = new Map<number, CompiledSet>();
  for (const version of new Set(past.map(({ kept }) => kept.set)))
    sets.set(version, compileSet(await findSet(read, version)));
  return past.filter(({ kept, facts }) => {
    const set = sets.get(kept.set);
    const verdict = set && evaluate(set, facts);
    return !verdict || JSON.stringify(keepVerdict(verdict)) !== JSON.stringify(kept);
  }).length;
}

/** Payments of before there were rules have no facts to try one on. */
function pastOf(decided: KeptDecision): Past[] {
  const rules = decided.decision['rules'];
  if (typeof rules !== 'object' || rules === null || Array.isArray(rules)) return [];
  const { set, outcome, matched, facts } = rules as unknown as KeptVerdict;
  return [{ ...decided, kept: { set, outcome, matched, facts }, facts: factsOfKept(facts) }];
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
  rule: CompiledRule,
  { past, currency }: { past: readonly Past[]; currency: Currency },
): Promise<Past[]> {
  const answers = past.map(({ facts }) => matches(rule, facts));
  const open = past.filter((_, index) => answers[index] === undefined);
  const known = new Map<OperationId, Facts>();
  const rates = ratesByDay(read);
  const payees = await payeesOf(
    read,
    open.filter(({ other }) => other === null).map(({ id }) => id),
  );
  for (let from = 0; from < open.length; from += AT_ONCE) {
    const part = open.slice(from, from + AT_ONCE);
    const asked = [];
    for (const { id, owner, other, at, facts } of part)
      asked.push({
        payer: owner,
        payee: other ?? payees.get(id) ?? null,
        at,
        amount: { minor: facts[0] ?? 0n, currency },
        currency,
        rates: await rates(at),
      });
    const histories = await historyFacts(read, asked);
    for (const [index, { id, facts }] of part.entries())
      known.set(id, withHistory(facts, histories[index] ?? {}));
  }
  return past.filter(
    ({ id, facts }, index) => answers[index] ?? matches(rule, known.get(id) ?? facts) === true,
  );
}

function ratesByDay(read: Reader): (at: Temporal.Instant) => Promise<RateTable> {
  const known = new Map<string, Promise<RateTable>>();
  return (at) => {
    const day = textOf(at).slice(0, 10);
    const rates = known.get(day) ?? ratesAt(read, at);
    known.set(day, rates);
    return rates;
  };
}

/** Amounts as the rules counted them. */
const moneyOf = (list: readonly Past[]): bigint =>
  list.reduce((sum, { facts }) => sum + (facts[0] ?? 0n), 0n);

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
