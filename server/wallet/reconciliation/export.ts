import { decimalText, fromWire, type Money } from '#common/money';
import { csvRecord, CSV_MARK } from '#platform/csv';
import { findStatement, railAccountsStated } from './day-store.ts';
import { linesFor, parseDayId, type RailLine, showingOf } from './show-day.ts';
import { debtsAfter } from './show-rails.ts';
import { breaksUpTo, itemsOfDay, type ShownItem } from './store.ts';

type ExportDeps = Parameters<typeof debtsAfter>[0];

/** Lines that are in memory at once. */
const PAGE_LINES = 1_000;

const LINE_HEAD = [
  'rail',
  'currency',
  'day',
  'side',
  'in',
  'out',
  'code',
  'reference',
  'match',
  'rule',
  'kind',
  'explanation',
  'age_bank_days',
  'next_actor',
  'due_on',
] as const;

/** In and out are columns, so no amount has a sign: a program for tables would take one for a formula. */
const inAndOut = (amount: Money): [string, string] =>
  amount.minor > 0n ? [decimalText(amount), ''] : ['', decimalText({ ...amount, minor: -amount.minor })];

const lineRecord = (rail: string, line: RailLine): string =>
  csvRecord([
    rail,
    line.amount.currency,
    line.day,
    line.side,
    ...inAndOut(fromWire(line.amount)),
    line.code,
    line.reference,
    line.match,
    line.rule,
    line.kind,
    line.explanation,
    line.ageDays,
    line.nextActor,
    line.dueOn,
  ]);

/** All lines of a day; null if the rail has not stated it. */
export async function exportDay(deps: ExportDeps, id: string): Promise<AsyncGenerator<string> | null> {
  const asked = parseDayId(id);
  if (!asked || !(await findStatement(deps.db.read, asked.account, asked.day))) return null;
  return dayAsCsv(deps, asked);
}

async function* dayAsCsv(
  deps: ExportDeps,
  { account, day }: NonNullable<ReturnType<typeof parseDayId>>,
): AsyncGenerator<string> {
  yield CSV_MARK + csvRecord(LINE_HEAD);
  const showing = await showingOf(deps, account);
  let after: RailLine['id'] | null = null;
  do {
    const items: ShownItem[] = await itemsOfDay(deps.db.read, account, { day, after, limit: PAGE_LINES });
    yield await recordsOf(items, showing);
    after = items.length < PAGE_LINES ? null : (items.at(-1)?.id ?? null);
  } while (after !== null);
}

const recordsOf = async (
  items: readonly ShownItem[],
  showing: Awaited<ReturnType<typeof showingOf>>,
): Promise<string> =>
  (await linesFor(items, showing)).map((line) => lineRecord(showing.account.rail, line)).join('');

/** What is open on all rails, to the last line. */
export async function* exportBreaks(deps: ExportDeps): AsyncGenerator<string> {
  yield CSV_MARK + csvRecord(LINE_HEAD);
  for (const account of await railAccountsStated(deps.db.read)) {
    const showing = await showingOf(deps, account);
    let after: ShownItem | null = null;
    do {
      const page: Parameters<typeof breaksUpTo>[2] = { day: null, after, limit: PAGE_LINES };
      const open: ShownItem[] = await breaksUpTo(deps.db.read, account, page);
      yield await recordsOf(open, showing);
      after = open.length < PAGE_LINES ? null : (open.at(-1) ?? null);
    } while (after !== null);
  }
}

const DEBT_HEAD = [
  'debt',
  'top_up',
  'customer',
  'name',
  'currency',
  'incurred',
  'collected',
  'owed',
  'opened_at',
  'collects_from',
  'age_days',
  'payments_paused',
] as const;
type Debt = Awaited<ReturnType<typeof debtsAfter>>['debts'][number];

const debtRecord = (debt: Debt): string =>
  csvRecord([
    debt.id,
    debt.topUp,
    debt.customer.id,
    debt.customer.name,
    debt.owed.currency,
    decimalText(fromWire(debt.incurred)),
    decimalText(fromWire(debt.collected)),
    decimalText(fromWire(debt.owed)),
    debt.openedAt,
    debt.collectsFrom,
    debt.ageDays,
    debt.isPaused,
  ]);

/** Who is named is on record before they are. */
export async function* exportDebts(
  deps: ExportDeps,
  record: (debts: readonly Debt[]) => Promise<void>,
): AsyncGenerator<string> {
  yield CSV_MARK + csvRecord(DEBT_HEAD);
  let after: Awaited<ReturnType<typeof debtsAfter>>['next'] = null;
  do {
    const page: Awaited<ReturnType<typeof debtsAfter>> = await debtsAfter(deps, after);
    await record(page.debts);
    yield page.debts.map(debtRecord).join('');
    after = page.next;
  } while (after !== null);
}
