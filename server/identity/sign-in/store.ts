import type { CustomerId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql } from '#platform/db';
import type { Address } from '../profile/store.ts';
import { CANDIDATES, type Candidate } from './sign-in.ts';

/** The account that has proven the address, then the newest that claims it. */
export async function findCandidates(q: Reader, { kind, key }: Address): Promise<Candidate[]> {
  const matches = {
    email: sql`p.email_key = ${key}`,
    phone: sql`p.phone = ${key}`,
    handle: sql`p.handle = ${key}`,
  }[kind];
  const proven = {
    email: sql`p.email_verified_at`,
    phone: sql`p.phone_verified_at`,
    handle: sql`c.created_at`,
  }[kind];
  const { rows } = await sql<{ customer_id: CustomerId; box: string }>`
    select p.customer_id, w.box
      from identity.profile p join identity.password w on w.customer_id = p.customer_id join identity.customer c on c.id = p.customer_id
     where ${matches} order by ${proven} is null, p.customer_id desc limit ${CANDIDATES}`.execute(q);
  return rows.map(({ customer_id, box }) => ({ customer: customer_id, box }));
}

/** Whether the owner was told since then that signing in is paused. */
export async function wasToldSince(
  q: Reader,
  customer: CustomerId,
  since: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from identity.security_event where customer_id = ${customer} and kind = 'sign_in_paused' and at > ${since.toString()} limit 1`.execute(
    q,
  );
  return rows.length > 0;
}
