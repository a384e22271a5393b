import { z } from 'zod';
import { BENEFICIARY_FIELDS } from '#common/beneficiary';
import { invariant } from '#common/result';
import type { Db } from '#platform/db';
import { type Keyring, newestMark } from '#platform/keys';
import type { Beneficiary, BeneficiaryDetails } from './beneficiary.ts';
import * as store from './store.ts';

const schema = z.object({
  name: z.string(),
  bankName: z.string(),
  fields: z.partialRecord(z.enum(BENEFICIARY_FIELDS), z.string()),
});

/** Whose details a box holds: it opens for no other row. */
const detailsOf = (id: string): string => `beneficiary:${id}`;

export const sealDetails = (keys: Keyring, id: string, details: BeneficiaryDetails): string =>
  keys.encrypt(JSON.stringify(details), detailsOf(id));

export function openDetails(
  keys: Keyring,
  { id, box }: Pick<Beneficiary, 'id' | 'box'>,
): z.output<typeof schema> {
  invariant(box !== null, `the details of ${id} are still kept`);
  return schema.parse(JSON.parse(keys.decrypt(box, detailsOf(id))));
}

/** Rows renewed in one transaction. */
const BATCH = 200;

/** After a key was replaced: seals anew what an older one has closed, and says how many there were. */
export async function renewBeneficiaries({ db, keys }: { db: Db; keys: Keyring }): Promise<number> {
  let renewed = 0;
  for (;;) {
    const count = await db.transaction(async (tx) => {
      const old = await store.lockOlderBoxes(tx, newestMark(keys), BATCH);
      for (const { id, box } of old) {
        const fresh = keys.renew(box, detailsOf(id));
        invariant(fresh !== null, 'an older box is sealed anew');
        await store.saveBox(tx, id, fresh);
      }
      return old.length;
    });
    renewed += count;
    if (count < BATCH) return renewed;
  }
}
