import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hangUp, refuse, requireKey, wait } from '../shared/gate.ts';
import {
  type Acquirer,
  type AcquirerKnobs,
  type Charge,
  type Language,
  newId,
  type Session,
  type Theme,
} from './books.ts';
import { behaviourOf } from './cards.ts';
import { acceptCharge, acceptRefund, cancelReference, type NewCharge } from './charges.ts';
import { forgetCard, sourceOf } from './vault.ts';
import { chargeView, refundView } from './views.ts';

/** How long the frame of one session takes card data, in milliseconds. */
const SESSION_MILLIS = 30 * 60_000;
/** When the answer of a late card comes at last; callers give up long before. */
const LATE_ANSWER_MILLIS = 30_000;

const reference = { type: 'string', pattern: '^[\\w-]{1,64}$' };
const amount = { type: 'string', pattern: '^[1-9]\\d{0,15}$' };
const webAddress = { type: 'string', pattern: '^https?://', format: 'uri', maxLength: 2_000 };
const sessionSchema = {
  type: 'object',
  required: ['origin', 'lang'],
  additionalProperties: false,
  properties: {
    origin: { type: 'string', pattern: '^https?://[^/\\s;,\'"]+$', maxLength: 300 },
    lang: { enum: ['zh-CN', 'en'] },
    theme: { enum: ['light', 'dark', 'system'] },
  },
};
const keptAmount = { type: 'string', pattern: '^(0|[1-9]\\d{0,15})$' };
const chargeSchema = {
  type: 'object',
  required: ['amount', 'currency', 'reference', 'return_url'],
  oneOf: [{ required: ['token'] }, { required: ['card'] }],
  additionalProperties: false,
  properties: {
    token: { type: 'string', maxLength: 100 },
    card: { type: 'string', maxLength: 100 },
    amount: keptAmount,
    keep: { type: 'boolean' },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    reference,
    return_url: webAddress,
    callback_url: webAddress,
  },
};
const refundSchema = {
  type: 'object',
  required: ['amount', 'reference'],
  additionalProperties: false,
  properties: { amount, reference },
};
const byReference = {
  type: 'object',
  required: ['reference'],
  additionalProperties: false,
  properties: { reference },
};

/** What the merchant's server calls, always with its key. */
export function serveApi(server: FastifyInstance, acquirer: Acquirer, key: string): void {
  const { books, knobs } = acquirer;
  const guard = { onRequest: requireKey(key), preHandler: () => wait(knobs.answerDelayMillis) };

  server.post<{ Body: { origin: string; lang: Language; theme?: Theme } }>(
    '/v1/sessions',
    { ...guard, schema: { body: sessionSchema } },
    async (request, reply) => {
      const session = await openSession(acquirer, request.body);
      return reply.code(201).send({
        id: session.id,
        fields_url: `${acquirer.publicUrl}/fields?session=${session.id}`,
        expires: new Date(session.expiresAt).toISOString(),
      });
    },
  );
  server.post<{ Body: NewCharge }>(
    '/v1/charges',
    { ...guard, schema: { body: chargeSchema } },
    (request, reply) => charge(request, reply, acquirer),
  );
  server.get<{ Querystring: { reference: string } }>(
    '/v1/charges',
    { ...guard, schema: { querystring: byReference } },
    async (request, reply) =>
      showCharge(reply, acquirer, books.chargeOfReference.get(request.query.reference)),
  );
  server.get<{ Params: { id: string } }>('/v1/charges/:id', guard, async (request, reply) =>
    showCharge(reply, acquirer, books.charges.get(request.params.id)),
  );
  server.post<{ Body: { reference: string } }>(
    '/v1/cancellations',
    { ...guard, schema: { body: byReference } },
    async (request) => {
      const cancelled = await cancelReference(acquirer, request.body.reference);
      return { reference: request.body.reference, charge: cancelled && chargeView(acquirer, cancelled) };
    },
  );
  server.post<{ Params: { id: string } }>('/v1/cards/:id/removals', guard, async (request) => {
    await forgetCard(acquirer, request.params.id);
    return { id: request.params.id, removed: true };
  });
  server.post<{ Params: { id: string }; Body: { amount: string; reference: string } }>(
    '/v1/charges/:id/refunds',
    { ...guard, schema: { body: refundSchema } },
    async (request, reply) => {
      const of = books.charges.get(request.params.id);
      if (of === undefined) return refuse(reply, 404, 'not_found', 'There is no such charge.');
      const refund = await acceptRefund(acquirer, of, request.body);
      return refund.ok
        ? reply.code(201).send(refundView(refund.value, of.currency))
        : refuse(reply, 409, refund.code, 'The refund is not possible.');
    },
  );
}

async function openSession(
  { books, clock }: Acquirer,
  { origin, lang, theme }: { origin: string; lang: Language; theme?: Theme },
): Promise<Session> {
  const session: Session = {
    id: newId('cs'),
    origin: new URL(origin).origin,
    language: lang,
    theme: theme ?? 'system',
    expiresAt: clock.millis() + SESSION_MILLIS,
  };
  await books.write({ kind: 'session', session });
  return session;
}

async function charge(
  request: FastifyRequest<{ Body: NewCharge }>,
  reply: FastifyReply,
  acquirer: Acquirer,
): Promise<FastifyReply> {
  const { books, knobs } = acquirer;
  const source = sourceOf(acquirer, request.body);
  const connection = source && behaviourOf(source.behaviour).connection;
  if (connection === 'cut_before_acceptance' || useUp(knobs, 'cutBeforeNext')) return hangUp(request, reply);
  if (useUp(knobs, 'errorBeforeNext')) return refuse(reply, 503, 'unavailable', 'The service is down.');
  const isNew = !books.chargeOfReference.has(request.body.reference);
  const accepted = await acceptCharge(acquirer, request.body);
  if (!accepted.ok)
    return refuse(
      reply,
      accepted.code.startsWith('reference_') ? 409 : 422,
      accepted.code,
      'The charge is not possible.',
    );
  // Only the first answer is lost: whoever asks again under the same reference is told.
  if (isNew && (connection === 'cut_after_acceptance' || useUp(knobs, 'cutAfterNext')))
    return hangUp(request, reply);
  if (isNew && useUp(knobs, 'errorAfterNext'))
    return refuse(reply, 500, 'internal_error', 'Something broke in here.');
  if (isNew && connection === 'answers_late') await wait(LATE_ANSWER_MILLIS);
  return reply.code(isNew ? 201 : 200).send(chargeView(acquirer, accepted.value));
}

function useUp(
  knobs: AcquirerKnobs,
  name: 'cutBeforeNext' | 'cutAfterNext' | 'errorBeforeNext' | 'errorAfterNext',
): boolean {
  if (knobs[name] === 0) return false;
  knobs[name]--;
  return true;
}

async function showCharge(
  reply: FastifyReply,
  acquirer: Acquirer,
  found: Charge | undefined,
): Promise<FastifyReply> {
  if (found === undefined) return refuse(reply, 404, 'not_found', 'There is no such charge.');
  await acquirer.books.settled();
  return reply.send(chargeView(acquirer, found));
}
