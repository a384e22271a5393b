import { z } from 'zod';
import { invariant } from '#common/result';
import type { Db } from '#platform/db';
import { type Keyring, newestMark } from '#platform/keys';
import type { BankTopUp, PayerFacts } from './bank-top-up.ts';
import * as store from './store.ts';

const schema = z.object({
  payer: z.object({
    name: z.string(),
    number: z.string(),
    scheme: z.enum(['iban', 'cn']),
    bankCode: z.string().nullable(),
  }),
  texts: z.array(z.string()),
});

/** Whose facts a box holds: it opens for no other row. */
const factsOf = (id: string): string => `bank_top_up:${id}`;

export const sealPayer = (keys: Keyring, id: string, { payer, texts }: PayerFacts): string =>
  keys.encrypt(JSON.stringify({ payer, texts }), factsOf(id));

/** Who sent it and what they wrote; null once it is erased. */
export const openPayer = (keys: Keyring, { id, box }: Pick<BankTopUp, 'id' | 'box'>): PayerFacts | null =>
  box === null ? null : schema.parse(JSON.parse(keys.decrypt(box, factsOf(id))));

/** Boxes renewed in one transaction. */
const BATCH = 200;

/** After a key was replaced: seals anew what an older one has closed, and says how many there were. */
export async function renewPayers({ db, keys }: { db: Db; keys: Keyring }): Promise<number> {
  let renewed = 0;
  for (;;) {
    const count = await db.transaction(async (tx) => {
      const old = await store.lockOlderBoxes(tx, newestMark(keys), BATCH);
      for (const { id, box } of old) {
        const fresh = keys.renew(box, factsOf(id));
        invariant(fresh !== null, 'an older box is sealed anew');
        await store.saveBox(tx, id, fresh);
      }
      return old.length;
    });
    renewed += count;
    if (count < BATCH) return renewed;
  }
}
