import { type BankReport, readReport } from '#connectors';
import { parseId, type WithdrawalId } from '#common/id';
import { sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { schedule } from '#platform/timers';
import type { WalletDeps } from '../deps.ts';
import type { BankWord } from './bank-word.ts';
import { insertReport, lastReport } from './file-store.ts';
import { lockStanding, lockWithCounters } from './lock.ts';
import { lost, toPeople } from './move.ts';
import * as store from './store.ts';
import { takeWord } from './take-word.ts';
import { ASK_AFTER_SECONDS } from './withdrawal.ts';
import { OVERDUE_JOB, overdueKey } from './work.ts';

type CollectDeps = Pick<WalletDeps, 'db' | 'clock' | 'log' | 'bank' | 'limits'>;

/**
 * Fetches what the bank has reported since, in its order, and acts on it: each report once, whole or not at all, however often this runs and
 * whoever is killed meanwhile.
 */
export async function collectReports(deps: CollectDeps): Promise<void> {
  const { db, bank, log } = deps;
  if (!bank) return;
  const numbers = await bank.reportsAfter(await lastReport(db.read));
  if (!numbers.ok) return log.warn(numbers.error, 'the bank could not be asked for its reports');
  for (const number of numbers.value) {
    const fetched = await bank.report(number);
    // The later ones wait: what they say builds on this one.
    if (!fetched.ok) return log.warn({ report: number, ...fetched.error }, 'a report could not be fetched');
    await takeReport(deps, number, fetched.value);
  }
}

async function takeReport(deps: CollectDeps, number: bigint, xml: string): Promise<void> {
  const { db, clock, log } = deps;
  const digest = sha256(xml);
  const read = readReport(xml, (id) => parseId('wd', id) !== null);
  if (!read.ok) {
    const fault = `${read.error.code} in line ${read.error.line}`;
    log.error({ report: number, fault }, 'a report of the bank was refused as a whole');
    await db.transaction((tx) =>
      insertReport(tx, { number, message: 'unreadable', digest, fault }, clock.now()),
    );
    return;
  }
  const { message } = read.value;
  await db.transaction(async (tx) => {
    if (!(await insertReport(tx, { number, message, digest, fault: null }, clock.now()))) return;
    await act(tx, deps, number, read.value);
  });
}

type Spoken = { readonly id: WithdrawalId; readonly word: BankWord };

async function act(tx: Tx, deps: CollectDeps, report: bigint, { said }: BankReport): Promise<void> {
  const { clock, log } = deps;
  const words: Spoken[] = [];
  for (const one of said) {
    const isAboutFile = 'file' in one && one.payment === null;
    const ids = isAboutFile ? await idsOfFile(tx, one.file) : [parseId('wd', one.payment ?? '')];
    for (const id of ids) if (id) words.push({ id, word: one });
  }
  const locked = await lockWithCounters(tx, deps, [...new Set(words.map(({ id }) => id))].toSorted());
  for (const { id, word } of words) {
    const it = locked.get(id);
    if (it) locked.set(id, await takeWord(tx, clock, it, { word, report }));
    else log.warn({ report, payment: id }, 'the bank speaks of a payment that is not ours');
  }
}

async function idsOfFile(tx: Tx, file: string): Promise<WithdrawalId[]> {
  const id = parseId('pb', file);
  return id ? (await store.withdrawalsOfFile(tx, id)).map((each) => each.id) : [];
}

/** The promised time is over and the bank has said nothing final: its reports are fetched, and asked for again and again; then people look. */
export async function lookForOverdue(deps: CollectDeps, id: WithdrawalId): Promise<void> {
  const { db, clock } = deps;
  await collectReports(deps);
  await db.transaction(async (tx) => {
    const it = (await lockStanding(tx, [id])).get(id);
    if (!it || it.money !== 'held' || it.state === 'conflict' || it.file === null) return;
    const now = it.state === 'checking' ? it : await lost(tx, clock, it);
    const seconds = ASK_AFTER_SECONDS[it.asks];
    if (seconds === undefined) return void (await toPeople(tx, clock, now, 'give_up'));
    await store.countAsk(tx, id);
    const at = clock.now().add({ seconds });
    await schedule(tx, { at, job: OVERDUE_JOB, payload: { id }, key: overdueKey(id) });
  });
}
