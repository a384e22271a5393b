// What a client of the product does until it is told to stop: pays other people and tops up, each with a key of its own that it keeps
// until there is an answer.
import { setTimeout as sleep } from 'node:timers/promises';
import { api } from '#common/api/index';
import type { PayeeReference } from '#common/id';
import { money, toWire } from '#common/money';
import { newId } from '#platform/ids';
import { sendByTransfer, withdraw } from './bank-load.ts';
import { answered, ASK_AGAIN_MS, type Client, prepared } from './client.ts';
import { PAYMENT_PASSWORD } from './people.ts';

/** Cards of the acquirer and how they behave: what they tell twice, late, in the wrong order, forged or not at all. */
const CARDS = {
  success: '4242424242424242',
  success_unionpay: '6200000000000005',
  insufficient_funds: '4000000000009995',
  network_error: '4000000000000143',
  answer_dropped: '4000000000000150',
  processing_succeeds: '4000000000000077',
} as const;
/** Of a hundred things that a client does; the others are payments to people. */
const PERCENT = { topUp: 20, withdraw: 10, transferIn: 10 };
const TOP_UP = money(20_00n, 'CNY');
const PAYMENT_MAX = 3_00;

/** A first top-up, while nothing breaks yet: who has nothing can pay nobody. */
export const fund = (client: Client): Promise<boolean> => topUp(client, CARDS.success, money(300_00n, 'CNY'));

export async function liveAsClient(client: Client): Promise<void> {
  const payees = new Map<string, PayeeReference>();
  while (!client.isFinishing()) {
    if (!(await doSomething(client, payees))) await sleep(ASK_AGAIN_MS); // What was to be prepared could not be: nothing has been asked for yet.
  }
}

function doSomething(client: Client, payees: Map<string, PayeeReference>): Promise<boolean> {
  const { random } = client;
  if (random.chance(PERCENT.topUp)) return topUp(client);
  if (random.chance(PERCENT.withdraw)) return withdraw(client);
  if (random.chance(PERCENT.transferIn)) return sendByTransfer(client);
  return pay(client, payees);
}

async function pay(client: Client, payees: Map<string, PayeeReference>): Promise<boolean> {
  const { random, others, person } = client;
  const payee = random.oneOf(others);
  const amount = random.between(1, PAYMENT_MAX);
  const reference =
    payees.get(payee.id) ??
    (await prepared(client, (call) => call(api.findPayee, { body: { query: `@${payee.handle}` } })))
      ?.reference;
  if (!reference) return false;
  payees.set(payee.id, reference);
  const sum = toWire(money(BigInt(amount), 'CNY'));
  const proof = { action: 'transfer', ...sum, payee: reference, paymentPassword: PAYMENT_PASSWORD } as const;
  const stepUp = await prepared(client, (call) => call(api.createStepUp, { body: proof }));
  if (!stepUp) {
    payees.clear(); // The clock may have moved past them.
    return false;
  }
  const id = newId('tr');
  client.journal.write({
    k: 'sent',
    op: id,
    asked: { road: 'payment', from: person.id, to: payee.id, amount },
  });
  const body = { id, payee: reference, amount: sum, stepUpId: stepUp.id };
  const refused = await answered(client, id, (call) =>
    call(api.createTransfer, { idempotencyKey: id, body }),
  );
  if (refused === 'payee_confirmation_expired') payees.clear();
  return true;
}

async function topUp(
  client: Client,
  card = client.random.oneOf(client.cards),
  amount = TOP_UP,
): Promise<boolean> {
  const ready = await prepared(client, async (call) => {
    const quote = await call(api.createQuote, { body: { kind: 'card_top_up', amount: toWire(amount) } });
    const { url } = await call(api.openCardFields, { body: { theme: 'light' } });
    return { quoteId: quote.id, cardToken: await typed(url, card) };
  });
  if (!ready?.cardToken) return false;
  const id = newId('tu');
  const asked = { road: 'top_up', customer: client.person.id, amount: Number(amount.minor) } as const;
  client.journal.write({ k: 'sent', op: id, asked });
  const body = { id, quoteId: ready.quoteId, cardToken: ready.cardToken };
  await answered(client, id, (call) => call(api.createTopUp, { idempotencyKey: id, body }));
  return true;
}

/** The card is typed into the acquirer's own frame; null while it does not answer. */
async function typed(url: string, number: string): Promise<string | null> {
  const frame = new URL(url);
  const body = {
    session: frame.searchParams.get('session'),
    number,
    expiry: '12/39',
    cvc: '123',
    name: 'CHAOS',
  };
  try {
    const answer = await fetch(new URL('/fields/tokens', frame), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: frame.origin },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    });
    return answer.ok ? ((await answer.json()) as { token: string }).token : null;
  } catch {
    return null;
  }
}

/** Cards of the test book by what they do. */
export const cardsOf = (all: readonly { name: string; number: string }[]): [string, ...string[]] => {
  const crooked = ['duplicate_callbacks', 'out_of_order_callbacks', 'forged_callback'];
  const numbers = all.filter(({ name }) => crooked.includes(name)).map(({ number }) => number);
  if (numbers.length < crooked.length)
    throw new Error('the acquirer has cards that tell things twice, late and forged');
  return [CARDS.success, CARDS.success, CARDS.success_unionpay, ...Object.values(CARDS), ...numbers];
};
