import type { z } from 'zod';
import type { consoleReconciliationApi } from '#common/api/console-reconciliation';
import { money, toWire } from '#common/money';
import type { Reader } from '#platform/db';
import { bankDays } from '../withdrawal/bank-days.ts';
import { ageInBankDays, ageOf } from './breaks.ts';
import { standingOf } from './close-day.ts';
import { findDay, latestStatements, railAccountsStated, type RailStatement } from './day-store.ts';
import { differenceOf } from './match.ts';
import { dayAt, type RailAccount, type RailTime, railTimes } from './rail.ts';
import type { ReconcileDeps } from './reconcile.ts';
import { dayIdOf, stateOf } from './show-day.ts';
import { openItems } from './store.ts';

type Overview = z.output<(typeof consoleReconciliationApi.reconciliation)['ok']>;
type Account = Overview['accounts'][number];

/** Days that are shown of one account: a month of bank days. */
const DAYS_MAX = 30;

/** Every account with its latest days, the newest first, and its open lines by age. */
export async function showOverview({
  db: { read },
  clock,
}: Pick<ReconcileDeps, 'db' | 'clock'>): Promise<Overview> {
  const now = clock.now();
  const timeOf = await railTimes(read, now);
  const accounts: Account[] = [];
  for (const account of await railAccountsStated(read)) {
    const time = timeOf(account);
    const days: Account['days'] = [];
    for (const statement of await latestStatements(read, account, DAYS_MAX))
      days.push(await dayOf(read, { account, statement, time }, now));
    accounts.push({
      ...account,
      breaks: await breaksOf(read, account, { time, today: dayAt(now, time) }),
      days,
    });
  }
  return { accounts };
}

type Asked = { readonly account: RailAccount; readonly statement: RailStatement; readonly time: RailTime };

async function dayOf(
  read: Reader,
  { account, statement: { day, closingMinor }, time }: Asked,
  now: Parameters<typeof standingOf>[2],
): Promise<Account['days'][number]> {
  const of = (minor: bigint) => toWire(money(minor, account.currency));
  const common = { id: dayIdOf(account, day), day, theirs: of(closingMinor) };
  const closed = await findDay(read, account, day);
  if (closed)
    return {
      ...common,
      state: 'closed',
      ours: of(closed.oursClosingMinor),
      unexplained: 0,
      difference: of(closed.oursClosingMinor - closed.theirsClosingMinor),
    };
  const standing = await standingOf(read, { account, day, time }, now);
  const ours = standing?.oursMinor ?? 0n;
  return {
    ...common,
    state: standing ? stateOf(standing) : 'open',
    ours: of(ours),
    unexplained: standing?.open.unexplained ?? 0,
    difference: of(ours - closingMinor),
  };
}

async function breaksOf(
  read: Reader,
  account: RailAccount,
  { time, today }: { time: RailTime; today: string },
): Promise<Account['breaks']> {
  const open = await openItems(read, account);
  const kindOf = await bankDays(time.calendar);
  const counts = { young: 0, middle: 0, old: 0 };
  for (const { day } of open) counts[ageOf(ageInBankDays(day, today, kindOf))]++;
  return { count: open.length, difference: toWire(money(differenceOf(open), account.currency)), ...counts };
}
