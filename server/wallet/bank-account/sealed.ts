import { z } from 'zod';
import { invariant } from '#common/result';
import type { Db } from '#platform/db';
import { type Keyring, newestMark } from '#platform/keys';
import type { BankAccount, BankDetails } from './bank-account.ts';
import * as store from './store.ts';

const schema = z.object({ holderName: z.string(), number: z.string(), bankCode: z.string().nullable() });

/** Whose details a box holds: it opens for no other row. */
const detailsOf = (id: string): string => `bank_account:${id}`;

export const sealDetails = (keys: Keyring, id: string, details: BankDetails): string =>
  keys.encrypt(JSON.stringify(details), detailsOf(id));

export function openDetails(keys: Keyring, { id, box }: Pick<BankAccount, 'id' | 'box'>): BankDetails {
  invariant(box !== null, `the details of ${id} are still kept`);
  return schema.parse(JSON.parse(keys.decrypt(box, detailsOf(id))));
}

/** Accounts renewed in one transaction. */
const BATCH = 200;

/** After a key was replaced: seals anew what an older one has closed, and says how many there were. */
export async function renewBankAccounts({ db, keys }: { db: Db; keys: Keyring }): Promise<number> {
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
