import { isEqual } from '#common/money';
import { unreachable } from '#common/result';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { type BankWord, decideWord, type Move } from './bank-word.ts';
import { insertWord } from '../conflict/word-store.ts';
import { insertBooking, isItsBooking } from './file-store.ts';
import * as moves from './move.ts';
import { suspend } from './settle.ts';
import type { StandingWithdrawal } from './withdrawal.ts';

/**
 * Acts on one word of the bank about a withdrawal whose row is locked; its money moves by it once, however often it is told. What the bank
 * booked and we did not ask for is put aside, so that our account with it is always as it says. Answers how it stands then.
 */
export async function takeWord(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  { word, report, line = null }: { word: BankWord; report: bigint; line?: number | null },
): Promise<StandingWithdrawal> {
  const booking = word.kind === 'booked' || word.kind === 'returned' ? word : null;
  const direction = word.kind === 'returned' ? 'in' : 'out';
  if (booking) {
    const { entry: reference, amount } = booking;
    const known = { reference, withdrawal: it.id, direction, amount, report } as const;
    if (!(await insertBooking(tx, known, clock.now()))) return it;
  }
  await insertWord(
    tx,
    {
      operation: it.id,
      kind: word.kind,
      bankCode: 'bankCode' in word ? word.bankCode : null,
      reference: booking?.entry ?? null,
      amount: booking?.amount ?? null,
      file: report,
      line,
    },
    clock.now(),
  );
  // Paid on the word of people, or overtaken by its return: this is the booking that was missing, and it moves nothing twice.
  if (
    word.kind === 'booked' &&
    isEqual(word.amount, it.amount) &&
    (await isItsBooking(tx, it.id, word.entry))
  )
    return it;
  const steps = decideWord(it, word);
  const isTaken = steps.includes(word.kind === 'returned' ? 'return' : 'pay');
  if (booking && !isTaken)
    await suspend(tx, clock, it, { reference: booking.entry, direction, amount: booking.amount });
  let now = it;
  for (const step of steps) now = await carryOut(tx, clock, now, step, word);
  return now;
}

function carryOut(
  tx: Tx,
  clock: Clock,
  it: StandingWithdrawal,
  move: Move,
  word: BankWord,
): Promise<StandingWithdrawal> {
  const bankCode = 'bankCode' in word ? word.bankCode : '';
  switch (move) {
    case 'accept':
      return moves.accepted(tx, clock, it);
    case 'pay':
      return moves.paid(tx, clock, it);
    case 'reject':
      return moves.rejected(tx, clock, it, bankCode);
    case 'return':
      return moves.returned(tx, clock, it, bankCode);
    case 'mismatch':
    case 'contradict':
      return moves.toPeople(tx, clock, it, move);
    default:
      return unreachable(move);
  }
}
