// The people of the measurement, made through the product's own doors as newcomers are, and what each needs for a payment.
import { api } from '#common/api/index';
import { apiClient, type Call } from '#common/api/client';
import { idFromUuid, type PayeeReference, uuidv7, type Id, type IdKind } from '#common/id';
import { money, toWire } from '#common/money';
import { TERMS_VERSION } from '#common/terms';
import type { Proof } from './database.ts';
import { postBytes } from './wire.ts';

export type Payer = {
  readonly call: Call;
  readonly cookie: () => string;
  readonly ip: string;
  readonly handle: string;
};

const PASSWORD = 'lamp-quartz-river-82';
const PAYMENT_PASSWORD = '739164';
const CARD = '4242424242424242';
/** Enough for every payment of the run, and spendable at once. */
const BALANCE = money(1_000_00n, 'CNY');
/** What a payer's payments move, one fen more each time: small, so that no limit is near, and no two alike, which would be asked about. */
const paymentOf = (round: number) => money(BigInt(round + 1), 'CNY');
/** People made, or proofs given, at once: the product computes three password hashes at a time. */
const AT_ONCE = 6;
/** Milliseconds between two looks into an inbox, and how often it is looked into. */
const LOOK_MS = 50;
const LOOKS = 400;

const newId = <K extends IdKind>(kind: K): Id<K> =>
  idFromUuid(kind, uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))));

/** Verified customers with money and a payment password, each at an address of the benchmark range 198.18.0.0/15. */
export async function makePayers(base: string, count: number): Promise<Payer[]> {
  return inParallel(
    Array.from({ length: count }, (_, index) => index),
    async (index) => {
      const payer = payerAt(base, index);
      await join(payer, index);
      await fund(payer.call);
      return payer;
    },
  );
}

function payerAt(base: string, index: number): Payer {
  const jar = new Map<string, string>();
  const cookie = (): string => [...jar.values()].join('; ');
  const ip = `198.18.${Math.floor(index / 250)}.${(index % 250) + 1}`;
  const call = apiClient({
    base,
    headers: () => ({ origin: base, cookie: cookie(), 'x-forwarded-for': ip }),
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      for (const line of answer.headers.getSetCookie())
        jar.set(line.split('=')[0] ?? '', line.split(';')[0] ?? '');
      return answer;
    },
  });
  return { call, cookie, ip, handle: `bench_${letters(index)}` };
}

const letters = (index: number): string =>
  Array.from(String(index).padStart(4, '0'), (digit) => 'abcdefghij'[Number(digit)]).join('');

async function join({ call, handle }: Payer, index: number): Promise<void> {
  const email = `${handle}@mail.example`;
  const phone = `+86139${String(10_000_000 + index)}`;
  const person = { name: 'Anna Smith', email, phone, handle, password: PASSWORD, locale: 'en' as const };
  await call(api.register, { body: { ...person, termsVersion: TERMS_VERSION } });
  await call(api.signIn, { body: { login: email, password: PASSWORD } });
  await call(api.verifyEmail, { body: { token: await received(call, email, /[#?&]token=([\w-]{20,})/) } });
  const code = await received(call, phone, /\b(\d{3} ?\d{3})\b/);
  await call(api.verifyPhone, { body: { code: code.replace(' ', '') } });
  await call(api.setPaymentPassword, { body: { password: PASSWORD, paymentPassword: PAYMENT_PASSWORD } });
}

async function received(call: Call, to: string, pattern: RegExp): Promise<string> {
  for (let look = 0; look < LOOKS; look++) {
    const { items } = await call(api.sandboxMessages, { query: { to, limit: 5 } });
    for (const { text, links } of items) {
      const found = pattern.exec([text, ...links].join(' '))?.[1];
      if (found !== undefined) return found;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`nothing came to ${to}`);
}

async function fund(call: Call): Promise<void> {
  const body = { kind: 'card_top_up', amount: toWire(BALANCE) } as const;
  const quote = await call(api.createQuote, { body });
  const frame = new URL((await call(api.openCardFields, { body: { theme: 'system' } })).url);
  const session = frame.searchParams.get('session');
  const typed = await fetch(new URL('/fields/tokens', frame), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: frame.origin },
    body: JSON.stringify({ session, number: CARD, expiry: '12/39', cvc: '123', name: 'BENCH' }),
  });
  const { token } = (await typed.json()) as { token: string };
  const id = newId('tu');
  await call(api.createTopUp, { idempotencyKey: id, body: { id, quoteId: quote.id, cardToken: token } });
}

/**
 * Payments that only have to be sent: payees confirmed through the real route, then a proof for each, written as the product writes it.
 * Through the route each would cost a password hash, made slow on purpose: thousands would take minutes, and they live for two. The
 * payers take turns.
 */
export async function preparePayments(
  payers: readonly Payer[],
  count: number,
  { origin, giveProofs }: { origin: string; giveProofs: (proofs: readonly Proof[]) => Promise<void> },
): Promise<string[]> {
  const references = await inParallel(payers, (payer, index) => payeeOf(payers, payer, index));
  const proofs: Proof[] = [];
  const prepared = Array.from({ length: count }, (_, turn) => {
    const [payer, payee] = [payers[turn % payers.length], references[turn % payers.length]];
    if (!payer || !payee) throw new Error('a turn names a payer');
    const proof = { stepUpId: newId('su'), payee, ...toWire(paymentOf(Math.floor(turn / payers.length))) };
    proofs.push(proof);
    return payment(payer, proof, origin);
  });
  await giveProofs(proofs);
  return prepared;
}

/** Half the circle away: payers who pay at the same time do not pay each other. */
async function payeeOf(payers: readonly Payer[], { call }: Payer, index: number): Promise<PayeeReference> {
  const payee = payers[(index + Math.floor(payers.length / 2)) % payers.length];
  return (await call(api.findPayee, { body: { query: `@${payee?.handle}` } })).reference;
}

function payment(payer: Payer, { stepUpId, payee, amount, currency }: Proof, origin: string): string {
  const id = newId('tr');
  const body = JSON.stringify({ id, payee, amount: { amount, currency }, note: 'Lunch on Friday', stepUpId });
  const headers = {
    origin,
    cookie: payer.cookie(),
    'idempotency-key': id,
    'x-forwarded-for': payer.ip,
  };
  return postBytes(api.createTransfer.path, body, headers).toString('base64');
}

async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++)
      results[index] = await work(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
