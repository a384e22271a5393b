import { parseId } from '#common/id';
import { unreachable } from '#common/result';
import type { CorrespondentWord } from '#connectors';
import type { Clock } from '#platform/clock';
import type { Tx } from '#platform/db';
import { putReturnAside } from '../bank-top-up/put-return-aside.ts';
import { insertWord } from '../conflict/word-store.ts';
import type { WalletDeps } from '../deps.ts';
import type { StandingCrossBorder } from './cross-border.ts';
import { lockCrossBorder } from './lock.ts';
import * as moves from './move.ts';
import { suspend } from './settle.ts';
import * as store from './store.ts';
import { type About, decideWord, type Move } from './word.ts';

type TakeDeps = Pick<WalletDeps, 'clock' | 'limits' | 'log' | 'keys'>;

/** Acts on one word of the correspondent; money moves by it once, however often it is told. What came back and has no place is put aside. */
export async function takeWord(
  tx: Tx,
  deps: TakeDeps,
  { word, message }: { word: CorrespondentWord; message: bigint },
): Promise<void> {
  const { clock, log } = deps;
  const id = parseId('xb', word.payment);
  const it = id && (await lockCrossBorder(tx, deps, id));
  if (!it) {
    const about = { message, payment: word.payment };
    log.warn(about, 'the correspondent speaks of a payment that is not ours');
    if (word.kind === 'returned') await putReturnAside(tx, deps, { word, message });
    return;
  }
  if (word.kind === 'returned') {
    const { reference, amount, bankCode } = word;
    const kept = { reference, id: it.id, amount, bankCode, message };
    if (!(await store.insertReturn(tx, kept, clock.now()))) return;
  }
  const told = {
    operation: it.id,
    kind: word.kind,
    bankCode: 'bankCode' in word ? word.bankCode : null,
    reference: word.kind === 'returned' ? word.reference : null,
    amount: 'amount' in word ? word.amount : null,
    file: message,
    line: null,
  } as const;
  await insertWord(tx, told, clock.now());
  const steps = decideWord(aboutOf(it), word);
  if (word.kind === 'returned' && !steps.includes('return')) await suspend(tx, clock, it, word);
  let now = it;
  for (const move of steps) now = await carryOut(tx, clock, now, { move, word });
}

const aboutOf = ({ state, reason, money, get, madeAt, deliveredAt, recall }: StandingCrossBorder): About => ({
  state,
  reason,
  money,
  get,
  isMade: madeAt !== null,
  isDelivered: deliveredAt !== null,
  recall,
});

function carryOut(
  tx: Tx,
  clock: Clock,
  it: StandingCrossBorder,
  { move, word }: { move: Move; word: CorrespondentWord },
): Promise<StandingCrossBorder> {
  const bankCode = 'bankCode' in word ? word.bankCode : '';
  switch (move) {
    case 'send':
      return moves.sent(tx, clock, it);
    case 'advance':
      return moves.advanced(tx, clock, it, word.kind === 'pending' ? word.waitsFor : 'credit');
    case 'deliver':
      return moves.delivered(tx, clock, it);
    case 'reject':
      return moves.rejected(tx, clock, it, bankCode);
    case 'return':
      return moves.returned(tx, clock, it, bankCode);
    case 'mismatch':
    case 'contradict':
      return moves.toPeople(tx, clock, it, move);
    case 'recall_accepted':
      return moves.recallTold(tx, clock, it, { recall: 'accepted', bankCode });
    case 'recall_refused':
      return moves.recallTold(tx, clock, it, { recall: 'refused', bankCode });
    default:
      return unreachable(move);
  }
}
