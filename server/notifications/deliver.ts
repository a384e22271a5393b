import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import { parseId } from '#common/id';
import type { Locale } from '#common/locale';
import { unreachable } from '#common/result';
import { customerById, takeOutgoingSecret, type Customer } from '#identity';
import type { Tx } from '#platform/db';
import { defineJob } from '#platform/jobs';
import type { NotificationDeps } from './deps.ts';
import { layOut } from './mail-layout.ts';
import { codeText, mailText, verificationMail, type MailText } from './mail-text.ts';
import * as store from './store.ts';
import type { Delivery } from './store.ts';

/** Sends one mail or text message. */
export const DELIVER_JOB = 'notifications.deliver';
const deliverPayload = z.object({ deliveryId: idSchema('ntf') });

export function defineDelivering(deps: NotificationDeps): void {
  defineJob(DELIVER_JOB, deliverPayload, ({ deliveryId }, { lastAttempt }) =>
    deliver(deps, deliveryId, { lastAttempt }),
  );
}

/** A message that is ready to go: made in a transaction, sent after it. */
type Ready = { readonly locale: Locale; readonly stableId: string } & (
  | { readonly channel: 'mail'; readonly to: string; readonly text: MailText }
  | { readonly channel: 'sms'; readonly to: string; readonly text: string }
);
/** What became of handing it over. */
type Outcome = { readonly state: 'sent' | 'refused' | 'again'; readonly answer: string };

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
  const ready = await db.transaction((tx) => prepare(tx, deps, id));
  if (ready === null) return;
  const { state, answer } = await handOver(deps, ready);
  const kept = state === 'again' ? (lastAttempt ? 'given_up' : 'waiting') : state;
  await store.saveOutcome(db.read, id, { state: kept, answer, locale: ready.locale, at: clock.now() });
  // The queue runs it again, with growing pauses.
  if (kept === 'waiting') throw new Error(`not delivered yet: ${answer}`);
}

async function prepare(tx: Tx, deps: NotificationDeps, id: Delivery['id']): Promise<Ready | null> {
  const now = deps.clock.now();
  const delivery = await store.beginAttempt(tx, id, now);
  if (!delivery) return null;
  const customer = await customerById(tx, delivery.customer);
  const ready = customer && (await write(tx, deps, delivery, customer));
  if (!ready)
    await store.saveOutcome(tx, id, { state: 'skipped', answer: 'nothing_to_tell', locale: null, at: now });
  return ready;
}

/** The words, in the customer's language as it is now; null when there is nothing to tell any more. */
async function write(
  tx: Tx,
  deps: NotificationDeps,
  delivery: Delivery & { attempt: number },
  customer: Customer,
): Promise<Ready | null> {
  const { locale, timeZone, email, phone } = customer;
  const now = deps.clock.now();
  // Each attempt has a secret of its own, and only the last one works: it must not be taken for a double of the one before.
  const attemptId = `${delivery.id}-${delivery.attempt}`;
  switch (delivery.channel) {
    case 'sms': {
      const secret = await takeOutgoingSecret(tx, deps, customer.id, 'phone');
      return (
        secret && {
          channel: 'sms',
          locale,
          to: phone,
          text: codeText(secret, { locale, now }),
          stableId: attemptId,
        }
      );
    }
    case 'mail': {
      if (delivery.template === 'verify_email') {
        const secret = await takeOutgoingSecret(tx, deps, customer.id, 'email');
        return (
          secret && {
            channel: 'mail',
            locale,
            to: email,
            text: verificationMail(secret, { locale, timeZone, now }),
            stableId: attemptId,
          }
        );
      }
      const caseId =
        delivery.template === 'case_answered' && delivery.subjectId !== null
          ? parseId('case', delivery.subjectId)
          : null;
      if (caseId && !(await deps.hasUnread(tx, customer.id, caseId))) return null;
      return {
        channel: 'mail',
        locale,
        to: email,
        text: mailText(delivery.template, delivery.subjectId, locale),
        stableId: delivery.id,
      };
    }
    default:
      return unreachable(delivery);
  }
}

/** Says that no person wrote this, so that no machine answers it. Source: RFC 3834 §5; the second is Microsoft's. */
const HEADERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

async function handOver(
  { mailer, sms, publicUrl, mailDomain }: NotificationDeps,
  ready: Ready,
): Promise<Outcome> {
  if (ready.channel === 'sms') {
    const taken = await sms.send({ to: ready.to, text: ready.text, reference: ready.stableId });
    if (taken.ok) return { state: 'sent', answer: taken.value.state };
    const { code, cause, isPermanent } = taken.error;
    return { state: isPermanent ? 'refused' : 'again', answer: `${code} ${cause}` };
  }
  const mail = layOut(ready.text, { locale: ready.locale, publicUrl });
  const sent = await mailer.send({
    ...mail,
    to: ready.to,
    headers: HEADERS,
    messageId: `<${ready.stableId}@${mailDomain}>`,
  });
  if (sent.ok) return { state: 'sent', answer: String(sent.value.smtpStatus) };
  const { code, smtpStatus, isPermanent } = sent.error;
  return { state: isPermanent ? 'refused' : 'again', answer: `${code} ${smtpStatus ?? ''}`.trim() };
}
