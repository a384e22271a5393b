import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import type { Clock, Temporal } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { addressKey } from '#platform/rate-limit';
import type { Client } from '../session/client.ts';
import { whileTextMessagesGo } from '../text-messages/text-messages.ts';
import { BUDGETS, provenBy, sendableFrom, type SentPurpose, wayOf } from './proof.ts';
import * as store from './store.ts';

type Wanted = {
  customer: CustomerId;
  purpose: SentPurpose;
  client: Client;
  /** Where to, when it is not the address in the person's profile. */
  contact?: store.Contact;
};
export type Requested = { sentTo: string; againAfter: Temporal.Instant };

/** Hours between two mails "you already have an account", however often somebody registers with the address. */
const NOTICE_HOURS = 1;
const NOTICES_PER_DAY = 3;

/** Asks for a link or a code to be sent, within the budgets. What was sent before dies with it. Nothing is sent to who is proven already. */
export async function requestMessage(
  tx: Tx,
  clock: Clock,
  { customer, purpose, client, contact: given }: Wanted,
  { again }: { again: boolean },
): Promise<Result<Requested, Refusal<'code_sent_recently' | 'text_messages_stopped'>>> {
  const goes = wayOf[purpose] === 'mail' ? ok(undefined) : await whileTextMessagesGo(tx);
  if (!goes.ok) return goes;
  await store.lockCustomer(tx, customer);
  const now = clock.now();
  const contact = given ?? (await store.addressOf(tx, customer, purpose));
  invariant(contact !== null, 'who asks for a message has an address');
  if (contact.proven && provenBy(purpose) !== null) return ok({ sentTo: contact.written, againAfter: now });
  const request = {
    customer,
    purpose,
    addressHash: sha256(contact.address),
    sourceHash: sha256(addressKey(client.ip)),
  };
  const from = sendableFrom(await store.spentBudgets(tx, request), now);
  if (from) return err({ code: 'code_sent_recently', until: from.toString() });
  await store.insertRequest(tx, { ...request, again, at: now });
  await store.putProof(tx, { customer, purpose, address: contact.address }, now);
  await publish(tx, clock, { type: 'customer.code_requested', customerId: customer, purpose });
  return ok({ sentTo: contact.written, againAfter: now.add({ seconds: BUDGETS.spacing.seconds }) });
}

/** Tells the owner of an address, by mail and not too often, that somebody registered with it once more. */
export async function tellOwner(tx: Tx, clock: Clock, owner: CustomerId, client: Client): Promise<void> {
  await store.lockCustomer(tx, owner);
  const now = clock.now();
  const lately = await store.countRequestsSince(tx, owner, 'repeated', now.subtract({ hours: NOTICE_HOURS }));
  const today = await store.countRequestsSince(tx, owner, 'repeated', now.subtract({ hours: 24 }));
  if (lately > 0 || today >= NOTICES_PER_DAY) return;
  const contact = await store.addressOf(tx, owner, 'email');
  if (!contact) return;
  await store.insertRequest(tx, {
    customer: owner,
    purpose: 'repeated',
    again: false,
    addressHash: sha256(contact.address),
    sourceHash: sha256(addressKey(client.ip)),
    at: now,
  });
  await publish(tx, clock, { type: 'customer.registration_repeated', customerId: owner });
}
