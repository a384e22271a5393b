import type { SecurityEventKind } from '#common/api/identity';
import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { SecurityEvent } from '../session/store.ts';

export async function insertTry(
  q: Reader,
  customer: CustomerId | null,
  { kind, at, device, ip }: SecurityEvent,
  { since, max }: { since: Temporal.Instant; max: number },
): Promise<void> {
  await sql`
    insert into identity.security_event (customer_id, at, kind, device, ip)
    select c.id, ${at.toString()}, ${kind}, ${device}, ${ip}
      from identity.customer c cross join (select set_config('synchronous_commit', 'off', true)) as unhurried
     where c.id = ${customer ?? ''}
       and (select count(*) from identity.security_event e
             where e.customer_id = c.id and e.kind = ${kind} and e.at > ${since.toString()}
               and e.kind in ('password_wrong', 'second_factor_asked', 'second_factor_wrong', 'sign_in_refused')) < ${max}`.execute(
    q,
  );
}

export type ListedEvent = SecurityEvent & { readonly id: bigint };

/** A person's own events, newest first; `kinds` null is all of them. */
export async function listEvents(
  q: Reader,
  customer: CustomerId,
  {
    kinds,
    before,
    limit,
  }: { kinds: readonly SecurityEventKind[] | null; before: bigint | null; limit: number },
): Promise<ListedEvent[]> {
  const ofKinds = kinds === null ? sql`` : sql`and kind = any(${[...kinds]}::text[])`;
  const older = before === null ? sql`` : sql`and id < ${before}`;
  const { rows } = await sql<ListedEvent>`
    select id, kind, at, device, ip from identity.security_event
     where customer_id = ${customer} ${ofKinds} ${older} order by id desc limit ${limit}`.execute(q);
  return rows;
}

/** Forgets who signed in or tried to from where; what was changed stays as long as the account. */
export async function deleteSignInsBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`
    delete from identity.security_event where at < ${before.toString()}
       and kind in ('signed_in', 'signed_in_new_device', 'password_wrong', 'second_factor_asked', 'second_factor_wrong', 'sign_in_refused')`.execute(
    tx,
  );
}
