import type { CustomerId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { parseHandle } from './handle.ts';
import type { Client } from '../session/client.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import { claimHandle, giveUpHandle } from './claim-handle.ts';
import type { Findable } from './customer.ts';
import { findCustomer, saveFindable, saveLocale, saveTimeZone } from './store.ts';

/** What is left out stays; an account name of null is given up. */
export type Changes = {
  locale?: Locale | undefined;
  timeZone?: string | undefined;
  handle?: string | null | undefined;
  findableBy?: Findable | undefined;
};

export async function updateMe(
  { db, clock }: { db: Db; clock: Clock },
  customer: CustomerId,
  changes: Changes,
  client: Client,
): Promise<Result<void, Refusal<'handle_taken' | 'handle_not_usable'>>> {
  const wanted = typeof changes.handle === 'string' ? parseHandle(changes.handle) : ok(null);
  if (!wanted.ok) return wanted;
  return db.transaction(async (tx) => {
    const before = await findCustomer(tx, customer);
    if (changes.handle !== undefined && before?.handle !== (wanted.value?.name ?? null)) {
      if (wanted.value) {
        const claimed = await claimHandle(tx, clock, customer, wanted.value);
        if (!claimed.ok) return err(claimed.error);
      } else await giveUpHandle(tx, clock, customer);
      await recordSecurityEvent(tx, clock, customer, 'handle_changed', client);
    }
    if (changes.findableBy !== undefined) await saveFindable(tx, customer, changes.findableBy);
    if (changes.locale !== undefined) await saveLocale(tx, customer, changes.locale);
    if (changes.timeZone !== undefined) await saveTimeZone(tx, customer, changes.timeZone);
    return ok(undefined);
  });
}
