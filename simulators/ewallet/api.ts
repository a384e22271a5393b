import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';
import { hangUp, refuse, requireKey } from '../shared/gate.ts';
import { isSigned } from '../shared/signature.ts';
import { type Payment, paymentView, type Wallet } from './books.ts';
import { acceptPayment, acceptRefund, cancelReference, type NewPayment } from './payments.ts';

const reference = { type: 'string', pattern: '^[\\w-]{1,64}$' };
const amount = { type: 'string', pattern: '^[1-9]\\d{0,15}$' };
const webAddress = { type: 'string', pattern: '^https?://', format: 'uri', maxLength: 2_000 };
const paymentSchema = {
  type: 'object',
  required: ['reference', 'amount', 'currency', 'lang', 'return_url'],
  additionalProperties: false,
  properties: {
    reference,
    amount,
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    lang: { enum: ['zh-CN', 'en'] },
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
declare module 'fastify' {
  interface FastifyRequest {
    rawBody?: string;
  }
}

export type Guard = Pick<RouteShorthandOptions, 'onRequest' | 'preValidation'>;

/** What the merchant's server calls: as a partner that is known, each request signed over method, path and body. Answers what proves that. */
export function serveApi(server: FastifyInstance, wallet: Wallet): Guard {
  const { books, knobs, clock } = wallet;
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    request.rawBody = String(body);
    try {
      done(null, body === '' ? null : JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error('no JSON'), { statusCode: 400 }));
    }
  });
  const isGenuine = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const signature = String(request.headers['okpay-ewallet-signature'] ?? '');
    const text = `${request.method} ${request.url}\n${request.rawBody ?? ''}`;
    if (!isSigned(wallet.key, clock.millis(), text, signature))
      await refuse(reply, 401, 'signature_wrong', 'The signature is missing, old or wrong.');
    else if (knobs.isDown) await refuse(reply, 503, 'unavailable', 'The service is down.');
  };
  const guard = { onRequest: requireKey(wallet.partner), preValidation: isGenuine };

  server.post<{ Body: NewPayment }>(
    '/v1/payments',
    { ...guard, schema: { body: paymentSchema } },
    (request, reply) => pay(request, reply, wallet),
  );
  server.get<{ Querystring: { reference: string } }>(
    '/v1/payments',
    { ...guard, schema: { querystring: byReference } },
    async (request, reply) => show(reply, wallet, books.paymentOfReference.get(request.query.reference)),
  );
  server.post<{ Body: { reference: string } }>(
    '/v1/cancellations',
    { ...guard, schema: { body: byReference } },
    async (request) => {
      const cancelled = await cancelReference(wallet, request.body.reference);
      return { reference: request.body.reference, payment: cancelled && paymentView(wallet, cancelled) };
    },
  );
  server.post<{ Params: { id: string }; Body: { amount: string; reference: string } }>(
    '/v1/payments/:id/refunds',
    { ...guard, schema: { body: refundSchema } },
    async (request, reply) => {
      const of = books.payments.get(request.params.id);
      if (of === undefined) return refuse(reply, 404, 'not_found', 'There is no such payment.');
      const refund = await acceptRefund(wallet, of, request.body);
      if (!refund.ok) return refuse(reply, 409, refund.code, 'The refund is not possible.');
      const { id, amount: minor, reference: under } = refund.value;
      return reply.code(201).send({ id, amount: minor, reference: under });
    },
  );
  return guard;
}

async function pay(
  request: FastifyRequest<{ Body: NewPayment }>,
  reply: FastifyReply,
  wallet: Wallet,
): Promise<FastifyReply> {
  const { books, knobs } = wallet;
  if (knobs.cutBeforeNext > 0) {
    knobs.cutBeforeNext--;
    return hangUp(request, reply);
  }
  const isNew = !books.paymentOfReference.has(request.body.reference);
  const accepted = await acceptPayment(wallet, request.body);
  if (!accepted.ok) return refuse(reply, 409, accepted.code, 'The payment is not possible.');
  if (isNew && knobs.cutAfterNext > 0) {
    knobs.cutAfterNext--;
    return hangUp(request, reply);
  }
  return reply.code(isNew ? 201 : 200).send(paymentView(wallet, accepted.value));
}

async function show(reply: FastifyReply, wallet: Wallet, found: Payment | undefined): Promise<FastifyReply> {
  if (found === undefined) return refuse(reply, 404, 'not_found', 'There is no such payment.');
  await wallet.books.settled();
  return reply.send(paymentView(wallet, found));
}
