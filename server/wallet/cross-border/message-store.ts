import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';

/** The message that was taken last; nothing is missing before it. */
export async function lastMessage(read: Reader): Promise<bigint> {
  const { rows } = await sql<{ number: bigint | null }>`
    select max(number) as number from wallet.correspondent_message`.execute(read);
  return rows[0]?.number ?? 0n;
}

export type Message = {
  readonly number: bigint;
  readonly message: string;
  readonly digest: Buffer;
  readonly fault: string | null;
};
/** Something that it says could not be acted on: the same text sent again is read again. */
export async function markFailed(tx: Tx, number: bigint): Promise<void> {
  await sql`
    update wallet.correspondent_message set outcome = 'refused', fault = 'not_acted_on' where number = ${number}`.execute(
    tx,
  );
}

type Outcome = 'taken' | 'repeated' | 'refused';

/** What became of it here; null if it was taken before, here or by another process. The very same text under another number says nothing new. */
export async function insertMessage(tx: Tx, it: Message, at: Temporal.Instant): Promise<Outcome | null> {
  const { rows } = await sql<{ outcome: Outcome }>`
    insert into wallet.correspondent_message (number, message, digest, outcome, fault, taken_at)
    select ${it.number}, ${it.message}, ${it.digest},
           case when ${it.fault}::text is not null then 'refused'
                when exists (select 1 from wallet.correspondent_message where digest = ${it.digest} and outcome = 'taken') then 'repeated'
                else 'taken' end,
           ${it.fault}, ${at.toString()}::timestamptz
    on conflict (number) do nothing
    returning outcome`.execute(tx);
  return rows[0]?.outcome ?? null;
}
