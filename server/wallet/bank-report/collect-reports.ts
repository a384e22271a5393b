import { createHash } from 'node:crypto';
import { parseId } from '#common/id';
import type { Currency } from '#common/money';
import { type BankChannel, LineBroken, readReport, type ReportLine } from '#connectors';
import { newUuid } from '#platform/ids';
import type { WalletDeps } from '../deps.ts';
import { sealLine } from './sealed.ts';
import * as store from './store.ts';
import { workLines } from './work-lines.ts';

export type CollectDeps = Pick<
  WalletDeps,
  'db' | 'clock' | 'log' | 'bank' | 'correspondent' | 'limits' | 'keys' | 'rules'
>;

/** Lines that are written down at a time while a file is read. */
const LINES_AT_ONCE = 500;

/**
 * Fetches what the bank has reported since, in its order, and acts on it: each report once, whole or not at all, however often this runs and
 * whoever is killed meanwhile.
 */
export async function collectReports(deps: CollectDeps): Promise<void> {
  const { db, bank, log } = deps;
  if (!bank) return;
  await workLines(deps);
  const numbers = await bank.reportsAfter(await store.lastReport(db.read));
  if (!numbers.ok) return log.warn(numbers.error, 'the bank could not be asked for its reports');
  for (const number of numbers.value) {
    // The later ones wait: what they say builds on this one.
    if (!(await takeReport(deps, bank, number))) return;
    await workLines(deps);
  }
}

/** False if the line broke: it is fetched again, and nothing of it has had any effect. */
async function takeReport(deps: CollectDeps, bank: BankChannel, number: bigint): Promise<boolean> {
  const { db, log } = deps;
  const fetched = await bank.report(number);
  if (!fetched.ok) {
    log.warn({ report: number, ...fetched.error }, 'a report could not be fetched');
    return false;
  }
  const reading = newUuid();
  try {
    await readAndTake(deps, bank, { number, reading, chunks: fetched.value });
    return true;
  } catch (error) {
    await store.deleteLeftOf(db.read, reading);
    if (!(error instanceof LineBroken)) throw error;
    log.warn({ report: number, cause: error.cause }, 'the line broke while a report was fetched');
    return false;
  }
}

type Fetched = {
  readonly number: bigint;
  readonly reading: string;
  readonly chunks: AsyncIterable<Uint8Array>;
};

/** Reads it as it comes; only when it is whole is it taken, in one step. */
async function readAndTake(deps: CollectDeps, bank: BankChannel, fetched: Fetched): Promise<void> {
  const { db, clock, log } = deps;
  const report = await readWhole(deps, bank, fetched);
  const { number, fault } = report;
  if (fault !== null) log.error({ report: number, fault }, 'a report of the bank was refused as a whole');
  await db.transaction((tx) => store.insertReport(tx, report, clock.now()));
  await store.deleteLeftOf(db.read, fetched.reading);
}

/** What a file says, written down beside everything else: memory holds some hundred lines. Nothing of it has any effect yet. */
async function readWhole(
  { db, clock, keys, log }: CollectDeps,
  bank: BankChannel,
  { number, reading, chunks }: Fetched,
): Promise<store.Report> {
  const hash = createHash('sha256');
  let [bytes, places] = [0n, 0];
  let waiting: store.KeptLine[] = [];
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += BigInt(chunk.length);
      yield chunk;
    }
  }
  const write = async (): Promise<void> => {
    const lines = waiting;
    waiting = [];
    if (lines.length > 0) await store.insertLines(db.read, reading, lines, clock.now());
  };
  const take = async (lines: readonly ReportLine[]): Promise<void> => {
    for (const { said, line } of lines) {
      const place = ++places;
      waiting.push({ place, line, box: sealLine(keys, { reading, place }, said) });
      if (waiting.length >= LINES_AT_ONCE) await write();
    }
  };
  const read = await readReport(counted(), givenBy(bank), take);
  await write();
  // The day's balances show what is missing by them.
  if (read.ok && read.value.passedOver.length > 0)
    log.warn(
      { report: number, lines: read.value.passedOver },
      'a report has entries of zero, or in another currency than their account',
    );
  return {
    number,
    message: read.ok ? read.value.message : 'unreadable',
    // What follows a fault was not read: the digest is of what was.
    digest: hash.digest(),
    bytes,
    fault: read.ok ? null : `${read.error.code} in line ${read.error.line}`,
    reading: read.ok && places > 0 ? reading : null,
    lines: read.ok ? places : 0,
  };
}

export type Replayed = {
  readonly outcome: 'unchanged' | 'different' | 'taken' | 'refused' | 'not_fetched';
  readonly fault: string | null;
};

/**
 * Fetches a file once more. One that was taken changes nothing, whatever the bank tells now; one that was refused is read anew, and taken if it
 * is whole now. Null if nothing was ever heard under this number.
 */
export async function replayReport(deps: CollectDeps, number: bigint): Promise<Replayed | null> {
  const { db, clock, bank, log } = deps;
  const known = await store.findReport(db.read, number);
  if (!known || !bank) return null;
  const fetched = await bank.report(number);
  if (!fetched.ok) return { outcome: 'not_fetched', fault: null };
  const reading = newUuid();
  try {
    const report = await readWhole(deps, bank, { number, reading, chunks: fetched.value });
    if (known.outcome !== 'refused') {
      const isSame = report.fault === null && known.digest.equals(report.digest);
      if (!isSame)
        log.error({ report: number }, 'the bank tells something else under a number that was taken');
      return { outcome: isSame ? 'unchanged' : 'different', fault: report.fault };
    }
    await db.transaction((tx) => store.takeRefused(tx, report, clock.now()));
    await workLines(deps);
    return { outcome: report.fault === null ? 'taken' : 'refused', fault: report.fault };
  } catch (error) {
    if (error instanceof LineBroken) return { outcome: 'not_fetched', fault: null };
    throw error;
  } finally {
    await store.deleteLeftOf(db.read, reading);
  }
}

/** What is ours: the ids of payments that we gave, and the accounts that stand in the settings. */
function givenBy({ accounts }: BankChannel) {
  const currencies = new Map<string, Currency>(
    [...accounts].map(([currency, { number }]) => [number, currency]),
  );
  return {
    isOurs: (payment: string) => parseId('wd', payment) !== null || parseId('rt', payment) !== null,
    isFile: (file: string) => parseId('pb', file) !== null,
    currencyOf: (account: string) => currencies.get(account) ?? null,
  };
}
