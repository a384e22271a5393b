import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import { formatTimeWithZone } from '#common/format';
import type { TransferId } from '#common/id';
import * as m from '#messages';
import { areTextMessagesStopped } from '#identity';
import { defineJob, enqueueAll } from '#platform/jobs';
import { charge } from '#platform/rate-limit';
import { subscribeMany } from '#platform/outbox';
import { HEADERS } from './deliver.ts';
import type { NotificationDeps, PickupLink } from './deps.ts';
import { layOut } from './mail-layout.ts';

const TELL_JOB = 'notifications.tell_pickup';
/** Messages that one address gets in a day, whoever sends money to it. */
const ADDRESS_BUDGET = { scope: 'pickup messages', limit: 5, seconds: 24 * 60 * 60 } as const;
const payload = z.object({ id: idSchema('tr') });

/** Tells an address that somebody has sent money to it: no name, no sum, and a link that shows neither before the address is proven. */
export function defineTellingPickups(deps: NotificationDeps): void {
  defineJob(TELL_JOB, payload, ({ id }) => tellPickup(deps, id));
  subscribeMany('notifications.pickups', ['pickup.offered'], (tx, heard) =>
    enqueueAll(
      tx,
      TELL_JOB,
      heard.map(({ event }) => ({ payload: { id: event.transferId }, key: event.transferId })),
    ),
  );
}

/** Each try has a link of its own, and only the last one works. What a provider refuses for good is left: the sender can take it back. */
async function tellPickup(deps: NotificationDeps, id: TransferId): Promise<void> {
  const { db, mailer, sms, publicUrl, mailDomain } = deps;
  const link = await db.transaction((tx) => deps.takePickupLink(tx, id));
  if (!link) return;
  const { to, by, token, locale } = link;
  // Nobody's inbox is filled by strangers; what is not told waits, and goes back by itself.
  if (!(await charge(db, deps.clock, ADDRESS_BUDGET, to)).ok) return;
  const path = `/pickup#${token}`;
  if (by === 'sms') {
    if (await areTextMessagesStopped(db.read)) return;
    const text = m.mail_sms_pickup({ link: `${publicUrl}${path}` }, { locale });
    const taken = await sms.send({ to, text, reference: `${id}-${token.slice(0, 8)}` });
    if (!taken.ok && !taken.error.isPermanent) throw new Error(`not delivered yet: ${taken.error.code}`);
    return;
  }
  const words = {
    subject: m.mail_pickup_subject({}, { locale }),
    body: m.mail_pickup_body({ until: untilOf(deps, link) }, { locale }),
    button: m.mail_pickup_button({}, { locale }),
    path,
  };
  const mail = {
    ...layOut(words, { locale, publicUrl, phrase: null }),
    to,
    headers: HEADERS,
    messageId: `<${id}-${token.slice(0, 8)}@${mailDomain}>`,
  };
  const sent = await mailer.send(mail);
  if (!sent.ok && !sent.error.isPermanent) throw new Error(`not delivered yet: ${sent.error.code}`);
}

const untilOf = ({ clock }: NotificationDeps, { locale, until }: PickupLink): string =>
  formatTimeWithZone(until.toString(), { locale, timeZone: 'UTC', now: clock.now().toString() });
