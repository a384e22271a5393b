import { type Reader, sql, type Tx } from '#platform/db';

/** A column of sealed boxes, and the column that says whose each is. */
export type Place = { readonly table: string; readonly owner: string; readonly box: string };
export type Sealed = { readonly owner: string; readonly box: string };

/** Boxes that another key than this has sealed, in steps. */
export async function boxesNotSealedBy(
  read: Reader,
  { table, owner, box }: Place,
  { mark, limit }: { mark: string; limit: number },
): Promise<Sealed[]> {
  const { rows } = await sql<Sealed>`
    select ${sql.ref(owner)} as owner, ${sql.ref(box)} as box from ${sql.table(table)}
     where ${sql.ref(box)} is not null and not starts_with(${sql.ref(box)}, ${mark}) order by 1, 2 limit ${limit}`.execute(
    read,
  );
  return rows;
}

/** One that was changed meanwhile is left as it is: it was sealed by the newest key then. */
export async function replaceBox(
  tx: Tx,
  { table, owner, box }: Place,
  { whose, from, to }: { whose: string; from: string; to: string },
): Promise<void> {
  if (table === 'identity.staff' && box === 'totp_box') {
    await sql`select identity.renew_staff_secret(${whose}, ${from}, ${to})`.execute(tx);
    return;
  }
  await sql`
    update ${sql.table(table)} set ${sql.ref(box)} = ${to} where ${sql.ref(owner)} = ${whose} and ${sql.ref(box)} = ${from}`.execute(
    tx,
  );
}

/** Recovery codes whose hash needs another key than this: nobody but their owners can make them anew. */
export async function countOlderCodes(read: Reader, keyId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from identity.recovery_code where used_at is null and not starts_with(code_hash, ${`${keyId}.`})`.execute(
    read,
  );
  return rows[0]?.count ?? 0;
}
