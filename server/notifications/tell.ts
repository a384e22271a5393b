import type { CustomerId, EventId, MoneyRequestId, OperationId } from '#common/id';
import { customersById } from '#identity';
import type { Temporal } from '#platform/clock';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { enqueueAll } from '#platform/jobs';
import type { EventMeta, Heard } from '#platform/outbox';
import { pushAll } from '#platform/realtime';
import { schedule } from '#platform/timers';
import { DELIVER_JOB, DELIVER_SET_JOB, SET_MAX } from './deliver.ts';
import type { EntryFacts, NotificationDeps } from './deps.ts';
import { choiceFor } from './choices.ts';
import { endOfQuiet, mayWait } from './quiet-hours.ts';
import { type MailTemplate, planFor, type Telling, type ToldEvent } from './plan.ts';
import * as store from './store.ts';

type Told = Telling & { readonly event: EventId; readonly at: EventMeta['at'] };

/** Writes what people are told of events: lines in the message centre, and mails or text messages to be sent. For all of them at once. */
export async function tellOf(
  tx: Tx,
  deps: NotificationDeps,
  heard: readonly Heard<ToldEvent>[],
): Promise<void> {
  const told = heard.flatMap(({ event, meta: { id, at } }) =>
    planFor(event).map((telling): Told => ({ ...telling, event: id, at })),
  );
  await writeNotices(tx, deps, told);
  await writeDeliveries(tx, deps, told);
}

async function writeNotices(tx: Tx, deps: NotificationDeps, told: readonly Told[]): Promise<void> {
  const entries = told.flatMap(({ customer, about, notice }) =>
    notice !== null && about !== null && 'entry' in about ? [{ customer, entry: about.entry }] : [],
  );
  const facts = await deps.entryFacts(tx, entries);
  const rows = told.flatMap(({ customer, about, notice, event, at }) => {
    if (notice === null) return [];
    const entry = about !== null && 'entry' in about ? facts.get(factsKey(customer, about.entry)) : undefined;
    const id = newId('ntf');
    const kept = { at: at.toString(), ...entry };
    return [{ id, customer, kind: notice, facts: kept, subjectId: subjectOf(about), event, createdAt: at }];
  });
  const written = await store.insertNotices(tx, rows);
  await pushAll(
    tx,
    rows
      .filter(({ id }) => written.has(id))
      .map(({ id, customer }) => ({ audience: `customer:${customer}`, type: 'notification', id })),
  );
}

/** Under which the facts of an entry, as one customer may know them, are handed over. */
export const factsKey = (customer: CustomerId, entry: OperationId | MoneyRequestId): string =>
  `${customer} ${entry}`;
export type FactsOfEntries = ReadonlyMap<string, EntryFacts>;

/** One id, or a case and, behind a space, the number of an address that was given up. */
function subjectOf(about: Telling['about']): string | null {
  if (about === null) return null;
  if ('entry' in about) return about.entry;
  if ('card' in about) return about.card;
  if (!('case' in about)) return about.formerContact;
  return about.formerContact === undefined ? about.case : `${about.case} ${about.formerContact}`;
}

type ToSend = store.Delivery & { readonly event: EventId; readonly afterSeconds: number };

async function writeDeliveries(tx: Tx, { clock }: NotificationDeps, told: readonly Told[]): Promise<void> {
  const now = clock.now();
  const isWanted = await wantedMails(tx, told);
  const quietFor = await quietSeconds(tx, told, now);
  const toSend: ToSend[] = [];
  for (const one of told) {
    const common = () => ({
      id: newId('ntf'),
      customer: one.customer,
      event: one.event,
      subjectId: subjectOf(one.about),
      createdAt: now,
    });
    if (one.mail !== null && isWanted(one.customer, one.mail) && !(await isToldSoon(tx, one, toSend)))
      toSend.push({
        ...common(),
        channel: 'mail',
        template: one.mail,
        afterSeconds: Math.max(one.mailAfterSeconds, quietFor(one)),
      });
    if (one.sms !== null) toSend.push({ ...common(), channel: 'sms', template: one.sms, afterSeconds: 0 });
  }
  const written = await store.insertDeliveries(tx, toSend);
  await send(
    tx,
    toSend.filter(({ id }) => written.has(id)),
  );
}

/** Whether somebody wants this mail; asked only where there is a choice. */
async function wantedMails(
  tx: Tx,
  told: readonly Told[],
): Promise<(customer: CustomerId, mail: MailTemplate) => boolean> {
  const asked = told.filter(({ mail }) => mail !== null && choiceFor(mail) !== null);
  if (asked.length === 0) return () => true;
  const unwanted = await store.unwantedMails(
    tx,
    asked.map(({ customer }) => customer),
  );
  return (customer, mail) => {
    const topic = choiceFor(mail);
    return !unwanted.some((one) => one.customer === customer && one.topic === topic);
  };
}

/** Seconds for which a mail waits since its reader has quiet hours; asked only where it may wait. */
async function quietSeconds(
  tx: Tx,
  told: readonly Told[],
  now: Temporal.Instant,
): Promise<(one: Told) => number> {
  const people = told.filter(mayWait).map(({ customer }) => customer);
  const chosen = people.length === 0 ? [] : await store.quietHoursOf(tx, people);
  if (chosen.length === 0) return () => 0;
  const known = await customersById(
    tx,
    chosen.map(({ customer }) => customer),
  );
  const ends = new Map(
    chosen.map(({ customer, ...hours }) => [
      customer,
      endOfQuiet(hours, known.get(customer)?.timeZone ?? 'UTC', now),
    ]),
  );
  return (one) => {
    const end = mayWait(one) ? ends.get(one.customer) : null;
    return end ? Math.ceil(now.until(end).total('seconds')) : 0;
  };
}

/** One mail for several answers in a row: it waits already, or is among those that are being written. */
async function isToldSoon(
  tx: Tx,
  { customer, about, mail, mailAfterSeconds }: Told,
  toSend: readonly ToSend[],
): Promise<boolean> {
  if (mail === null || mailAfterSeconds === 0 || about === null || !('case' in about)) return false;
  const isAmong = toSend.some(
    (each) =>
      each.customer === customer &&
      each.channel === 'mail' &&
      each.template === mail &&
      each.subjectId === about.case,
  );
  return isAmong || store.isMailWaiting(tx, customer, mail, about.case);
}

/** A mail that tells of news waits for nobody's secret or reading: it may go in one set with others. */
const goesInSets = ({ channel, template }: ToSend): boolean =>
  channel === 'mail' && template.startsWith('news_');

async function send(tx: Tx, toSend: readonly ToSend[]): Promise<void> {
  const atOnce = toSend.filter(({ afterSeconds }) => afterSeconds === 0);
  const together = atOnce.filter(goesInSets);
  const alone = together.length > 1 ? atOnce.filter((each) => !goesInSets(each)) : atOnce;
  await enqueueAll(
    tx,
    DELIVER_JOB,
    alone.map(({ id }) => ({ payload: { deliveryId: id }, key: id })),
  );
  const sets = together.length > 1 ? Math.ceil(together.length / SET_MAX) : 0;
  await enqueueAll(
    tx,
    DELIVER_SET_JOB,
    Array.from({ length: sets }, (_, index) => {
      const deliveryIds = together.slice(index * SET_MAX, (index + 1) * SET_MAX).map(({ id }) => id);
      return { payload: { deliveryIds }, key: `set:${deliveryIds[0]}` };
    }),
  );
  for (const { id, createdAt, afterSeconds } of toSend.filter((each) => each.afterSeconds > 0))
    await schedule(tx, {
      at: createdAt.add({ seconds: afterSeconds }),
      job: DELIVER_JOB,
      payload: { deliveryId: id },
      key: `deliver:${id}`,
    });
}
