import type { Clock, Temporal } from './clock.ts';
import { sha256 } from './crypto.ts';
import { type Reader, sql } from './db.ts';
import { rateLimited } from './metrics.ts';

/** At most `limit` within `seconds`, counted from the first one. `scope` names what is counted and stands in the metrics. */
export type RateLimit = { readonly scope: string; readonly limit: number; readonly seconds: number };
export type Charge =
  | { readonly ok: true; readonly left: number }
  | { readonly ok: false; readonly until: Temporal.Instant };

type Row = { count: bigint; ends_at: Temporal.Instant };

/**
 * Counts one attempt of `key` and says whether it was within the limit. It counts first and looks then, in one statement, so that
 * any number of attempts at once, in any number of processes, get no more than the limit. Outside of a transaction, so that
 * attempts that fail stay counted.
 */
export async function charge(
  db: { readonly read: Reader },
  clock: Clock,
  { scope, limit, seconds }: RateLimit,
  key: string,
): Promise<Charge> {
  const now = clock.now();
  const endsAt = now.add({ seconds });
  const { rows } = await sql<Row>`
    insert into platform.rate_window as seen (scope, key, count, ends_at)
    values (${scope}, ${sha256(key)}, 1, ${endsAt.toString()})
    on conflict (scope, key) do update set
      count = case when seen.ends_at <= ${now.toString()} then 1 else seen.count + 1 end,
      ends_at = case when seen.ends_at <= ${now.toString()} then excluded.ends_at else seen.ends_at end
    returning count, ends_at`.execute(db.read);
  const row = rows[0];
  if (!row) throw new Error('an upsert answered no row');
  if (row.count <= BigInt(limit)) return { ok: true, left: limit - Number(row.count) };
  rateLimited.inc({ scope });
  return { ok: false, until: row.ends_at };
}

/** How often a key was charged within the window that runs; nothing is charged for asking. */
export async function countOf(
  db: { readonly read: Reader },
  clock: Clock,
  scope: string,
  key: string,
): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count from platform.rate_window
     where scope = ${scope} and key = ${sha256(key)} and ends_at > ${clock.now().toString()}`.execute(
    db.read,
  );
  return Number(rows[0]?.count ?? 0n);
}

/** Forgets the count of a key, for example after a success. */
export async function forgive(db: { readonly read: Reader }, scope: string, key: string): Promise<void> {
  await sql`delete from platform.rate_window where scope = ${scope} and key = ${sha256(key)}`.execute(
    db.read,
  );
}

/** An address as it is counted: one household or server has a whole /64 of IPv6 addresses. */
export function addressKey(ip: string): string {
  if (!ip.includes(':')) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1]) return mapped[1];
  const [head = '', tail] = ip.split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}
