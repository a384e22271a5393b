import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { Result } from '#common/result';
import type { Mail, MailFailure } from '#connectors';
import { areTextMessagesStopped, type Customer, customersById, phrasesOf } from '#identity';
import type { Tx } from '#platform/db';
import { defineJob, enqueueAll } from '#platform/jobs';
import type { NotificationDeps } from './deps.ts';
import { layOut } from './mail-layout.ts';
import * as store from './store.ts';
import type { Delivery } from './store.ts';
import { type Ready, type ReadyMail, write } from './write-message.ts';

/** Sends one mail or text message. */
export const DELIVER_JOB = 'notifications.deliver';
const deliverPayload = z.object({ deliveryId: idSchema('ntf') });
/** Sends mails that were written together; what must be tried again goes its own way. */
export const DELIVER_SET_JOB = 'notifications.deliver_set';
/** Mails of one set: a process that is killed sends no more than these twice. */
export const SET_MAX = 25;
const setPayload = z.object({ deliveryIds: z.array(idSchema('ntf')).min(1).max(SET_MAX) });

export function defineDelivering(deps: NotificationDeps): void {
  defineJob(DELIVER_JOB, deliverPayload, ({ deliveryId }, { lastAttempt }) =>
    deliver(deps, deliveryId, { lastAttempt }),
  );
  // Whoever waits for a code must not wait for all news of others.
  defineJob(DELIVER_SET_JOB, setPayload, ({ deliveryIds }) => deliverSet(deps, deliveryIds), {
    isBulk: true,
  });
}

/** What became of handing it over. */
type Outcome = { readonly state: 'sent' | 'refused' | 'again'; readonly answer: string };
type Prepared = { readonly id: Delivery['id']; readonly ready: Ready; readonly phrase: string | null };

/**
 * Hands one message to its provider and keeps what it answered. Runs again after a temporary failure or an unknown outcome, under an
 * id by which the provider, or the reader's mail program, knows a double; what has ended is left alone.
 */
export async function deliver(
  deps: NotificationDeps,
  id: Delivery['id'],
  { lastAttempt }: { lastAttempt: boolean },
): Promise<void> {
  const { db, clock } = deps;
  const [prepared] = await db.transaction((tx) => prepare(tx, deps, [id]));
  if (!prepared) return;
  const { ready } = prepared;
  const { state, answer } = await handOver(deps, prepared);
  const kept = state === 'again' ? (lastAttempt ? 'given_up' : 'waiting') : state;
  await store.saveOutcomes(db.read, [{ id, state: kept, answer, locale: ready.locale }], clock.now());
  // The queue runs it again, with growing pauses.
  if (kept === 'waiting') throw new Error(`not delivered yet: ${answer}`);
}

/** The same for mails that were written together: one question each for rows and people, one connection, an outcome for each mail. */
export async function deliverSet(deps: NotificationDeps, ids: readonly Delivery['id'][]): Promise<void> {
  const { db, clock, mailer } = deps;
  const prepared = await db.transaction((tx) => prepare(tx, deps, ids));
  const mails = prepared.flatMap(({ id, ready, phrase }) =>
    ready.channel === 'mail' ? [{ id, ready, phrase }] : [],
  );
  const handed = await mailer.sendMany(mails.map(({ ready, phrase }) => mailOf(deps, ready, phrase)));
  const outcomes = mails.flatMap(({ id, ready: { locale } }, index) => {
    const one = handed[index];
    return one ? [{ id, locale, ...outcomeOf(one) }] : [];
  });
  const again = outcomes.filter(({ state }) => state === 'again');
  await db.transaction(async (tx) => {
    const kept = outcomes.map(({ state, ...rest }): store.Outcome => ({
      ...rest,
      state: state === 'again' ? 'waiting' : state,
    }));
    await store.saveOutcomes(tx, kept, clock.now());
    await enqueueAll(
      tx,
      DELIVER_JOB,
      again.map(({ id }) => ({ payload: { deliveryId: id }, key: id })),
    );
  });
}

async function prepare(tx: Tx, deps: NotificationDeps, ids: readonly Delivery['id'][]): Promise<Prepared[]> {
  const now = deps.clock.now();
  const deliveries = await store.beginAttempts(tx, ids, now);
  const people = deliveries.map(({ customer }) => customer);
  const customers = await customersById(tx, people);
  const phrases = await phrasesOf(tx, deps, people);
  const isStopped = deliveries.some(({ channel }) => channel === 'sms') && (await areTextMessagesStopped(tx));
  const prepared: Prepared[] = [];
  const skipped: store.Outcome[] = [];
  for (const delivery of deliveries) {
    const { id, customer: who } = delivery;
    if (isStopped && delivery.channel === 'sms') {
      skipped.push({ id, state: 'skipped', answer: 'text_messages_stopped', locale: null });
      continue;
    }
    const customer = customers.get(who);
    const ready = customer && (await write(tx, deps, delivery, customer));
    if (ready) prepared.push({ id, ready, phrase: phraseFor(ready, customer, phrases.get(who)?.phrase) });
    else skipped.push({ id, state: 'skipped', answer: 'nothing_to_tell', locale: null });
  }
  await store.saveOutcomes(tx, skipped, now);
  return prepared;
}

/** The phrase goes to the address that its owner has proven, and nowhere else: not to one that was given up or is only being tried. */
const phraseFor = (ready: Ready, { email, emailVerified }: Customer, phrase: string | undefined) =>
  ready.channel === 'mail' && emailVerified && ready.to === email ? (phrase ?? null) : null;

/** Says that no person wrote this, so that no machine answers it. Source: RFC 3834 §5; the second is Microsoft's. */
export const HEADERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

async function handOver(deps: NotificationDeps, { ready, phrase }: Prepared): Promise<Outcome> {
  if (ready.channel === 'mail') return outcomeOf(await deps.mailer.send(mailOf(deps, ready, phrase)));
  const taken = await deps.sms.send({ to: ready.to, text: ready.text, reference: ready.stableId });
  if (taken.ok) return { state: 'sent', answer: taken.value.state };
  const { code, cause, isPermanent } = taken.error;
  return { state: isPermanent ? 'refused' : 'again', answer: `${code} ${cause}` };
}

const mailOf = (
  { publicUrl, mailDomain }: NotificationDeps,
  { text, locale, to, stableId }: ReadyMail,
  phrase: string | null,
): Mail => ({
  ...layOut(text, { locale, publicUrl, phrase }),
  to,
  headers: HEADERS,
  messageId: `<${stableId}@${mailDomain}>`,
});

function outcomeOf(sent: Result<{ smtpStatus: number }, MailFailure>): Outcome {
  if (sent.ok) return { state: 'sent', answer: String(sent.value.smtpStatus) };
  const { code, smtpStatus, isPermanent } = sent.error;
  return { state: isPermanent ? 'refused' : 'again', answer: `${code} ${smtpStatus ?? ''}`.trim() };
}
