import { parseId } from '#common/id';
import { isEqual, type Money } from '#common/money';
import { invariant } from '#common/result';
import type { PaymentWord } from '#connectors';
import { lockAccounts } from '#ledger';
import type { Tx } from '#platform/db';
import type { WalletDeps } from '../deps.ts';
import type { BankReturn, BankTopUp } from './bank-top-up.ts';
import { recordMove } from './record.ts';
import { lockReturn, saveReturn } from './return-store.ts';
import { moveReturn, railAccounts } from './settle.ts';
import { lockTopUp, saveTopUp } from './store.ts';

type WordDeps = Pick<WalletDeps, 'clock' | 'log'>;

/** Acts on what the bank says of returns. A booking outranks what it said before, and counts once. */
export async function takeReturnWords(tx: Tx, deps: WordDeps, said: readonly PaymentWord[]): Promise<void> {
  for (const word of said) {
    const id = parseId('rt', 'file' in word ? (word.payment ?? word.file) : word.payment);
    const it = id && (await lockReturn(tx, id));
    if (!it) deps.log.warn({ payment: id }, 'the bank speaks of a return that is not ours');
    else await takeOne(tx, deps, it, word);
  }
}

async function takeOne(tx: Tx, deps: WordDeps, it: BankReturn, word: PaymentWord): Promise<void> {
  const isOpen = it.state === 'ready' || it.state === 'sent';
  switch (word.kind) {
    case 'accepted':
      if (it.state === 'ready') await saveReturn(tx, it.id, { state: 'sent', at: deps.clock.now() });
      return;
    case 'rejected':
      if (isOpen) await notTaken(tx, deps, it, word.bankCode);
      return;
    case 'booked':
      // Told again by the statement, or gone after it was refused: what left has left.
      if (isOpen || it.state === 'refused') await gone(tx, deps, it, word.amount);
      return;
    case 'returned':
      // The return of the return overtook its booking: it went and came back.
      if (isOpen || it.state === 'refused') await gone(tx, deps, it, word.amount);
      if (it.state !== 'back') await cameBack(tx, deps, it, word);
      return;
  }
}

/** The bank does not send it: it waits for people, and does not go back by itself again. */
export async function notTaken(
  tx: Tx,
  deps: Pick<WalletDeps, 'clock'>,
  it: BankReturn,
  bankCode: string,
): Promise<void> {
  await saveReturn(tx, it.id, { state: 'refused', bankCode, at: deps.clock.now() });
  await asideAgain(tx, deps, it, 'fail');
}

async function asideAgain(
  tx: Tx,
  { clock }: Pick<WalletDeps, 'clock'>,
  it: BankReturn,
  event: 'fail' | 'come_back',
): Promise<void> {
  const topUp = await lockTopUp(tx, it.topUp);
  const from = event === 'fail' ? 'sending_back' : 'sent_back';
  if (topUp?.state !== from) return;
  await saveTopUp(tx, topUp.id, { ...topUp, state: 'put_aside', why: 'came_back', goesBackAt: null });
  await told(tx, { clock }, topUp, { from, event });
}

const told = async (
  tx: Tx,
  { clock }: Pick<WalletDeps, 'clock'>,
  topUp: BankTopUp,
  move: Parameters<typeof recordMove>[3],
): Promise<void> => {
  if (topUp.customer) await recordMove(tx, clock, { ...topUp, customer: topUp.customer }, move);
};

async function gone(tx: Tx, deps: WordDeps, it: BankReturn, amount: Money): Promise<void> {
  const { clock, log } = deps;
  if (!isEqual(amount, it.amount))
    log.error({ return: it.id }, 'the bank has sent back another sum than it was asked to');
  const topUp = await lockTopUp(tx, it.topUp);
  invariant(topUp !== null, `${it.topUp} is kept`);
  const rail = await railAccounts(tx, clock, amount.currency);
  await lockAccounts(tx, Object.values(rail));
  await moveReturn(tx, clock, { id: it.topUp, amount }, { rail, back: it.id, way: 'out' });
  await saveReturn(tx, it.id, { state: 'booked', at: clock.now() });
  if (topUp.state === 'settled' || topUp.state === 'sent_back')
    return log.error(
      { return: it.id, topUp: it.topUp },
      'the bank has sent back what was not to go any more',
    );
  if (topUp.state === 'put_aside') await told(tx, deps, topUp, { from: 'put_aside', event: 'send_back' });
  await saveTopUp(tx, topUp.id, { ...topUp, state: 'sent_back', goesBackAt: null });
  await told(tx, deps, topUp, { from: 'sending_back', event: 'book' });
}

async function cameBack(
  tx: Tx,
  deps: WordDeps,
  it: BankReturn,
  { amount, bankCode }: { readonly amount: Money; readonly bankCode: string },
): Promise<void> {
  const { clock } = deps;
  const rail = await railAccounts(tx, clock, amount.currency);
  await lockAccounts(tx, Object.values(rail));
  await moveReturn(tx, clock, { id: it.topUp, amount }, { rail, back: it.id, way: 'in' });
  await saveReturn(tx, it.id, { state: 'back', bankCode, at: clock.now() });
  await asideAgain(tx, deps, it, 'come_back');
}
