import type { CustomerId, StepUpId } from '#common/id';
import type { Temporal } from '#platform/clock';
import { type Reader, sql, type Tx } from '#platform/db';
import type { SealedPassword } from '../password/hashing.ts';
import type { Payment, StepUp, StrongFactor } from './payment-password.ts';

export async function findPaymentPassword(q: Reader, customer: CustomerId): Promise<{ box: string } | null> {
  const { rows } = await sql<{
    box: string;
  }>`select box from identity.payment_password where customer_id = ${customer}`.execute(q);
  return rows[0] ?? null;
}

export async function savePaymentPassword(
  tx: Tx,
  customer: CustomerId,
  { box, parameters }: SealedPassword,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into identity.payment_password (customer_id, box, parameters, set_at) values (${customer}, ${box}, ${parameters}, ${now.toString()})
    on conflict (customer_id) do update set box = excluded.box, parameters = excluded.parameters, set_at = excluded.set_at`.execute(
    tx,
  );
}

export async function insertStepUp(
  tx: Tx,
  { id, customer, action, amount, payee, factor }: StepUp & { factor: StrongFactor | null },
  times: { now: Temporal.Instant; expiresAt: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into identity.step_up (id, customer_id, action, amount_minor, currency, payee, factor, created_at, expires_at)
    values (${id}, ${customer}, ${action}, ${amount.minor}, ${amount.currency}, ${payee}, ${factor}, ${times.now.toString()}, ${times.expiresAt.toString()})`.execute(
    tx,
  );
}

/** Uses a proof if it was made for exactly this; of any number of uses at once one gets it. */
export async function useStepUp(
  tx: Tx,
  { id, customer, action, amount, payee }: Payment & { id: StepUpId; customer: CustomerId },
  now: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    update identity.step_up set used_at = ${now.toString()}
     where id = ${id} and customer_id = ${customer} and action = ${action} and amount_minor = ${amount.minor} and currency = ${amount.currency}
       and payee = ${payee} and used_at is null and expires_at > ${now.toString()}
    returning 1`.execute(tx);
  return rows.length === 1;
}

/**
 * Names of people, and those of these proofs that are good now, in one question for many. What each proof is good for is looked at when
 * it is used.
 */
export async function namesAndUsableStepUps(
  q: Reader,
  { people, stepUps }: { people: readonly CustomerId[]; stepUps: readonly string[] },
  now: Temporal.Instant,
): Promise<{ names: [CustomerId, string][]; proofs: Set<string> }> {
  const { rows } = await sql<{ person: CustomerId | null; name: string }>`
    select customer_id as person, name from identity.profile where customer_id = any(${people}::text[])
    union all
    select null, id from identity.step_up where id = any(${stepUps}::text[]) and used_at is null and expires_at > ${now.toString()}`.execute(
    q,
  );
  return {
    names: rows.flatMap(({ person, name }): [CustomerId, string][] =>
      person === null ? [] : [[person, name]],
    ),
    proofs: new Set(rows.flatMap(({ person, name }) => (person === null ? [name] : []))),
  };
}

export async function deleteStepUpsBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from identity.step_up where expires_at < ${before.toString()}`.execute(tx);
}
