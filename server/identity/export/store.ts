import type { CustomerId } from '#common/id';
import type { DataRow } from '#common/data-part';
import { type Reader, sql } from '#platform/db';

/** Times as text, so that rows can be handed out as they are. */
const at = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** Each question answers one part of what identity keeps of somebody; secrets and their hashes are in none. */
const QUESTIONS = {
  consents: (id: CustomerId) => sql<DataRow>`
    select version, locale as language, ${at('accepted_at')} as at from identity.terms_acceptance where customer_id = ${id} order by accepted_at`,
  security_events: (id: CustomerId) => sql<DataRow>`
    select ${at('at')} as at, kind, device, ip as network from identity.security_event e where customer_id = ${id} order by e.id`,
  devices: (id: CustomerId) => sql<DataRow>`
    select name as device, ${at('first_seen_at')} as since, ${at('last_seen_at')} as last_seen from identity.device where customer_id = ${id} order by first_seen_at`,
  sessions: (id: CustomerId) => sql<DataRow>`
    select device, ip as network, ${at('created_at')} as since, ${at('last_seen_at')} as last_seen, ${at('ended_at')} as ended, end_reason as reason
      from identity.session where customer_id = ${id} order by created_at`,
  second_factors: (id: CustomerId) => sql<DataRow>`
    select 'authenticator' as kind, null as name, ${at('added_at')} as since, ${at('last_used_at')} as last_used from identity.authenticator where customer_id = ${id}
    union all select 'sms', null, ${at('added_at')}, ${at('last_used_at')} from identity.sms_factor where customer_id = ${id}
    union all select 'passkey', name, ${at('added_at')}, ${at('last_used_at')} from identity.passkey where customer_id = ${id}
    union all select 'recovery_code', null, ${at('made_at')}, ${at('used_at')} from identity.recovery_code where customer_id = ${id}
    union all select 'password', null, ${at('set_at')}, null from identity.password where customer_id = ${id}
    union all select 'security_question', question, ${at('set_at')}, null from identity.security_answer where customer_id = ${id}
    union all select 'payment_password', null, ${at('set_at')}, null from identity.payment_password where customer_id = ${id}`,
  former_addresses: (id: CustomerId) => sql<DataRow>`
    select kind, written as address, ${at('given_up_at')} as at from identity.former_contact where customer_id = ${id} order by given_up_at`,
  account_names: (id: CustomerId) => sql<DataRow>`
    select handle_key as name, ${at('claimed_at')} as since, ${at('released_at')} as ended from identity.handle_claim where customer_id = ${id}`,
  messages_asked_for: (id: CustomerId) => sql<DataRow>`
    select purpose as kind, ${at('requested_at')} as at from identity.message_request where customer_id = ${id} order by requested_at`,
  payment_confirmations: (id: CustomerId) => sql<DataRow>`
    select amount_minor::text as amount, currency, factor as kind, ${at('created_at')} as at, ${at('used_at')} as last_used
      from identity.step_up where customer_id = ${id} order by created_at`,
  ways_back_in: (id: CustomerId) => sql<DataRow>`
    select case_id as reference, lost as kind, ${at('opened_at')} as at from identity.access_request where customer_id = ${id} order by opened_at`,
  closings: (id: CustomerId) => sql<DataRow>`
    select id as reference, state, ${at('requested_at')} as at, ${at('closes_at')} as until, ${at('ended_at')} as ended
      from identity.closing where customer_id = ${id} order by requested_at`,
} as const;
export type IdentityPart = keyof typeof QUESTIONS;
export const IDENTITY_PARTS = Object.keys(QUESTIONS) as readonly IdentityPart[];

export async function rowsOf(read: Reader, part: IdentityPart, customer: CustomerId): Promise<DataRow[]> {
  const { rows } = await QUESTIONS[part](customer).execute(read);
  return rows;
}
