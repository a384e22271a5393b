import type { DomainEvent } from '#common/events';
import { newId } from '#platform/ids';
import type { Attachment } from '../transfer.ts';

/** Publishes the event with the command: after its commit, or never. The counterpart of `publish` on the fast road. */
export const eventAttachment = (event: DomainEvent): Attachment => ({
  kind: 'platform.event',
  fields: [newId('evt'), event.type, JSON.stringify(event)],
});
