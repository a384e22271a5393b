import { z } from 'zod';
import { route } from './route.ts';
import { entrySchema, payeeSchema } from './wallet.ts';
import { instantSchema, wireMoneySchema } from './wire.ts';

const token = z.string().min(20).max(100);
const REFUSED = [
  'not_found',
  'pickup_over',
  'pickup_is_own',
  'pickup_other_address',
  'pickup_paused',
  'account_cannot_receive',
] as const;

export const pickupApi = {
  offerPickup: route({
    method: 'POST',
    path: '/api/v1/pickup-addresses',
    access: 'customer',
    tags: ['Payments'],
    status: 201,
    summary: 'A reference to pay whoever proves a mail address or phone number, with or without an account',
    description:
      'Whether the address has an account is not looked at. A payment by the reference is held until it is picked up by its link, taken back, or returned by itself.',
    body: z.object({ query: z.string().min(1).max(254) }),
    ok: payeeSchema,
    errors: ['pickup_address_needed', 'payee_is_self', 'payee_search_paused'],
  }),
  openPickup: route({
    method: 'POST',
    path: '/api/v1/pickup-openings',
    access: 'customer',
    tags: ['Payments'],
    status: 201,
    summary: 'What waits behind a link, for whoever has proven the address that it was sent to',
    body: z.object({ token }),
    ok: z.object({
      amount: wireMoneySchema,
      note: z.string().nullable(),
      /** The sender’s masked name. */
      from: z.string(),
      until: instantSchema,
      /** Its entry in the history of whoever asks, if they have it already. */
      entry: z.string().nullable(),
    }),
    errors: [...REFUSED],
    rate: { limit: 30, seconds: 60, by: 'actor' },
  }),
  pickUp: route({
    method: 'POST',
    path: '/api/v1/pickups',
    access: 'customer',
    tags: ['Payments'],
    status: 201,
    summary: 'Have what waits behind a link credited, once',
    body: z.object({ token }),
    ok: entrySchema,
    errors: [...REFUSED],
    rate: { limit: 30, seconds: 60, by: 'actor' },
  }),
} as const;
