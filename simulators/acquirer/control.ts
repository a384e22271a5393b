import type { FastifyInstance } from 'fastify';
import { refuse, serveClock } from '../shared/gate.ts';
import { type Acquirer, type AcquirerKnobs, usualKnobs } from './books.ts';
import { type CallbackChanges, type ChargeEvent, tell } from './callbacks.ts';
import { listTestCards } from './cards.ts';
import { chargeBack } from './charges.ts';
import { chargeView } from './views.ts';

/** How many of the newest charges and callbacks are listed. */
const PAGE = 500;

const count = { type: 'integer', minimum: 0, maximum: 1_000_000 };
const millis = { type: 'integer', minimum: 0, maximum: 600_000 };
const amount = { type: 'string', pattern: '^[1-9]\\d{0,15}$' };
const knobsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    cutBeforeNext: count,
    cutAfterNext: count,
    errorBeforeNext: count,
    errorAfterNext: count,
    answerDelayMillis: millis,
    processingMillis: millis,
    callbackDelayMillis: millis,
    callbacks: { enum: ['sent', 'held'] },
  },
};
const chargebackSchema = {
  type: ['object', 'null'],
  additionalProperties: false,
  properties: { amount, reason: { type: 'string', maxLength: 60 } },
};
const callbackSchema = {
  type: 'object',
  required: ['type'],
  additionalProperties: false,
  properties: {
    type: {
      enum: [
        'charge.processing',
        'charge.succeeded',
        'charge.declined',
        'charge.refunded',
        'charge.charged_back',
      ],
    },
    amount,
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    isForged: { type: 'boolean' },
    copies: { type: 'integer', minimum: 1, maximum: 100 },
    delayMillis: millis,
  },
};

/** What a person at the sandbox desk and a test may look at and do; no merchant has this. */
export function serveControl(server: FastifyInstance, acquirer: Acquirer): void {
  const { books, knobs } = acquirer;
  serveClock(server, acquirer.clock);
  server.get('/test-cards', () => ({ cards: listTestCards() }));
  server.get('/control/charges', () => ({
    charges: [...books.charges.values()]
      .slice(-PAGE)
      .toReversed()
      .map((charge) => chargeView(acquirer, charge)),
  }));
  server.get('/control/callbacks', () => ({
    callbacks: [...books.callbacks.values()]
      .slice(-PAGE)
      .toReversed()
      .map(({ id, chargeId, type, isForged }) => ({
        id,
        charge: chargeId,
        type,
        is_forged: isForged,
        delivered: books.delivered.has(id),
      })),
  }));
  server.get('/control/cards', () => ({
    cards: [...books.vault.values()].map(({ id, card, fingerprint }) => ({ id, ...card, fingerprint })),
  }));
  server.get('/control/books', () => booksView(acquirer));
  server.get('/control/knobs', () => knobs);
  server.post<{ Body: Partial<AcquirerKnobs> }>(
    '/control/knobs',
    { schema: { body: knobsSchema } },
    (request) => Object.assign(knobs, request.body),
  );
  server.post('/control/reset', () => Object.assign(knobs, usualKnobs()));

  server.post<{ Params: { id: string }; Body: { amount?: string; reason?: string } | null }>(
    '/control/charges/:id/chargeback',
    { schema: { body: chargebackSchema } },
    async (request, reply) => {
      const charge = books.charges.get(request.params.id);
      if (charge === undefined) return refuse(reply, 404, 'not_found', 'There is no such charge.');
      const taken = await chargeBack(acquirer, charge, request.body ?? {});
      return taken.ok
        ? reply
            .code(201)
            .send({ id: taken.value.id, amount: taken.value.amount, charge: chargeView(acquirer, charge) })
        : refuse(reply, 409, taken.code, 'The chargeback is not possible.');
    },
  );
  server.post<{ Params: { id: string }; Body: CallbackChanges & { type: ChargeEvent } }>(
    '/control/charges/:id/callbacks',
    { schema: { body: callbackSchema } },
    async (request, reply) => {
      const charge = books.charges.get(request.params.id);
      if (charge === undefined) return refuse(reply, 404, 'not_found', 'There is no such charge.');
      const { type, ...changes } = request.body;
      return reply.code(202).send({ id: await tell(acquirer, charge, type, changes) });
    },
  );
}

/** The acquirer's totals in minor units; `net` is what it owes the merchant. */
function booksView({ books }: Acquirer) {
  const currencies = Object.entries(books.totals()).map(([currency, { captured, refunded, chargedBack }]) => [
    currency,
    {
      captured: `${captured}`,
      refunded: `${refunded}`,
      chargedBack: `${chargedBack}`,
      net: `${captured - refunded - chargedBack}`,
    },
  ]);
  return { currencies: Object.fromEntries(currencies), charges: books.charges.size };
}
