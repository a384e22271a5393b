// Where a part leaves the accounts that it touched, from its rows and from where the parts before it had left them.
import { sha256Of } from '../sealing/leaf.ts';
import type { Reader } from '#platform/db';
import { bytesOf, type Fold } from './fold.ts';
import { carriedOf } from './store.ts';

/** Accounts asked for in one question. */
const ACCOUNTS_AT_ONCE = 5_000;

/** The chain of hashes over all that is carried over, or what does not follow from the part before. */
export async function carriedHashOf(
  reader: Reader,
  part: number,
  fold: Fold,
): Promise<{ hash: Buffer; accounts: bigint } | { fault: string }> {
  const accounts = fold.accounts();
  let hash: Buffer = Buffer.alloc(0);
  for (let at = 0; at < accounts.length; at += ACCOUNTS_AT_ONCE) {
    const some = accounts.slice(at, at + ACCOUNTS_AT_ONCE);
    const before = await carriedOf(reader, some, { belowPart: part });
    const byAccount = new Map(before.map((standing) => [standing.account, standing]));
    for (const account of some) {
      const standing = fold.standing(account, byAccount.get(account));
      if (typeof standing === 'string') return { fault: standing };
      hash = sha256Of(hash, bytesOf(standing));
    }
  }
  return { hash, accounts: BigInt(accounts.length) };
}
