import { z } from 'zod';
import { route } from './route.ts';
import { instantSchema, wireMoneySchema } from './wire.ts';

/** Routes of the sandbox desk. They exist only in a sandbox installation, which listens on loopback. */
export const sandboxMessageSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['mail', 'sms']),
    to: z.string(),
    subject: z.string().nullable(),
    text: z.string(),
    /** Whether it can also be seen as its reader sees it: `sandboxMail`. */
    hasHtml: z.boolean(),
    links: z.array(z.string()),
    at: instantSchema,
  })
  .meta({ id: 'SandboxMessage' });

export const sandboxClockSchema = z
  .object({ now: instantSchema, aheadSeconds: z.number().int() })
  .meta({ id: 'SandboxClock' });

export const sandboxChargeSchema = z
  .object({
    id: z.string(),
    reference: z.string(),
    status: z.string(),
    amount: wireMoneySchema,
    card: z.string(),
    declineCode: z.string().nullable(),
    chargedBack: wireMoneySchema,
    createdAt: instantSchema,
  })
  .meta({ id: 'SandboxCharge' });

const personSchema = z.object({
  key: z.string(),
  name: z.string(),
  story: z.string(),
  email: z.string(),
  password: z.string(),
  paymentPassword: z.string(),
});

export const sandboxApi = {
  sandboxMessages: route({
    method: 'GET',
    path: '/sandbox/api/messages',
    access: 'public',
    hidden: true,
    summary: 'Mails and SMS that were sent, newest first',
    query: z.object({
      to: z.string().max(254).optional(),
      kind: z.enum(['mail', 'sms']).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    ok: z.object({ items: z.array(sandboxMessageSchema) }),
  }),
  sandboxMail: route({
    method: 'GET',
    path: '/sandbox/api/messages/:id/html',
    access: 'public',
    hidden: true,
    summary: 'One mail as its reader sees it, for a frame: no script runs in it, links open elsewhere',
    params: z.object({ id: z.string().max(80) }),
    ok: null,
    status: 200,
    produces: 'text/html',
  }),
  sandboxClock: route({
    method: 'GET',
    path: '/sandbox/api/clock',
    access: 'public',
    hidden: true,
    summary: 'The test clock',
    ok: sandboxClockSchema,
  }),
  moveSandboxClock: route({
    method: 'POST',
    path: '/sandbox/api/clock',
    access: 'public',
    hidden: true,
    summary: 'Move the test clock forward; what became due is run in order',
    body: z.object({
      advanceSeconds: z
        .number()
        .int()
        .min(1)
        .max(366 * 86_400),
    }),
    ok: sandboxClockSchema,
  }),
  sandboxCharges: route({
    method: 'GET',
    path: '/sandbox/api/rails/card/charges',
    access: 'public',
    hidden: true,
    summary: "The acquirer's charges, newest first",
    ok: z.object({ items: z.array(sandboxChargeSchema) }),
  }),
  sandboxChargeback: route({
    method: 'POST',
    path: '/sandbox/api/rails/card/charges/:id/chargeback',
    access: 'public',
    hidden: true,
    summary: 'The card holder takes a charge back at the bank',
    params: z.object({ id: z.string().max(80) }),
    body: z.object({}),
    ok: sandboxChargeSchema,
  }),
  sandboxTestCards: route({
    method: 'GET',
    path: '/sandbox/api/rails/card/test-cards',
    access: 'public',
    hidden: true,
    summary: 'Card numbers and what each does',
    ok: z.object({
      items: z.array(
        z.object({ number: z.string(), brand: z.string(), name: z.string(), en: z.string(), zh: z.string() }),
      ),
    }),
  }),
  sandboxPeople: route({
    method: 'GET',
    path: '/sandbox/api/people',
    access: 'public',
    hidden: true,
    summary: 'Demo people',
    ok: z.object({ items: z.array(personSchema) }),
  }),
  sandboxSignIn: route({
    method: 'POST',
    path: '/sandbox/api/people/:key/sessions',
    access: 'public',
    hidden: true,
    status: 201,
    summary: 'Sign in as a demo person; made on first use, by the same steps that a newcomer takes',
    params: z.object({ key: z.string().max(40) }),
    body: z.object({}),
    ok: z.object({ name: z.string() }),
    errors: ['sign_in_failed', 'sign_in_paused'],
  }),
} as const;
