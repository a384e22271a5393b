import { randomBytes } from 'node:crypto';
import { sign } from '../shared/signature.ts';
import { accountOf } from './accounts.ts';
import { type Callback, newId, type Payment, paymentView, type Wallet } from './books.ts';

/** Pauses between attempts in milliseconds; the last one repeats until somebody answers 2xx. */
const PAUSES_MILLIS = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 60_000];
/** How long a receiver may take to answer. */
const ANSWER_TIMEOUT_MILLIS = 5_000;
/** From an event to its first callback. */
const FIRST_MILLIS = 200;
/** How long after the genuine news the stale one is sent. */
const STALE_MILLIS = 300;
const HELD_LOOK_AGAIN_MILLIS = 250;

type Event = 'payment.processing' | 'payment.paid' | 'payment.declined' | 'payment.refunded';
type Changes = { amount?: string; isForged?: boolean; copies?: number; delayMillis?: number };

/** Writes the news of a payment into the book and sends it until it is heard. Without an address there is nobody to tell. */
export async function tell(
  wallet: Wallet,
  payment: Payment,
  type: Event,
  { amount, isForged = false, copies = 1, delayMillis = FIRST_MILLIS }: Changes = {},
): Promise<void> {
  const url = payment.callbackUrl ?? wallet.callbackUrl;
  if (url === null) return;
  const id = newId('evt');
  const view = { ...paymentView(wallet, payment), ...(amount !== undefined && { amount }) };
  const told = isForged ? { ...view, status: 'paid', decline_code: null } : view;
  const body = JSON.stringify({ id, type, created: wallet.clock.text(), payment: told });
  const dueAt = wallet.clock.millis() + delayMillis;
  const callback: Callback = { id, paymentId: payment.id, type, url, body, isForged, copies, dueAt };
  await wallet.books.write({ kind: 'callback', callback });
  arm(wallet, callback);
}

/** Tells how a payment ended, as crookedly as its account wants. */
export async function tellEnd(wallet: Wallet, payment: Payment): Promise<void> {
  const type = payment.status === 'paid' ? 'payment.paid' : 'payment.declined';
  switch (accountOf(payment.account)?.news ?? 'usual') {
    case 'none':
      return;
    case 'duplicated':
      return tell(wallet, payment, type, { copies: 2 });
    case 'wrong_amount':
      return tell(wallet, payment, type, { amount: (BigInt(payment.amount) + 1n).toString() });
    case 'out_of_order':
      await tell(wallet, payment, type);
      return tell(wallet, { ...payment, status: 'processing' }, 'payment.processing', {
        delayMillis: FIRST_MILLIS + STALE_MILLIS,
      });
    case 'forged':
      await tell(wallet, payment, 'payment.paid', { isForged: true, delayMillis: 0 });
      return tell(wallet, payment, type);
    case 'usual':
      return tell(wallet, payment, type);
  }
}

/** After a restart: whoever has not answered yet is told again. */
export function resumeNews(wallet: Wallet): void {
  for (const callback of wallet.books.callbacks.values())
    if (!wallet.books.delivered.has(callback.id)) arm(wallet, callback);
}

function arm(wallet: Wallet, callback: Callback): void {
  wallet.clock.at(callback.dueAt, () => {
    for (let copy = 0; copy < callback.copies; copy++) void send(wallet, callback, 0);
  });
}

async function send(wallet: Wallet, callback: Callback, attempt: number): Promise<void> {
  const { books, clock, knobs } = wallet;
  const again = (millis: number, next: number): void =>
    clock.at(clock.millis() + millis, () => void send(wallet, callback, next));
  if (knobs.callbacks === 'held') return again(HELD_LOOK_AGAIN_MILLIS, attempt);
  const isHeard = await post(wallet, callback);
  if (isHeard || callback.isForged) {
    if (!books.delivered.has(callback.id)) await books.write({ kind: 'delivered', callbackId: callback.id });
    return;
  }
  again(PAUSES_MILLIS[Math.min(attempt, PAUSES_MILLIS.length - 1)] ?? 0, attempt + 1);
}

async function post(wallet: Wallet, callback: Callback): Promise<boolean> {
  const secret = callback.isForged ? randomBytes(32).toString('hex') : wallet.callbackSecret;
  try {
    const answer = await fetch(callback.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MILLIS),
      headers: {
        'content-type': 'application/json',
        'okpay-ewallet-signature': sign(secret, wallet.clock.millis(), callback.body),
      },
      body: callback.body,
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false; // Nobody there, or no answer in time: the next attempt comes.
  }
}
