import { ApiProblem } from '#common/api/client';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import { parseId, type Id } from '#common/id';
import { toWire, type Money } from '#common/money';
import { call, untilAnswered } from '#web/call.ts';
import { factorOf, type Strong } from './strong.ts';

type Payment = { id: Id<'tr'>; payee: Id<'pay'>; amount: Money; note: string };
/** A payment like it was just made: which, and the proof that is still good for this one. */
export type Twin = { stepUpId: Id<'su'>; repeats: Id<'tr'> };
/** How the person confirms it; `again` where it was asked about and is meant. */
type Confirmed = { password: string; strong: Strong | null; again: Twin | null };
type Sent = { entry: OkOf<typeof api.createTransfer>; twin: null } | { entry: null; twin: Twin };

/** Proves the person for exactly this payment and makes it, or tells that one like it was just made. */
export async function sendPayment(
  { id, payee, amount, note }: Payment,
  { password, strong, again }: Confirmed,
  onWaiting: () => void,
): Promise<Sent> {
  const wire = toWire(amount);
  const payment = { action: 'transfer', ...wire, payee } as const;
  const prove = async (): Promise<Id<'su'>> => {
    const factor = await factorOf(payment, strong);
    return (await call(api.createStepUp, { body: { ...payment, paymentPassword: password, factor } })).id;
  };
  const repeats = again?.repeats ?? null;
  const stepUpId = again?.stepUpId ?? (await prove());
  const body = { id, payee, amount: wire, note: note === '' ? null : note, stepUpId, repeats };
  const idempotencyKey = [id, stepUpId, ...(repeats ? [repeats] : [])].join('.');
  try {
    const entry = await untilAnswered(() => call(api.createTransfer, { idempotencyKey, body }), onWaiting);
    return { entry, twin: null };
  } catch (error) {
    const fact = error instanceof ApiProblem && error.code === 'payment_just_made' && error.facts['earlier'];
    const earlier = typeof fact === 'string' ? parseId('tr', fact) : null;
    if (earlier === null) throw error;
    return { entry: null, twin: { stepUpId, repeats: earlier } };
  }
}
