import { z } from 'zod';
import { route } from './route.ts';

/**
 * What the event stream says: something of this type and id is new. Whoever shows it asks for it again; a hint carries no more,
 * so a lost or repeated one does no harm.
 */
export const hintSchema = z.object({ type: z.string(), id: z.string() }).meta({ id: 'Hint' });
export type Hint = z.output<typeof hintSchema>;

/** Names of the stream's events beside hints (which are plain messages). */
export const STREAM_EVENTS = {
  /** First on every connection. `{"fresh": true}`: hints may have been missed, load everything again. */
  hello: 'hello',
  /** The session is over: do not come back. */
  end: 'end',
} as const;

const description =
  'Server-sent events. A plain message is a hint `{type, id}`; `hello` comes first, `{"fresh": true}` in it means that hints may have been missed; `end` means that the session is over. Reconnect with Last-Event-ID (or `last_event_id`) to get what came meanwhile, once and in order.';
const stream = { method: 'GET', produces: 'text/event-stream', description, ok: null, status: 200 } as const;
const query = z.object({ last_event_id: z.string().max(8_000).optional() });

export const streamApi = {
  stream: route({
    ...stream,
    path: '/api/v1/stream',
    access: 'customer_pending',
    tags: ['Realtime'],
    summary: 'News for the signed-in customer',
    query,
  }),
  staffStream: route({
    ...stream,
    path: '/api/v1/staff/stream',
    access: 'staff',
    tags: ['Console'],
    summary: 'News for staff',
    query,
  }),
} as const;
