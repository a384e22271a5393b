import { sql, type Db, type Tx } from '#platform/db';

/** Seconds by which the sandbox stands ahead of real time. */
export async function readAhead(db: Db): Promise<bigint> {
  const { rows } = await sql<{
    ahead_seconds: bigint;
  }>`select ahead_seconds from platform.sandbox_clock`.execute(db.read);
  return rows[0]?.ahead_seconds ?? 0n;
}

/** Moves it on and answers where it stands now; two moves at once both count. */
export async function advanceBy(tx: Tx, seconds: bigint): Promise<bigint> {
  const { rows } = await sql<{ ahead_seconds: bigint }>`
    update platform.sandbox_clock set ahead_seconds = ahead_seconds + ${seconds} returning ahead_seconds`.execute(
    tx,
  );
  const row = rows[0];
  if (!row) throw new Error('the sandbox clock has no row');
  return row.ahead_seconds;
}
