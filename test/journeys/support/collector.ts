import type { Call } from '#common/api/client';
import { api } from '#common/api/index';
import type { Locale } from '#common/locale';
import { money, toWire } from '#common/money';
import { fund, join, newId, someone, type Person } from './world.ts';

const EACH = money(21_000n, 'CNY');

/** Five people pay one: what goes on at once from there is looked at first. */
export async function collected(name: string, locale: Locale): Promise<{ person: Person; call: Call }> {
  const person = someone(name, locale);
  const payers = Array.from({ length: 5 }, () => someone('何雨', locale));
  const [call, ...calls] = await Promise.all([person, ...payers].map(join));
  if (!call) throw new Error('somebody joined');
  for (const [place, payer] of calls.entries()) {
    await fund(payer, EACH);
    const { reference } = await payer(api.findPayee, { body: { query: `@${person.handle}` } });
    const paymentPassword = payers[place]?.paymentPassword ?? '';
    const payment = { ...toWire(EACH), payee: reference };
    const { id: stepUpId } = await payer(api.createStepUp, {
      body: { action: 'transfer', ...payment, paymentPassword },
    });
    const id = newId('tr');
    const body = { id, payee: reference, amount: toWire(EACH), stepUpId };
    await payer(api.createTransfer, { idempotencyKey: id, body });
  }
  return { person, call };
}
