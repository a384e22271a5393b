import type { RateSource } from '#connectors';
import type { Temporal } from '#platform/clock';
import { insertRates } from '#risk';
import type { WalletDeps } from '../deps.ts';
import { keepAnswer, keepFailure, type SourceFailure } from './rate-store.ts';

type FetchDeps = Pick<WalletDeps, 'db' | 'clock' | 'log'>;

/**
 * Asks every publisher for its newest day and keeps what is new. One that does not answer, or answers nonsense, changes nothing: the rates
 * of before hold until they are too old to price by. How each answered is kept for the finance desk.
 */
export async function fetchRates({
  rateSources,
  ...deps
}: FetchDeps & Pick<WalletDeps, 'rateSources'>): Promise<void> {
  for (const source of rateSources) await fetchFrom(source, deps);
}

async function fetchFrom(source: RateSource, { db, clock, log }: FetchDeps): Promise<void> {
  const { name } = source;
  const read = await source.read();
  const at = clock.now();
  const failed = async (why: SourceFailure): Promise<void> => {
    await keepFailure(db.read, { name, at, why });
    log.warn({ source: name, cause: why }, 'reference rates could not be read');
  };
  if (!read.ok) return failed(read.error.code);
  const { day, rates } = read.value;
  if (isToCome(day, at)) return failed('day_to_come');
  const added = await db.transaction(async (tx) => {
    await keepAnswer(tx, { name, at, day });
    return insertRates(tx, { day, source: name, fetchedAt: at, rates });
  });
  if (added > 0) log.info({ source: name, day, added }, 'reference rates are new');
}

/** A day that has not begun anywhere yet is a slip of the publisher, and would outlive all that come after it. */
const isToCome = (day: string, at: Temporal.Instant): boolean =>
  day > at.add({ hours: 24 }).toZonedDateTimeISO('UTC').toPlainDate().toString();
