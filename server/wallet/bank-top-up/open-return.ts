import type { BankReturnId, ProposalId } from '#common/id';
import type { Refusal } from '#common/reasons';
import { err, invariant, ok, type Result } from '#common/result';
import { writePain001 } from '#connectors';
import type { Temporal } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import type { Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { enqueue } from '#platform/jobs';
import type { WalletDeps } from '../deps.ts';
import type { BankReturn, BankTopUp } from './bank-top-up.ts';
import { recordMove } from './record.ts';
import { insertReturn } from './return-store.ts';
import { openPayer } from './sealed.ts';
import { saveTopUp } from './store.ts';
import { SEND_RETURN_JOB, sendReturnKey } from './work.ts';

type ReturnDeps = Pick<WalletDeps, 'clock' | 'keys' | 'bank'>;
export type ReturnRefusal = Refusal<'suspense_changed' | 'suspense_payer_unknown'>;

/** Begins the way back of what was put aside, under its row's lock. The money stays where it is until the bank has booked it. */
export async function openReturn(
  tx: Tx,
  deps: ReturnDeps,
  topUp: BankTopUp,
  proposal: ProposalId | null,
): Promise<Result<BankReturnId, ReturnRefusal>> {
  if (topUp.state !== 'put_aside') return err({ code: 'suspense_changed' });
  // Whole milliseconds: the file must read the same after the database.
  const madeAt = deps.clock.now().round('millisecond');
  const executionDay = madeAt.toZonedDateTimeISO('UTC').toPlainDate();
  const id = newId('rt');
  const xml = returnXml(deps, { id, madeAt, executionDay, topUp });
  if (xml === null) return err({ code: 'suspense_payer_unknown' });
  await insertReturn(tx, {
    id,
    topUp: topUp.id,
    amount: topUp.amount,
    proposal,
    executionDay,
    digest: sha256(xml),
    madeAt,
  });
  await saveTopUp(tx, topUp.id, { ...topUp, state: 'sending_back', goesBackAt: null });
  const { customer } = topUp;
  if (customer)
    await recordMove(tx, deps.clock, { ...topUp, customer }, { from: 'put_aside', event: 'send_back' });
  await enqueue(tx, SEND_RETURN_JOB, { id }, { key: sendReturnKey(id) });
  return ok(id);
}

type Facts = Pick<BankReturn, 'id' | 'madeAt' | 'executionDay'> & { readonly topUp: BankTopUp };

/** Whether a sum could go back at all: its payer's account is known, and there is one of ours to send it from. */
export function canGoBack({ keys, bank }: Pick<WalletDeps, 'keys' | 'bank'>, topUp: BankTopUp): boolean {
  const facts = openPayer(keys, topUp);
  return bank?.accounts.has(topUp.amount.currency) === true && facts !== null && facts.payer.number !== '';
}

/** The file of one payment, made of what never changes; null where nobody knows where to send it. */
export function returnXml(
  { keys, bank }: Pick<WalletDeps, 'keys' | 'bank'>,
  { id, madeAt, executionDay, topUp }: Facts & { readonly madeAt: Temporal.Instant },
): string | null {
  const { amount } = topUp;
  const account = bank?.accounts.get(amount.currency);
  const facts = openPayer(keys, topUp);
  if (!canGoBack({ keys, bank }, topUp)) return null;
  invariant(bank !== null && account !== undefined && facts !== null, 'what can go back is known');
  const { payer } = facts;
  return writePain001({
    id,
    madeAt: madeAt.toString(),
    executionDay: executionDay.toString(),
    total: amount,
    debtor: { name: bank.debtorName, account },
    payments: [
      {
        id,
        amount,
        holderName: payer.name === '' ? 'NOTPROVIDED' : payer.name,
        number: payer.number,
        scheme: payer.scheme,
        bankCode: payer.scheme === 'cn' ? payer.bankCode : null,
      },
    ],
  });
}
