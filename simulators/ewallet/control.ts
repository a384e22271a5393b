import type { FastifyInstance } from 'fastify';
import { refuse, serveClock } from '../shared/gate.ts';
import { TEST_ACCOUNTS } from './accounts.ts';
import { type Knobs, LIES, NEXTS, paymentView, usualKnobs, type Wallet } from './books.ts';
import { answerPayment } from './payments.ts';

/** How many of the newest payments and callbacks are listed. */
const PAGE = 500;
const count = { type: 'integer', minimum: 0, maximum: 1_000_000 };
const knobsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    cutBeforeNext: count,
    cutAfterNext: count,
    isDown: { type: 'boolean' },
    processingMillis: { type: 'integer', minimum: 0, maximum: 600_000 },
    callbacks: { enum: ['sent', 'held'] },
    feeBasisPoints: { type: 'integer', minimum: 0, maximum: 1_000 },
    report: { enum: LIES },
    next: { enum: NEXTS },
  },
};
const answerSchema = {
  type: 'object',
  required: ['action'],
  additionalProperties: false,
  properties: { action: { enum: ['approve', 'refuse'] }, account: { type: 'string', maxLength: 20 } },
};

/** What a person at the sandbox desk and a test may look at and do; no merchant has this. */
export function serveControl(server: FastifyInstance, wallet: Wallet): void {
  const { books, knobs } = wallet;
  serveClock(server, wallet.clock);
  server.get('/test-accounts', () => ({
    accounts: TEST_ACCOUNTS.map(({ number, en, zh }) => ({ number, en, zh })),
  }));
  server.get('/control/payments', () => ({
    payments: [...books.payments.values()]
      .slice(-PAGE)
      .toReversed()
      .map((payment) => paymentView(wallet, payment)),
  }));
  server.get('/control/callbacks', () => ({
    callbacks: [...books.callbacks.values()]
      .slice(-PAGE)
      .toReversed()
      .map(({ id, paymentId, type, isForged, body }) => ({
        id,
        payment: paymentId,
        type,
        body,
        is_forged: isForged,
        delivered: books.delivered.has(id),
      })),
  }));
  server.get('/control/books', () => ({
    currencies: Object.fromEntries(
      Object.entries(books.totals()).map(([currency, { paid, refunded, fees }]) => [
        currency,
        { paid: `${paid}`, refunded: `${refunded}`, fees: `${fees}`, net: `${paid - refunded - fees}` },
      ]),
    ),
    payments: books.payments.size,
  }));
  server.get('/control/knobs', () => knobs);
  server.post<{ Body: Partial<Knobs> }>('/control/knobs', { schema: { body: knobsSchema } }, (request) =>
    Object.assign(knobs, request.body),
  );
  server.post('/control/reset', () => Object.assign(knobs, usualKnobs()));
  server.post<{ Params: { id: string }; Body: { action: 'approve' | 'refuse'; account?: string } }>(
    '/control/payments/:id/answers',
    { schema: { body: answerSchema } },
    async ({ params, body: { action, account = '' } }, reply) => {
      const payment = books.payments.get(params.id);
      if (payment === undefined) return refuse(reply, 404, 'not_found', 'There is no such payment.');
      await answerPayment(wallet, payment, { action, account });
      return paymentView(wallet, payment);
    },
  );
}
