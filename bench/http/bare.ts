// What the same machine does when nothing has to be done: Fastify with a schema for body and answer, no log, no hooks, no database.
import Fastify from 'fastify';
import type { AddressInfo } from 'node:net';

const money = {
  type: 'object',
  required: ['amount', 'currency'],
  additionalProperties: false,
  properties: { amount: { type: 'string', pattern: '^-?\\d{1,18}$' }, currency: { type: 'string' } },
} as const;

const schema = {
  body: {
    type: 'object',
    required: ['id', 'payee', 'amount', 'stepUpId'],
    additionalProperties: false,
    properties: {
      id: { type: 'string', pattern: '^tr_[0-9A-HJKMNP-TV-Z]{26}$' },
      payee: { type: 'string', pattern: '^pay_[0-9A-HJKMNP-TV-Z]{26}$' },
      amount: money,
      note: { type: ['string', 'null'], maxLength: 140 },
      stepUpId: { type: 'string', pattern: '^su_[0-9A-HJKMNP-TV-Z]{26}$' },
    },
  },
  response: {
    201: {
      type: 'object',
      properties: { id: { type: 'string' }, state: { type: 'string' }, amount: money },
    },
  },
} as const;

type Body = { id: string; amount: { amount: string; currency: string } };

const server = Fastify();
server.post<{ Body: Body }>('/api/v1/transfers', { schema }, async (request, reply) =>
  reply.code(201).send({ id: request.body.id, state: 'completed', amount: request.body.amount }),
);
await server.listen({ host: '127.0.0.1', port: 0 });
process.send?.({ port: (server.server.address() as AddressInfo).port });
process.once('disconnect', () => process.exit());
