import type { CustomerId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, ok, type Result } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import type { Keyring } from '#platform/keys';
import { codeText, signedFor } from './outgoing-secret.ts';
import { CODE_TRIES, type SentPurpose } from './proof.ts';
import * as store from './store.ts';

export type RightCode = { readonly secretHash: string; readonly address: string };

/** Looks at a code that was sent. The try is charged before; a right code still has to be used up, by one of any number at once. */
export async function checkCode(
  { db, clock, keys }: { db: Db; clock: Clock; keys: Keyring },
  { customer, purpose }: { customer: CustomerId; purpose: SentPurpose },
  typed: string,
): Promise<Result<RightCode, Refusal<'code_wrong' | 'code_expired'>>> {
  const code = typed.normalize('NFKC').replaceAll(/[\s-]/g, '');
  const tried = await store.chargeCodeTry(db.read, { customer, purpose }, clock.now());
  if (!tried) return err({ code: 'code_expired' });
  const { secretHash, address, tries } = tried;
  return keys.verify(signedFor(purpose), codeText(customer, address, code), secretHash)
    ? ok({ secretHash, address })
    : err({ code: 'code_wrong', left: CODE_TRIES - tries });
}
