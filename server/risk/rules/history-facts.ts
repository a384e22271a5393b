import type { CustomerId } from '#common/id';
import { type Currency, type Money, money } from '#common/money';
import { RISK_FACT_NAMES, type RiskFact } from '#common/risk-rule';
import { type Activity, activityBefore, type OnDevice } from '#operations';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { convertUp, type RateTable } from '../rates/convert.ts';
import { factsFrom, type Facts, type NamedFacts } from './rule.ts';

export type HistoryAsked = {
  readonly payer: CustomerId;
  readonly payee: CustomerId | null;
  readonly at: Temporal.Instant;
  readonly amount: Money;
  readonly currency: Currency;
  readonly rates: RateTable;
  /** The browser that it is asked from, and who used it lately; null where there is none. */
  readonly device: { readonly mark: string; readonly customers: readonly CustomerId[] } | null;
  /** The facts that rules turn on, by their place: whose history none of them is about is not read. */
  readonly wanted: ReadonlySet<number>;
};
type Counting = Pick<HistoryAsked, 'currency' | 'rates'>;

const PERCENT = 100n;
const placesOf = (facts: readonly RiskFact[]): readonly number[] =>
  facts.map((fact) => RISK_FACT_NAMES.indexOf(fact));
const OF_PAYEE = placesOf(['payee_payers_day', 'payee_received_day']);
const OF_DEVICE = placesOf(['device_customers_day', 'device_count_day', 'device_sum_day']);
const OF_PAYER = RISK_FACT_NAMES.map((_, place) => place).filter(
  (place) => !OF_PAYEE.includes(place) && !OF_DEVICE.includes(place),
);
/** The facts for which the people on the other side are told apart. */
const OF_OTHERS = ['payees_day', 'payers_day', 'payee_payers_day'] as const;
const OTHERS_OF_PAYER = placesOf(['payees_day', 'payers_day']);
const OTHERS_OF_PAYEE = placesOf(['payee_payers_day']);
/** The facts that look back further than a day; all others are read no further. */
const FURTHER_BACK = ['share_of_largest', 'card_in_minutes'] as const;
const PLACES_FURTHER_BACK = placesOf(FURTHER_BACK);

const wants = ({ wanted }: Pick<HistoryAsked, 'wanted'>, places: readonly number[]): boolean =>
  places.some((place) => wanted.has(place));
/** The facts that need the histories of payer, payee and browser, in one question for many payments and in their order. */
export async function historyFacts(read: Reader, asked: readonly HistoryAsked[]): Promise<NamedFacts[]> {
  const people = asked.flatMap((one, index) => {
    const { payer, payee, at: before, amount } = one;
    return [
      ...(wants(one, OF_PAYER)
        ? [
            {
              index,
              is: 'payer',
              customer: payer,
              before,
              amount,
              others: wants(one, OTHERS_OF_PAYER),
              deep: wants(one, PLACES_FURTHER_BACK),
            },
          ]
        : []),
      ...(payee && wants(one, OF_PAYEE)
        ? [
            {
              index,
              is: 'payee',
              customer: payee,
              before,
              amount,
              others: wants(one, OTHERS_OF_PAYEE),
              deep: false,
            },
          ]
        : []),
    ];
  });
  const devices = asked.flatMap((one, index) => {
    const { device, at: before } = one;
    return device && wants(one, OF_DEVICE) ? [{ ...device, index, before }] : [];
  });
  const facts: NamedFacts[] = asked.map(({ payee, device }) => ({
    ...(payee ? {} : { payee_payers_day: null, payee_received_day: null }),
    ...(device ? {} : { device_customers_day: null, device_count_day: null, device_sum_day: null }),
  }));
  if (people.length + devices.length === 0) return facts;
  const found = await activityBefore(read, people, devices);
  for (const [place, { index, customers }] of devices.entries()) {
    const one = asked[index];
    if (one)
      facts[index] = { ...facts[index], ...factsOfDevice(customers.length, found.devices[place] ?? [], one) };
  }
  for (const [place, activity] of found.people.entries()) {
    const who = people[place];
    const one = who && asked[who.index];
    if (!one) continue;
    const told = who.is === 'payer' ? factsOfPayer(activity, one) : factsOfPayee(activity, one);
    facts[who.index] = { ...facts[who.index], ...onlyTold(told, who) };
  }
  return facts;
}

/** Without those that were not looked for: they are not known to be none. */
function onlyTold(facts: NamedFacts, { others, deep }: { others: boolean; deep: boolean }): NamedFacts {
  const told = { ...facts };
  if (!others) for (const fact of OF_OTHERS) delete told[fact];
  if (!deep) for (const fact of FURTHER_BACK) delete told[fact];
  return told;
}

/** Facts that were known, and these beside them. */
export const withHistory = (facts: Facts, history: NamedFacts): Facts => {
  // Where no name was typed, none is known; that costs no place in what is kept of every payment.
  const added = factsFrom({ name_mismatch: null, ...history });
  return facts.map((fact, place) => (fact === undefined ? added[place] : fact));
};

function factsOfPayer(own: Activity, { at, amount, currency, rates }: HistoryAsked): NamedFacts {
  const counting = { currency, rates };
  const sumOf = (key: SummedKey): bigint => sum(own, key, counting);
  const countOf = (key: 'sentHour' | 'sentDay' | 'topUpsDay' | 'payoutsDay'): bigint =>
    BigInt(own.currencies.reduce((all, each) => all + each[key], 0));
  const counted = convertUp(amount, currency, rates).minor;
  const largest = own.currencies.reduce(
    (most, each) => max(most, convertUp(money(each.largestMinor, each.currency), currency, rates).minor),
    0n,
  );
  const received = sumOf('receivedDayMinor');
  const paidOut = sumOf('paidOutDayMinor');
  return {
    sent_count_hour: countOf('sentHour'),
    sent_count_day: countOf('sentDay'),
    payees_day: BigInt(own.payeesDay),
    received_hour: sumOf('receivedHourMinor'),
    received_day: received,
    payers_day: BigInt(own.payersDay),
    // Who never paid anybody has nothing usual.
    share_of_largest: largest === 0n ? 0n : (counted * PERCENT) / largest,
    top_up_count_day: countOf('topUpsDay'),
    topped_up_day: sumOf('toppedUpDayMinor'),
    top_ups_failed_day: BigInt(own.topUpsFailedDay),
    card_in_minutes: own.cardInAt ? BigInt(Math.floor(own.cardInAt.until(at).total('minutes'))) : null,
    // Where nothing came in there is nothing to pass on. It goes on to people, and to banks.
    passed_on_share:
      received === 0n ? null : ((sumOf('sentDayMinor') + paidOut + counted) * PERCENT) / received,
    payout_count_day: countOf('payoutsDay'),
    paid_out_day: paidOut,
  };
}

const factsOfPayee = (others: Activity, counting: HistoryAsked): NamedFacts => ({
  payee_payers_day: BigInt(others.payersDay),
  payee_received_day: sum(others, 'receivedDayMinor', counting),
});

/** What is counted of a browser: by whom it was used within a day, and what was done on it. */
function factsOfDevice(
  customers: number,
  done: readonly OnDevice[],
  { currency, rates }: Counting,
): NamedFacts {
  return {
    device_customers_day: BigInt(customers),
    device_count_day: BigInt(done.reduce((all, { count }) => all + count, 0)),
    device_sum_day: done.reduce(
      (all, each) => all + convertUp(money(each.minor, each.currency), currency, rates).minor,
      0n,
    ),
  };
}

type SummedKey =
  | 'sentDayMinor'
  | 'receivedHourMinor'
  | 'receivedDayMinor'
  | 'toppedUpDayMinor'
  | 'paidOutDayMinor';
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const sum = ({ currencies }: Activity, key: SummedKey, { currency, rates }: Counting): bigint =>
  currencies.reduce(
    (all, each) => all + convertUp(money(each[key], each.currency), currency, rates).minor,
    0n,
  );
