import type { CustomerId } from '#common/id';
import type { Reader } from '#platform/db';
import type { IdentityDeps } from '../deps.ts';
import { openAnswer } from './sealed.ts';
import { provenWords } from './store.ts';

/** Who somebody is by a proof that was approved; the birth date as ISO 8601. */
export type ProvenIdentity = { readonly name: string; readonly birth: string | null };

/** Of these customers those who have proven it. A newer proof counts before an older one. */
export async function provenIdentities(
  read: Reader,
  deps: Pick<IdentityDeps, 'keys'>,
  customers: readonly CustomerId[],
): Promise<ReadonlyMap<CustomerId, ProvenIdentity>> {
  const known = new Map<CustomerId, { name?: string; birth?: string }>();
  for (const { customer, proof, item, sealed } of await provenWords(read, customers)) {
    const one = known.get(customer) ?? {};
    one[item === 'full_name' ? 'name' : 'birth'] = openAnswer(deps, proof, item, sealed);
    known.set(customer, one);
  }
  return new Map(
    [...known].flatMap(([customer, { name, birth = null }]) =>
      name === undefined ? [] : [[customer, { name, birth }]],
    ),
  );
}
