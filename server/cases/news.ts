import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { publish } from '#platform/outbox';
import { pushTo } from '#platform/realtime';
import type { Case } from './case.ts';
import type { Message } from './message.ts';

/** Tells the browsers that show this case. A note is nothing that a customer could hear of. */
export async function hintAt(
  tx: Tx,
  { id, customer }: Pick<Case, 'id' | 'customer'>,
  audience: Message['audience'],
): Promise<void> {
  const hint = { type: 'case', id };
  const audiences = audience === 'everyone' ? [`case:${id}`, `customer:${customer}`, 'staff'] : ['staff'];
  for (const one of audiences) await pushTo(tx, one, hint);
}

/** Tells the other rooms that the case stands elsewhere now. */
export async function tellChanged(
  tx: Tx,
  clock: Clock,
  { id, customer, kind }: Pick<Case, 'id' | 'customer' | 'kind'>,
  state: Case['state'],
): Promise<void> {
  await publish(tx, clock, { type: 'case.changed', caseId: id, customerId: customer, kind, state });
}

/** Tells the other rooms that somebody said something. A note is nobody's news, and a resolution is told as the change that it is. */
export async function tellPosted(
  tx: Tx,
  clock: Clock,
  { customer, kind }: Pick<Case, 'customer' | 'kind'>,
  message: Message,
): Promise<void> {
  if (message.audience !== 'everyone' || message.kind !== 'text') return;
  await publish(tx, clock, {
    type: 'case.message_posted',
    caseId: message.caseId,
    customerId: customer,
    kind,
    messageId: message.id,
    author: message.author.kind,
  });
}
