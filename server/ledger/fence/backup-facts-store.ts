// What a backup says of the books, and what a restore needs of them. Asked of the owner's connection, before anything of ours runs.
import type { Asked } from './store.ts';

/** How far the journal goes; written into the backup's manifest. */
export async function ledgerFacts(client: Asked): Promise<Record<string, string>> {
  const { rows } = await client.query<{ seq: string; id: string }>(
    'select seq::text as seq, id::text as id from ledger.journal order by seq desc limit 1',
    [],
  );
  const newest = rows[0];
  return newest ? { newestSeq: newest.seq, newestId: newest.id } : {};
}

/** Whether a restored journal has what the manifest names. */
export async function hasFacts(client: Asked, facts: Readonly<Record<string, string>>): Promise<boolean> {
  if (facts['newestSeq'] === undefined) return true;
  const { rows } = await client.query<{ there: boolean }>(
    `select exists (select from ledger.journal where seq = $1::bigint and id = $2::uuid)
       or exists (select from ledger.archived_id where seq = $1::bigint and id = $2::uuid) as there`,
    [facts['newestSeq'], facts['newestId']],
  );
  return rows[0]?.there === true;
}

/** Makes the parts of the journal that a copy by rows has and the migrations alone do not make; those that it lacks were archived. */
export async function makeJournalParts(
  client: Asked,
  tables: readonly { schema: string; name: string }[],
): Promise<void> {
  const numbers = tables.flatMap(({ schema, name }) =>
    schema === 'ledger' ? (/^journal_(\d+)$/.exec(name)?.[1] ?? []) : [],
  );
  for (const number of numbers) await client.query('select ledger.make_journal_part($1::int)', [number]);
  const oldest = Math.min(...numbers.map(Number));
  // The migrations make the first parts anew: they are empty, since nothing was poured in yet.
  for (let number = 0; number < oldest; number += 1) await client.query(`drop table if exists ledger.journal_${number}`, []); // prettier-ignore
}
