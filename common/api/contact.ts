import { z } from 'zod';
import { meSchema } from './identity.ts';
import { route } from './route.ts';
import { instantSchema } from './wire.ts';

const kind = z.enum(['email', 'phone']);

/** A new mail address or phone, of somebody who is signed in. */
export const contactApi = {
  requestContactChange: route({
    method: 'POST',
    path: '/api/v1/contact-changes',
    access: 'customer',
    tags: ['Account'],
    status: 202,
    summary: 'Send a code to a new mail address or phone, after a proof of who you are; nothing changes yet',
    description: 'Answers the same when the address is somebody else’s; the owner is told then.',
    body: z.object({ kind, address: z.string().min(1).max(254) }),
    ok: z.object({ sentTo: z.string(), againAfter: instantSchema }),
    errors: [
      'access_proof_required',
      'email_not_usable',
      'phone_not_usable',
      'code_sent_recently',
      'text_messages_stopped',
    ],
  }),
  confirmContactChange: route({
    method: 'POST',
    path: '/api/v1/contact-changes/confirmations',
    access: 'customer',
    tags: ['Account'],
    summary:
      'Type the code where it was asked for: the new address counts, other devices are signed out, payouts rest for a day',
    body: z.object({ kind, code: z.string().min(1).max(12) }),
    ok: meSchema,
    errors: ['code_wrong', 'code_expired'],
  }),
} as const;
