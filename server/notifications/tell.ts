import type { EventId } from '#common/id';
import type { Reader, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { enqueue } from '#platform/jobs';
import type { EventMeta } from '#platform/outbox';
import { pushTo } from '#platform/realtime';
import { schedule } from '#platform/timers';
import { DELIVER_JOB } from './deliver.ts';
import type { NotificationDeps } from './deps.ts';
import { planFor, type Telling, type ToldEvent } from './plan.ts';
import * as store from './store.ts';
import type { NoticeFacts } from './store.ts';

/** Writes what people are told of an event: a line in the message centre, and a mail or text message to be sent. */
export async function tellOf(
  tx: Tx,
  deps: NotificationDeps,
  event: ToldEvent,
  { id, at }: EventMeta,
): Promise<void> {
  for (const telling of planFor(event)) {
    await writeNotice(tx, deps, telling, { id, at });
    await writeDelivery(tx, deps, telling, id);
  }
}

async function writeNotice(
  tx: Tx,
  deps: NotificationDeps,
  { customer, about, notice }: Telling,
  { id: event, at }: EventMeta,
): Promise<void> {
  if (notice === null) return;
  const facts = await factsOf(tx, deps, { customer, about }, at);
  const row = {
    id: newId('ntf'),
    customer,
    kind: notice,
    facts,
    subjectId: subjectOf(about),
    event,
    createdAt: at,
  };
  if (await store.insertNotice(tx, row))
    await pushTo(tx, `customer:${customer}`, { type: 'notification', id: row.id });
}

const subjectOf = (about: Telling['about']): string | null =>
  about === null ? null : 'entry' in about ? about.entry : about.case;

async function factsOf(
  read: Reader,
  deps: NotificationDeps,
  { customer, about }: Pick<Telling, 'customer' | 'about'>,
  at: EventMeta['at'],
): Promise<NoticeFacts> {
  const entry = about && 'entry' in about ? await deps.entryFacts(read, customer, about.entry) : null;
  return { at: at.toString(), ...entry };
}

async function writeDelivery(
  tx: Tx,
  { clock }: NotificationDeps,
  { customer, about, mail, sms, mailAfterSeconds }: Telling,
  event: EventId,
): Promise<void> {
  const common = { id: newId('ntf'), customer, subjectId: subjectOf(about), createdAt: clock.now() };
  if (mail !== null) {
    // One mail for several answers in a row.
    const isTold =
      mailAfterSeconds > 0 &&
      about !== null &&
      'case' in about &&
      (await store.isMailWaiting(tx, customer, mail, about.case));
    if (!isTold && (await store.insertDelivery(tx, { ...common, channel: 'mail', template: mail }, event)))
      await send(tx, common, mailAfterSeconds);
  }
  if (sms !== null && (await store.insertDelivery(tx, { ...common, channel: 'sms', template: sms }, event)))
    await send(tx, common, 0);
}

async function send(
  tx: Tx,
  { id, createdAt }: Pick<store.Delivery, 'id' | 'createdAt'>,
  afterSeconds: number,
): Promise<void> {
  const payload = { deliveryId: id };
  if (afterSeconds === 0) await enqueue(tx, DELIVER_JOB, payload, { key: id });
  else
    await schedule(tx, {
      at: createdAt.add({ seconds: afterSeconds }),
      job: DELIVER_JOB,
      payload,
      key: `deliver:${id}`,
    });
}
