import type { DomainEvent } from '#common/events';
import { tell, type Telling } from './telling.ts';

type AboutPersons = Extract<
  DomainEvent,
  { type: 'money_request.changed' | 'pickup.offered' | 'pickup.expired' }
>;
const TYPES: readonly string[] = ['money_request.changed', 'pickup.offered', 'pickup.expired'];
export const isAboutPersons = (event: DomainEvent): event is AboutPersons => TYPES.includes(event.type);

/** Each hears what the other side did, or what time did; that it was paid is told of the payment. */
export function planForPersons(event: AboutPersons): readonly Telling[] {
  if (event.type !== 'money_request.changed') {
    // The address that it waits for is told by a message of its own.
    const notice = event.type === 'pickup.offered' ? 'pickup_offered' : 'pickup_returned';
    return [tell(event.payerId, { notice, mail: 'news_transfer', about: { entry: event.transferId } })];
  }
  const { requestId, askerId, payerId, change } = event;
  const whom = change === 'declined' || change === 'expired' ? askerId : payerId;
  const notice = `request_${change}` as const;
  return whom === null ? [] : [tell(whom, { notice, mail: 'news_request', about: { entry: requestId } })];
}
