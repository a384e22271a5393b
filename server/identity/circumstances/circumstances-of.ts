import type { CustomerId } from '#common/id';
import type { Money } from '#common/money';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import type { IdentityDeps } from '../deps.ts';
import * as store from './store.ts';

/** Sessions that stand in the evidence; more at one moment are a story of their own. */
const SESSIONS_MAX = 5;
/** Seconds around a payment in which its proof was used up. */
const AROUND_SECONDS = 5;

/** How a payment was made, as far as it is still known: who was signed in from where, and by which proof it was confirmed. */
export async function circumstancesOf(
  read: Reader,
  { placeOf }: Pick<IdentityDeps, 'placeOf'>,
  customer: CustomerId,
  { amount, at }: { amount: Money; at: Temporal.Instant },
) {
  const sessions = await store.sessionsAt(read, customer, at, SESSIONS_MAX);
  const from = at.subtract({ seconds: AROUND_SECONDS });
  const to = at.add({ seconds: AROUND_SECONDS });
  const proof = await store.stepUpUsedAround(read, customer, { amount, from, to });
  return {
    paidAt: at.toString(),
    signedIn: sessions.map(({ device, ip, since }) => {
      const place = placeOf(ip);
      return { device, ip, place: place === null ? null : JSON.stringify(place), since: since.toString() };
    }),
    confirmedBy: proof ? ['payment_password', ...(proof.factor ? [proof.factor] : [])] : [],
    confirmedAt: proof?.at.toString() ?? null,
  };
}
