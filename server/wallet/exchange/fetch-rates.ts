import type { RateSource } from '#connectors';
import { insertRates } from '#risk';
import type { WalletDeps } from '../deps.ts';

/**
 * Asks every publisher for its newest day and keeps what is new. One that does not answer, or answers nonsense, changes nothing: the rates
 * of before hold until they are too old to price by.
 */
export async function fetchRates({
  db,
  clock,
  log,
  rateSources,
}: Pick<WalletDeps, 'db' | 'clock' | 'log' | 'rateSources'>): Promise<void> {
  for (const source of rateSources) await fetchFrom(source, { db, clock, log });
}

async function fetchFrom(
  source: RateSource,
  { db, clock, log }: Pick<WalletDeps, 'db' | 'clock' | 'log'>,
): Promise<void> {
  const read = await source.read();
  if (!read.ok) {
    log.warn({ source: source.name, cause: read.error.code }, 'reference rates could not be read');
    return;
  }
  const { day, rates } = read.value;
  const fetchedAt = clock.now();
  // A day that has not begun anywhere yet is a slip of the publisher, and would outlive all that come after it.
  if (day > fetchedAt.add({ hours: 24 }).toZonedDateTimeISO('UTC').toPlainDate().toString()) {
    log.warn({ source: source.name, cause: 'day_to_come' }, 'reference rates could not be read');
    return;
  }
  const added = await db.transaction((tx) => insertRates(tx, { day, source: source.name, fetchedAt, rates }));
  if (added > 0) log.info({ source: source.name, day, added }, 'reference rates are new');
}
