import type { z } from 'zod';
import type { consoleFinanceApi } from '#common/api/console-finance';
import type { CustomerId } from '#common/id';
import { parseId } from '#common/id';
import { toWire } from '#common/money';
import { customerNames } from '#identity';
import { inConflict } from '#operations';
import type { Temporal } from '#platform/clock';
import type { WalletDeps } from '../deps.ts';
import { findWithdrawal } from '../withdrawal/store.ts';
import { bookedOf, latestFiles, latestReports } from './suspense-store.ts';

type Rail = z.output<(typeof consoleFinanceApi.bankRail)['ok']>;

/** Hours after which a bank that has said nothing is asked by a person: a long weekend is shorter. */
const STALE_HOURS = 96;
/** Files shown of each direction. */
const FILES_MAX = 100;

/** How the bank stands to us: its last word, the files, and what it says against our books. */
export async function showRail({
  db,
  clock,
  bank,
}: Pick<WalletDeps, 'db' | 'clock' | 'bank'>): Promise<Rail> {
  const { read } = db;
  const reports = await latestReports(read, FILES_MAX);
  const last = reports[0]?.takenAt ?? null;
  return {
    hasBank: bank !== null,
    lastReportAt: last?.toString() ?? null,
    isStale: bank !== null && isStale(last, clock.now()),
    staleAfterHours: STALE_HOURS,
    reports: reports.map(({ number, bytes, lines, takenAt, workedAt, ...report }) => ({
      ...report,
      number: number.toString(),
      bytes: bytes?.toString() ?? null,
      lines: lines ?? 0,
      takenAt: takenAt.toString(),
      workedAt: workedAt?.toString() ?? null,
    })),
    files: (await latestFiles(read, FILES_MAX)).map(({ amount, madeAt, ...file }) => ({
      ...file,
      amount: toWire(amount),
      madeAt: madeAt.toString(),
    })),
    conflicts: await conflictsOf({ db }),
  };
}

/** One that was never heard of is not stale: it is new. */
const isStale = (last: Temporal.Instant | null, now: Temporal.Instant): boolean =>
  last !== null && last.until(now).total('hours') > STALE_HOURS;

/** Payouts over which the bank's word and ours disagree, the oldest first. */
async function conflictsOf({ db: { read } }: Pick<WalletDeps, 'db'>): Promise<Rail['conflicts']> {
  const open = await inConflict(read, ['withdrawal']);
  const booked = await bookedOf(
    read,
    open.map(({ id }) => id),
  );
  const names = await customerNames(
    read,
    open.map(({ owner }) => owner),
  );
  const person = (id: CustomerId) => ({ id, name: names.get(id) ?? '' });
  const conflicts: Rail['conflicts'] = [];
  for (const { id, owner, amount, since, waiting } of open) {
    const withdrawal = parseId('wd', id);
    const row = withdrawal && (await findWithdrawal(read, withdrawal));
    if (!row || row.money === 'none') continue;
    conflicts.push({
      id: row.id,
      owner: person(owner),
      amount: toWire(amount),
      since: since.toString(),
      dueAt: waiting?.dueAt.toString() ?? null,
      ours: row.money,
      bank: booked
        .filter((each) => each.withdrawal === row.id)
        .map((each) => ({ direction: each.direction, amount: toWire(each.amount), at: each.at.toString() })),
    });
  }
  return conflicts;
}
