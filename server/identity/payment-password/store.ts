import type { CustomerId, StepUpId } from '#common/id';
import { instantOf, type Temporal, textOf } from '#platform/clock';
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

/** What rules and records know people by. */
export type KnownPerson = {
  readonly name: string;
  readonly since: Temporal.Instant;
  readonly timeZone: string;
};
export type KnownPeople = {
  readonly people: ReadonlyMap<CustomerId, KnownPerson>;
  /** Those that are good now, with the strong factor they were made with. */
  readonly proofs: ReadonlyMap<string, StrongFactor | null>;
  /** Since when each of these customers uses the browser that was asked about. */
  readonly devices: ReadonlyMap<CustomerId, Temporal.Instant>;
  /** Who signed in on one of the browsers that were asked about within a day. */
  readonly lately: (tokenHash: Uint8Array | null) => readonly CustomerId[];
};
export type PeopleAsked = {
  readonly people: readonly CustomerId[];
  readonly stepUps: readonly string[];
  readonly devices: readonly { readonly customer: CustomerId; readonly tokenHash: Uint8Array }[];
};
/** Hours in which people on one browser are told apart, and how many: an internet café is as many as can be. */
export const LATELY_HOURS = 24;
export const LATELY_MAX = 50;
const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

type KnownRow = {
  kind: 'person' | 'proof' | 'device' | 'lately';
  id: string;
  at: Temporal.Instant;
  name: string | null;
  zone: string | null;
  factor: StrongFactor | null;
};

/**
 * People, which of these proofs are good now, how long browsers have been known and who else used them, in one question for many. What each proof is good
 * for is looked at when it is used.
 */
export async function knownPeople(
  q: Reader,
  { people, stepUps, devices }: PeopleAsked,
  now: Temporal.Instant,
): Promise<KnownPeople> {
  const { rows } = await sql<KnownRow>`
    select kind, id, at, name, zone, factor
      from identity.known_people(${textOf(now)}, ${people}, ${stepUps}, ${devices.map(({ customer }) => customer)},
             ${devices.map(({ tokenHash }) => tokenHash)}, ${LATELY_HOURS}, ${LATELY_MAX})`.execute(q);
  return peopleOfRows(rows);
}

/** The same from JSON, as a question of another room's carries it (`wallet.payment_to_assess`). */
export type KnownText = readonly [
  kind: KnownRow['kind'],
  id: string,
  at: string,
  name: string | null,
  zone: string | null,
  factor: StrongFactor | null,
];
export const knownPeopleOfText = (rows: readonly KnownText[]): KnownPeople =>
  peopleOfRows(
    rows.map(([kind, id, at, name, zone, factor]) => ({ kind, id, at: instantOf(at), name, zone, factor })),
  );

function peopleOfRows(rows: readonly KnownRow[]): KnownPeople {
  const of = (kind: KnownRow['kind']): KnownRow[] => rows.filter((row) => row.kind === kind);
  return {
    people: new Map(
      of('person').map(({ id, name, at, zone }) => [
        id as CustomerId,
        { name: name ?? '', since: at, timeZone: zone ?? 'UTC' },
      ]),
    ),
    proofs: new Map(of('proof').map(({ id, factor }) => [id, factor])),
    devices: new Map(of('device').map(({ id, at }) => [id as CustomerId, at])),
    lately: (tokenHash) =>
      tokenHash
        ? of('lately').flatMap(({ id, name }) => (name === hexOf(tokenHash) ? [id as CustomerId] : []))
        : [],
  };
}

export async function deleteStepUpsBefore(tx: Tx, before: Temporal.Instant): Promise<void> {
  await sql`delete from identity.step_up where expires_at < ${before.toString()}`.execute(tx);
}
