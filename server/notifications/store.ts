import type { ChosenTopic, QuietHours } from '#common/api/profile';
import type { CaseId, CustomerId, EventId, NotificationId } from '#common/id';
import type { Locale } from '#common/locale';
import type { WireFact } from '#common/reasons';
import type { Temporal } from '#platform/clock';
import { sql, type Reader, type Tx } from '#platform/db';
import type { MailTemplate, NoticeKind, SmsTemplate } from './plan.ts';

export type NoticeFacts = Readonly<Record<string, WireFact>>;
export type Notice = {
  readonly id: NotificationId;
  readonly kind: NoticeKind;
  readonly facts: NoticeFacts;
  readonly subjectId: string | null;
  readonly createdAt: Temporal.Instant;
  readonly readAt: Temporal.Instant | null;
};

export type NewNotice = Omit<Notice, 'readAt'> & { readonly customer: CustomerId; readonly event: EventId };

/** Writes lines of the message centre; answers those that this event has not told this person before. */
export async function insertNotices(
  tx: Tx,
  notices: readonly NewNotice[],
): Promise<ReadonlySet<NotificationId>> {
  if (notices.length === 0) return new Set();
  const { rows } = await sql<{ id: NotificationId }>`
    insert into notifications.notice (id, customer_id, kind, facts, subject_id, event_id, created_at)
    select n.id, n.customer, n.kind, n.facts, n.subject, n.event, n.at
    from unnest(${notices.map(({ id }) => id)}::text[], ${notices.map(({ customer }) => customer)}::text[],
                ${notices.map(({ kind }) => kind)}::text[], ${notices.map(({ facts }) => JSON.stringify(facts))}::jsonb[],
                ${notices.map(({ subjectId }) => subjectId)}::text[], ${notices.map(({ event }) => event)}::text[],
                ${notices.map(({ createdAt }) => createdAt.toString())}::timestamptz[]) as n (id, customer, kind, facts, subject, event, at)
    on conflict (event_id, customer_id, kind) do nothing returning id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

export type NoticePosition = { readonly at: Temporal.Instant; readonly id: string };
type NoticeRow = {
  id: NotificationId;
  kind: NoticeKind;
  facts: NoticeFacts;
  subject_id: string | null;
  created_at: Temporal.Instant;
  read_at: Temporal.Instant | null;
};

/** A person's message centre, newest first. */
export async function noticesOf(
  read: Reader,
  customer: CustomerId,
  { after, limit }: { after: NoticePosition | null; limit: number },
): Promise<Notice[]> {
  const behind = after
    ? sql`and (created_at, id) < (${after.at.toString()}::timestamptz, ${after.id})`
    : sql``;
  const { rows } = await sql<NoticeRow>`
    select id, kind, facts, subject_id, created_at, read_at from notifications.notice
     where customer_id = ${customer} ${behind} order by created_at desc, id desc limit ${limit}`.execute(
    read,
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    facts: row.facts,
    subjectId: row.subject_id,
    createdAt: row.created_at,
    readAt: row.read_at,
  }));
}

export async function countUnread(read: Reader, customer: CustomerId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from notifications.notice where customer_id = ${customer} and read_at is null`.execute(
    read,
  );
  return rows[0]?.count ?? 0;
}

/** Marks the person's own notices as read; ids of others do nothing. */
export async function markRead(
  tx: Tx,
  customer: CustomerId,
  ids: readonly NotificationId[] | 'all',
  at: Temporal.Instant,
): Promise<void> {
  const which = ids === 'all' ? sql`` : sql`and id = any(${[...ids]}::text[])`;
  await sql`update notifications.notice set read_at = ${at.toString()} where customer_id = ${customer} and read_at is null ${which}`.execute(
    tx,
  );
}

export type Delivery = {
  readonly id: NotificationId;
  readonly customer: CustomerId;
  readonly subjectId: string | null;
  readonly createdAt: Temporal.Instant;
} & (
  | { readonly channel: 'mail'; readonly template: MailTemplate }
  | { readonly channel: 'sms'; readonly template: SmsTemplate }
);
export type DeliveryState = 'waiting' | 'sent' | 'skipped' | 'refused' | 'given_up';

/** Writes messages to be sent; answers those that this event has not sent this person by this way before. */
export async function insertDeliveries(
  tx: Tx,
  deliveries: readonly (Delivery & { readonly event: EventId })[],
): Promise<ReadonlySet<NotificationId>> {
  if (deliveries.length === 0) return new Set();
  const { rows } = await sql<{ id: NotificationId }>`
    insert into notifications.delivery (id, customer_id, channel, template, subject_id, event_id, state, created_at, updated_at)
    select d.id, d.customer, d.channel, d.template, d.subject, d.event, 'waiting', d.at, d.at
    from unnest(${deliveries.map(({ id }) => id)}::text[], ${deliveries.map(({ customer }) => customer)}::text[],
                ${deliveries.map(({ channel }) => channel)}::text[], ${deliveries.map(({ template }) => template)}::text[],
                ${deliveries.map(({ subjectId }) => subjectId)}::text[], ${deliveries.map(({ event }) => event)}::text[],
                ${deliveries.map(({ createdAt }) => createdAt.toString())}::timestamptz[])
      as d (id, customer, channel, template, subject, event, at)
    on conflict (event_id, customer_id, channel, template) do nothing returning id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Whether a mail about this very thing is about to go out: one mail for several answers in a row. */
export async function isMailWaiting(
  tx: Tx,
  customer: CustomerId,
  template: MailTemplate,
  subjectId: CaseId,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from notifications.delivery
     where customer_id = ${customer} and template = ${template} and subject_id = ${subjectId} and state = 'waiting' limit 1`.execute(
    tx,
  );
  return rows.length > 0;
}

type AttemptRow = {
  id: NotificationId;
  customer_id: CustomerId;
  subject_id: string | null;
  created_at: Temporal.Instant;
  attempts: number;
} & ({ channel: 'mail'; template: MailTemplate } | { channel: 'sms'; template: SmsTemplate });

/** Counts one more attempt at those of these deliveries that still wait, and holds their rows until the transaction ends. */
export async function beginAttempts(
  tx: Tx,
  ids: readonly NotificationId[],
  at: Temporal.Instant,
): Promise<(Delivery & { attempt: number })[]> {
  const { rows } = await sql<AttemptRow>`
    update notifications.delivery set attempts = attempts + 1, updated_at = ${at.toString()}
     where id = any(${ids}::text[]) and state = 'waiting'
    returning id, customer_id, channel, template, subject_id, created_at, attempts`.execute(tx);
  return rows.map(
    ({ customer_id: customer, subject_id: subjectId, created_at: createdAt, attempts: attempt, ...way }) => ({
      ...way,
      customer,
      subjectId,
      createdAt,
      attempt,
    }),
  );
}

export type Outcome = {
  readonly id: NotificationId;
  readonly state: DeliveryState;
  readonly answer: string;
  readonly locale: Locale | null;
};

/** Keeps what became of attempts. What was sent once stays sent, whatever a second run of the job believes. */
export async function saveOutcomes(
  read: Reader,
  outcomes: readonly Outcome[],
  at: Temporal.Instant,
): Promise<void> {
  if (outcomes.length === 0) return;
  await sql`
    update notifications.delivery d
       set state = o.state, provider_answer = o.answer, locale = coalesce(o.locale, d.locale), updated_at = ${at.toString()}
      from unnest(${outcomes.map(({ id }) => id)}::text[], ${outcomes.map(({ state }) => state)}::text[],
                  ${outcomes.map(({ answer }) => answer)}::text[], ${outcomes.map(({ locale }) => locale)}::text[])
        as o (id, state, answer, locale)
     where d.id = o.id and (d.state = 'waiting' or o.state = 'sent')`.execute(read);
}

export type DeliveryRecord = {
  readonly id: NotificationId;
  readonly channel: 'mail' | 'sms';
  readonly template: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly answer: string | null;
  readonly locale: Locale | null;
};

/** What was sent to a person, newest first. */
export async function deliveriesTo(
  read: Reader,
  customer: CustomerId,
  limit: number,
): Promise<DeliveryRecord[]> {
  const { rows } = await sql<Omit<DeliveryRecord, 'answer'> & { provider_answer: string | null }>`
    select id, channel, template, state, attempts, provider_answer, locale from notifications.delivery
     where customer_id = ${customer} order by created_at desc, id desc limit ${limit}`.execute(read);
  return rows.map(({ provider_answer: answer, ...row }) => ({ ...row, answer }));
}

export type Unwanted = { readonly customer: CustomerId; readonly topic: ChosenTopic };

/** Which news these people do not want by mail, in one question for many. */
export async function unwantedMails(read: Reader, customers: readonly CustomerId[]): Promise<Unwanted[]> {
  const { rows } = await sql<Unwanted>`
    select customer_id as customer, topic from notifications.choice
     where customer_id = any(${[...new Set(customers)]}::text[]) and not mail`.execute(read);
  return rows;
}

export async function saveChoice(
  tx: Tx,
  { customer, topic, mail }: Unwanted & { readonly mail: boolean },
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    insert into notifications.choice (customer_id, topic, mail, chosen_at) values (${customer}, ${topic}, ${mail}, ${at.toString()})
    on conflict (customer_id, topic) do update set mail = excluded.mail, chosen_at = excluded.chosen_at`.execute(
    tx,
  );
}

export type ChosenQuiet = QuietHours & { readonly customer: CustomerId };

/** Who of these has chosen quiet hours. */
export async function quietHoursOf(read: Reader, customers: readonly CustomerId[]): Promise<ChosenQuiet[]> {
  const { rows } = await sql<ChosenQuiet>`
    select customer_id as customer, from_minute as "fromMinute", to_minute as "toMinute" from notifications.quiet_hours
     where customer_id = any(${[...new Set(customers)]}::text[])`.execute(read);
  return rows;
}

export async function saveQuietHours(
  tx: Tx,
  customer: CustomerId,
  hours: QuietHours | null,
  at: Temporal.Instant,
): Promise<void> {
  if (hours === null)
    await sql`delete from notifications.quiet_hours where customer_id = ${customer}`.execute(tx);
  else
    await sql`
      insert into notifications.quiet_hours (customer_id, from_minute, to_minute, set_at)
      values (${customer}, ${hours.fromMinute}, ${hours.toMinute}, ${at.toString()})
      on conflict (customer_id) do update
        set from_minute = excluded.from_minute, to_minute = excluded.to_minute, set_at = excluded.set_at`.execute(
      tx,
    );
}

/** Takes away what was told to a former customer, by every way, and what was to be told. */
export async function eraseMessages(tx: Tx, customer: CustomerId): Promise<void> {
  await sql`delete from notifications.notice where customer_id = ${customer}`.execute(tx);
  await sql`delete from notifications.delivery where customer_id = ${customer}`.execute(tx);
  await sql`delete from notifications.choice where customer_id = ${customer}`.execute(tx);
  await sql`delete from notifications.quiet_hours where customer_id = ${customer}`.execute(tx);
}
