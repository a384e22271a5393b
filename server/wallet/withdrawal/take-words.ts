import type { PaymentWord } from '#connectors';
import { parseId, type WithdrawalId } from '#common/id';
import type { Tx } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import type { BankWord } from './bank-word.ts';
import { lockWithCounters } from './lock.ts';
import * as store from './store.ts';
import { takeWord } from './take-word.ts';

type Spoken = { readonly id: WithdrawalId; readonly word: BankWord; readonly line: number | null };
/** A word and the line of the file that told it. */
type LinedWord = { readonly word: PaymentWord; readonly line: number | null };

/** Acts on what a report says of payouts, in its order and under the locks of all that it speaks of. */
export async function takeWords(
  tx: Tx,
  deps: Pick<WalletDeps, 'clock' | 'log' | 'limits'>,
  report: bigint,
  said: readonly LinedWord[],
): Promise<void> {
  const { clock, log } = deps;
  const words: Spoken[] = [];
  for (const { word: one, line } of said) {
    const isAboutFile = 'file' in one && one.payment === null;
    const ids = isAboutFile ? await idsOfFile(tx, one.file) : [parseId('wd', one.payment ?? '')];
    for (const id of ids) if (id) words.push({ id, word: one, line });
  }
  const locked = await lockWithCounters(tx, deps, [...new Set(words.map(({ id }) => id))].toSorted());
  for (const { id, word, line } of words) {
    const it = locked.get(id);
    if (it) locked.set(id, await takeWord(tx, clock, it, { word, report, line }));
    else log.warn({ report, payment: id }, 'the bank speaks of a payment that is not ours');
  }
}

async function idsOfFile(tx: Tx, file: string): Promise<WithdrawalId[]> {
  const id = parseId('pb', file);
  return id ? (await store.withdrawalsOfFile(tx, id)).map((each) => each.id) : [];
}
