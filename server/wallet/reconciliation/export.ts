import { decimalText, fromWire, type Money } from '#common/money';
import { csvRecord, CSV_MARK } from '#platform/csv';
import { findStatement, railAccountsStated } from './day-store.ts';
import { BREAKS_MAX, linesFor, parseDayId, type RailLine, showingOf } from './show-day.ts';
import type { showDebts } from './show-rails.ts';
import { breaksUpTo, itemsOfDay } from './store.ts';

type ExportDeps = Parameters<typeof showDebts>[0];

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
export async function exportDay(deps: ExportDeps, id: string): Promise<string | null> {
  const asked = parseDayId(id);
  if (!asked || !(await findStatement(deps.db.read, asked.account, asked.day))) return null;
  const { account, day } = asked;
  const showing = await showingOf(deps, account);
  let [text, after] = [CSV_MARK + csvRecord(LINE_HEAD), null as RailLine['id'] | null];
  for (let isMore = true; isMore;) {
    const items = await itemsOfDay(deps.db.read, account, { day, after, limit: PAGE_LINES });
    for (const line of await linesFor(items, showing)) text += lineRecord(account.rail, line);
    isMore = items.length === PAGE_LINES;
    after = items.at(-1)?.id ?? null;
  }
  return text;
}

/** What is open on all rails. */
export async function exportBreaks(deps: ExportDeps): Promise<string> {
  let text = CSV_MARK + csvRecord(LINE_HEAD);
  for (const account of await railAccountsStated(deps.db.read)) {
    const open = await breaksUpTo(deps.db.read, account, { day: null, limit: BREAKS_MAX });
    for (const line of await linesFor(open, await showingOf(deps, account)))
      text += lineRecord(account.rail, line);
  }
  return text;
}

export function debtsAsCsv({ debts }: Awaited<ReturnType<typeof showDebts>>): string {
  const head = [
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
  ];
  const records = debts.map((debt) =>
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
    ]),
  );
  return CSV_MARK + csvRecord(head) + records.join('');
}
