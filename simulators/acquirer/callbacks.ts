import { randomBytes } from 'node:crypto';
import { sign } from '../shared/signature.ts';
import { type Acquirer, type Callback, type Charge, newId } from './books.ts';
import { behaviourOf } from './cards.ts';
import { chargeView } from './views.ts';

/** Pauses between attempts in milliseconds; the last one repeats until somebody answers 2xx. */
const PAUSES_MILLIS = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 60_000];
/** How long a receiver may take to answer. */
const ANSWER_TIMEOUT_MILLIS = 5_000;
const DUPLICATES = 5;
/** How long after the genuine success the stale `charge.processing` is sent. */
const STALE_NEWS_MILLIS = 300;
const HELD_LOOK_AGAIN_MILLIS = 250;

export type ChargeEvent =
  | 'charge.processing'
  | 'charge.succeeded'
  | 'charge.declined'
  | 'charge.refunded'
  | 'charge.charged_back';

/** What a test may change about a callback that it orders by hand. */
export type CallbackChanges = {
  amount?: string;
  currency?: string;
  created?: string;
  isForged?: boolean;
  copies?: number;
  delayMillis?: number;
};

/** Writes the news of a charge into the book and sends it until it is heard. Without an address there is nobody to tell. */
export async function tell(
  acquirer: Acquirer,
  charge: Charge,
  type: ChargeEvent,
  changes: CallbackChanges = {},
): Promise<string | null> {
  const url = charge.callbackUrl ?? acquirer.callbackUrl;
  if (url === null) return null;
  const { books, clock, knobs } = acquirer;
  const id = newId('evt');
  const view = {
    ...chargeView(acquirer, charge),
    ...(changes.amount && { amount: changes.amount }),
    ...(changes.currency && { currency: changes.currency }),
  };
  const callback: Callback = {
    id,
    chargeId: charge.id,
    type,
    url,
    body: JSON.stringify({
      id,
      type,
      created: changes.created ?? clock.text(),
      charge: changes.isForged ? { ...view, status: 'succeeded', decline_code: null } : view,
    }),
    isForged: changes.isForged ?? false,
    copies: changes.copies ?? 1,
    dueAt: clock.millis() + (changes.delayMillis ?? knobs.callbackDelayMillis),
  };
  await books.write({ kind: 'callback', callback });
  arm(acquirer, callback);
  return id;
}

/** Tells how a charge ended, as crookedly as its test card wants. */
export async function tellOutcome(acquirer: Acquirer, charge: Charge): Promise<void> {
  const type = charge.status === 'succeeded' ? 'charge.succeeded' : 'charge.declined';
  switch (behaviourOf(charge.behaviour).news ?? 'usual') {
    case 'none':
      return;
    case 'duplicated':
      return void (await tell(acquirer, charge, type, { copies: DUPLICATES }));
    case 'wrong_amount':
      return void (await tell(acquirer, charge, type, { amount: (BigInt(charge.amount) + 1n).toString() }));
    case 'wrong_currency':
      return void (await tell(acquirer, charge, type, {
        currency: charge.currency === 'EUR' ? 'USD' : 'EUR',
      }));
    case 'out_of_order': {
      await tell(acquirer, charge, type);
      const asItWas: Charge = { ...charge, status: 'processing' };
      await tell(acquirer, asItWas, 'charge.processing', {
        created: charge.createdAt,
        delayMillis: acquirer.knobs.callbackDelayMillis + STALE_NEWS_MILLIS,
      });
      return;
    }
    case 'forged':
    case 'usual':
      return void (await tell(acquirer, charge, type));
  }
}

/** After a restart: whoever has not answered yet is told again. */
export function resumeCallbacks(acquirer: Acquirer): void {
  for (const callback of acquirer.books.callbacks.values())
    if (!acquirer.books.delivered.has(callback.id)) arm(acquirer, callback);
}

function arm(acquirer: Acquirer, callback: Callback): void {
  acquirer.clock.at(callback.dueAt, () => {
    for (let copy = 0; copy < callback.copies; copy++) void send(acquirer, callback, 0);
  });
}

async function send(acquirer: Acquirer, callback: Callback, attempt: number): Promise<void> {
  const { books, clock, knobs } = acquirer;
  const again = (millis: number, next: number): void =>
    clock.at(clock.millis() + millis, () => void send(acquirer, callback, next));
  if (knobs.callbacks === 'held') return again(HELD_LOOK_AGAIN_MILLIS, attempt);
  const isHeard = await post(acquirer, callback);
  if (isHeard || callback.isForged) {
    if (!books.delivered.has(callback.id)) await books.write({ kind: 'delivered', callbackId: callback.id });
    return;
  }
  again(PAUSES_MILLIS[Math.min(attempt, PAUSES_MILLIS.length - 1)] ?? 0, attempt + 1);
}

async function post(acquirer: Acquirer, callback: Callback): Promise<boolean> {
  const secret = callback.isForged ? randomBytes(32).toString('hex') : acquirer.callbackSecret;
  try {
    const answer = await fetch(callback.url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MILLIS),
      headers: {
        'content-type': 'application/json',
        'okpay-acquirer-signature': sign(secret, acquirer.clock.millis(), callback.body),
      },
      body: callback.body,
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false; // Nobody there, or no answer in time: the next attempt comes.
  }
}
