import type { DomainEvent } from '#common/events';
import { tell, type Telling } from './telling.ts';

type AboutPersons = Extract<DomainEvent, { type: 'money_request.changed' }>;
export const isAboutPersons = (event: DomainEvent): event is AboutPersons =>
  event.type === 'money_request.changed';

/** Each hears what the other side did, or what time did; that it was paid is told of the payment. */
export function planForPersons({ requestId, askerId, payerId, change }: AboutPersons): readonly Telling[] {
  const whom = change === 'declined' || change === 'expired' ? askerId : payerId;
  const notice = `request_${change}` as const;
  return whom === null ? [] : [tell(whom, { notice, mail: 'news_request', about: { entry: requestId } })];
}
