// Callbacks of the acquirer that are forged, doubled, too late or in the wrong order, and connections that it drops.
import { createHmac, randomBytes } from 'node:crypto';
import { api } from '#common/api/index';
import type { Random } from './random.ts';
import type { World } from './world.ts';

type Charge = { id: string; reference: string; status: string; amount: string; currency: string };

/** Asks or turns a simulator; null where it does not answer or will not. */
export async function control<T>(url: string, body?: object): Promise<T | null> {
  const sent = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answer = await fetch(url, { ...sent, signal: AbortSignal.timeout(5_000) }).catch(() => null);
  if (!answer?.ok) {
    await answer?.body?.cancel();
    return null;
  }
  return (await answer.json()) as T;
}

async function anyCharge({ acquirer }: World, random: Random): Promise<Charge | undefined> {
  const listed = await control<{ charges: Charge[] }>(`${acquirer.url}/control/charges`);
  return listed?.charges[random.below(listed.charges.length)];
}

/** News of a success that never was, signed with another key, to either process; and by the acquirer's own hand under a wrong key. */
export async function forgeCallback(world: World, random: Random): Promise<boolean> {
  const charge = await anyCharge(world, random);
  if (!charge) return false;
  const created = new Date().toISOString();
  const news = { id: `evt_${random.below(1e9)}`, type: 'charge.succeeded', created };
  const body = JSON.stringify({ ...news, charge: { ...charge, status: 'succeeded', decline_code: null } });
  const seconds = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', randomBytes(32)).update(`${seconds}.${body}`).digest('hex');
  const address = world.addresses[random.below(world.addresses.length)] ?? '';
  const answer = await fetch(address + api.cardCallback.path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'okpay-acquirer-signature': `t=${seconds},v1=${signature}`,
    },
    body,
    signal: AbortSignal.timeout(5_000),
  }).catch(() => null);
  await answer?.body?.cancel();
  if (answer?.ok) throw new Error('a forged callback was taken');
  await order(world, charge, { type: 'charge.succeeded', isForged: true });
  return true;
}

/** Old news once more, several times, and news that contradict them: whatever is told, the acquirer's own record decides. */
export async function strayCallbacks(world: World, random: Random): Promise<boolean> {
  const charge = await anyCharge(world, random);
  if (!charge) return false;
  const types = ['charge.processing', 'charge.succeeded', 'charge.declined'] as const;
  for (const type of [random.oneOf(types), random.oneOf(types)])
    await order(world, charge, { type, copies: random.between(1, 4), delayMillis: random.between(0, 800) });
  return true;
}

const order = ({ acquirer }: World, { id }: Charge, callback: object): Promise<unknown> =>
  control(`${acquirer.url}/control/charges/${id}/callbacks`, callback);

/** The next charges lose their connection, before or after they are accepted. */
export async function cutDeliveries({ acquirer }: World, random: Random): Promise<boolean> {
  const knob = random.oneOf(['cutBeforeNext', 'cutAfterNext', 'errorBeforeNext', 'errorAfterNext']);
  return (await control(`${acquirer.url}/control/knobs`, { [knob]: random.between(1, 2) })) !== null;
}
