// Compares what clients were told with what a restored database holds, row by row, in the database itself.
import fs from 'node:fs';
import { copyIn } from '#platform/backup/copy-streams';
import { openDatabase } from '#platform/database';
import { withClient } from '#platform/database-roles';
import { startEmbedded } from '#platform/embedded-postgres';

export type Compared = {
  /** Seconds from the command until the restored service's database answers. */
  startSeconds: number;
  /** Confirmed transfers that came back, and those that were lost with the disk after the last archived piece of WAL. */
  cameBack: number;
  lost: number;
  /** Seconds between the last that came back and the last that was confirmed: what the loss of the disk cost. */
  lostSeconds: number;
  /** Confirmed before the newest that came back, and not there: must be none. */
  missingFromBackup: number;
  /** There, with another place, version or balance than was told: must be none. */
  different: number;
};

const COMPARISON = `
  with joined as (
    select t.seq as told_seq, t.told_at, j.seq is not null as there,
           (j.seq, j.debit_version, j.debit_after_minor, j.credit_version, j.credit_after_minor)
             is distinct from (t.seq, t.debit_version, t.debit_after, t.credit_version, t.credit_after) as unlike
    from public.told t left join ledger.journal j on j.id = t.id
  ), newest as (select max(told_seq) as seq, max(told_at) as told_at from joined where there)
  select count(*) filter (where there)::int as came_back, count(*) filter (where not there)::int as lost,
         count(*) filter (where there and unlike)::int as different,
         coalesce((select told_at from newest), 0)::float8 as last_at,
         -- One poster commits in the order of its numbers, and WAL is a prefix of what was written.
         count(*) filter (where not there and told_seq < (select seq from newest))::int as missing
  from joined`;

export async function compare(
  data: string,
  { told, lostAt }: { told: string; lostAt: number },
): Promise<Compared> {
  const began = performance.now();
  const settings = { mode: 'sandbox', data, databaseUrl: undefined, databaseOwnerUrl: undefined, databaseDirectUrl: undefined } as const; // prettier-ignore
  const database = await openDatabase(settings);
  const startSeconds = (performance.now() - began) / 1000;
  const cluster = await startEmbedded({ dir: data, use: 'share' });
  const admin = new URL(cluster.adminUrl);
  admin.pathname = '/okpay';
  try {
    return await withClient(admin.href, async (client) => {
      await client.query('drop table if exists public.told');
      await client.query('create unlogged table public.told (id uuid, seq bigint, debit_version bigint, debit_after bigint, credit_version bigint, credit_after bigint, told_at bigint)'); // prettier-ignore
      await copyIn(client, 'copy public.told from stdin', fs.createReadStream(told));
      await client.query('analyze public.told');
      const { rows } = await client.query<{ came_back: number; lost: number; different: number; last_at: number; missing: number }>(COMPARISON); // prettier-ignore
      const row = rows[0];
      if (!row || row.came_back === 0) throw new Error('nothing came back to compare with');
      return {
        startSeconds,
        cameBack: row.came_back,
        lost: row.lost,
        lostSeconds: (lostAt - row.last_at) / 1000,
        missingFromBackup: row.missing,
        different: row.different,
      };
    });
  } finally {
    await database.stop();
  }
}
