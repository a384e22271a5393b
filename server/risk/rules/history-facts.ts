import type { Currency, Money } from '#common/money';
import { money } from '#common/money';
import { type Activity, activityBefore } from '#operations';
import { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { CustomerId } from '#common/id';
import { convertUp, type RateTable } from '../rates/convert.ts';
import { factsFrom, type Facts, type NamedFacts } from './rule.ts';

export type HistoryAsked = {
  readonly payer: CustomerId;
  readonly payee: CustomerId | null;
  readonly at: Temporal.Instant;
  readonly amount: Money;
  readonly currency: Currency;
  readonly rates: RateTable;
};

const HOURS_OF_DAY = 24;
const PERCENT = 100n;

/** The facts that need the histories of payer and payee, in one question for many payments and in their order. */
export async function historyFacts(read: Reader, asked: readonly HistoryAsked[]): Promise<NamedFacts[]> {
  const people = asked.flatMap(({ payer, payee, at }) => [
    { customer: payer, before: at },
    ...(payee ? [{ customer: payee, before: at }] : []),
  ]);
  const activities = await activityBefore(read, people);
  let next = 0;
  return asked.map((one) => {
    const [own = []] = activities.slice(next, (next += 1));
    const [others = null] = one.payee ? activities.slice(next, (next += 1)) : [];
    return { ...factsOfPayer(own, one), ...factsOfPayee(others, one) };
  });
}

/** Facts that were known, and these beside them. */
export const withHistory = (facts: Facts, history: NamedFacts): Facts => {
  const added = factsFrom(history);
  return facts.map((fact, place) => fact ?? added[place] ?? fact);
};

function factsOfPayer(own: readonly Activity[], { at, amount, currency, rates }: HistoryAsked): NamedFacts {
  const day = since(own, at, HOURS_OF_DAY);
  const hour = since(own, at, 1);
  const sumOf = (list: readonly Activity[]): bigint => sum(list, currency, rates);
  const largest = own.filter(isOut).reduce((most, each) => max(most, sum([each], currency, rates)), 0n);
  const counted = convertUp(amount, currency, rates).minor;
  return {
    sent_count_hour: BigInt(hour.filter(isOut).length),
    sent_count_day: BigInt(day.filter(isOut).length),
    payees_day: distinct(day.filter(isOut)),
    received_hour: sumOf(hour.filter(isIn)),
    received_day: sumOf(day.filter(isIn)),
    payers_day: distinct(day.filter(isIn)),
    // Who never paid anybody has nothing usual.
    share_of_largest: largest === 0n ? 0n : (counted * PERCENT) / largest,
  };
}

function factsOfPayee(others: readonly Activity[] | null, { at, currency, rates }: HistoryAsked): NamedFacts {
  if (!others) return { payee_payers_day: null, payee_received_day: null };
  const day = since(others, at, HOURS_OF_DAY).filter(isIn);
  return { payee_payers_day: distinct(day), payee_received_day: sum(day, currency, rates) };
}

const isIn = ({ direction }: Activity): boolean => direction === 'in';
const isOut = ({ direction }: Activity): boolean => direction === 'out';
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const distinct = (list: readonly Activity[]): bigint =>
  BigInt(new Set(list.flatMap(({ other }) => (other === null ? [] : [other]))).size);
const sum = (list: readonly Activity[], currency: Currency, rates: RateTable): bigint =>
  list.reduce(
    (total, each) => total + convertUp(money(each.minor, each.currency), currency, rates).minor,
    0n,
  );

function since(list: readonly Activity[], at: Temporal.Instant, hours: number): Activity[] {
  const from = at.subtract({ hours });
  return list.filter((each) => Temporal.Instant.compare(each.at, from) >= 0);
}
