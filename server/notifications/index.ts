import { subscribeMany } from '#platform/outbox';
import { defineDelivering } from './deliver.ts';
import type { NotificationDeps } from './deps.ts';
import { TOLD_EVENTS } from './plan.ts';
import { defineTellingPickups } from './tell-pickup.ts';
import { tellOf } from './tell.ts';

/** Tells people: hears events, chooses the way and the language, writes, sends, records. No room calls this one. */
export type { EntryFacts, NotificationDeps } from './deps.ts';
export { notificationData } from './data-source.ts';
export { factsKey } from './tell.ts';
export { routes } from './routes.ts';
export { deliveriesTo, type DeliveryRecord, eraseMessages } from './store.ts';

export function registerSubscribers(deps: NotificationDeps): void {
  defineDelivering(deps);
  defineTellingPickups(deps);
  subscribeMany('notifications', TOLD_EVENTS, (tx, heard) => tellOf(tx, deps, heard));
}
