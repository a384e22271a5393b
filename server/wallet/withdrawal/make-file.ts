import { add, type Currency, zero } from '#common/money';
import { invariant } from '#common/result';
import { writePain001 } from '#connectors';
import { Temporal } from '#platform/clock';
import { sha256 } from '#platform/crypto';
import type { Reader, Tx } from '#platform/db';
import { newId } from '#platform/ids';
import { enqueue } from '#platform/jobs';
import { mayDo } from '#risk';
import { openDetails } from '../bank-account/sealed.ts';
import { findAccount } from '../bank-account/store.ts';
import type { WalletDeps } from '../deps.ts';
import { insertFile } from './file-store.ts';
import { lockStanding } from './lock.ts';
import { batched } from './move.ts';
import * as store from './store.ts';
import { stopBlocked } from './stop-blocked.ts';
import {
  FILE_PAYMENTS_MAX,
  type PayoutFile,
  type StandingWithdrawal,
  type Withdrawal,
} from './withdrawal.ts';
import { SEND_FILE_JOB, sendFileKey } from './work.ts';

type FileDeps = Pick<WalletDeps, 'db' | 'clock' | 'keys' | 'bank' | 'limits'>;

/**
 * Makes the files of one currency whose cut-off is over, and has them sent. Run twice it finds nothing left. What is blocked is taken back
 * first: its owner's counter comes before its row, and a file holds rows of many.
 */
export async function makeFiles(deps: FileDeps, currency: Currency): Promise<void> {
  const { db, clock } = deps;
  do {
    const due = await store.findDue(db.read, { currency, now: clock.now(), limit: FILE_PAYMENTS_MAX });
    await db.transaction((tx) => stopBlocked(tx, deps, due));
  } while (await db.transaction((tx) => makeFile(tx, deps, currency)));
}

/** One file of what is due; false if nothing is. Who was blocked a moment ago is in none, and is looked at again. */
async function makeFile(tx: Tx, deps: FileDeps, currency: Currency): Promise<boolean> {
  const { clock } = deps;
  const now = clock.now();
  const due = await store.lockDue(tx, { currency, now, limit: FILE_PAYMENTS_MAX });
  const locked = [...(await lockStanding(tx, due)).values()];
  const waiting = locked.filter(({ state }) => state === 'requested');
  const open: StandingWithdrawal[] = [];
  for (const each of waiting) if (await mayDo(tx, each.customer, 'withdraw')) open.push(each);
  if (open.length === 0) return waiting.length > 0;
  const id = newId('pb');
  const total = open.reduce((sum, { amount }) => add(sum, amount), zero(currency));
  // Whole milliseconds: the file must read the same after the database.
  const madeAt = now.round('millisecond');
  const file = { id, currency, total, madeAt, executionDay: dayOf(open, madeAt) };
  const xml = await xmlOf(tx, deps, file, open);
  await insertFile(tx, { ...file, digest: sha256(xml) }, open.length);
  await store.putIntoFile(
    tx,
    open.map((each) => each.id),
    id,
  );
  for (const each of open) await batched(tx, clock, each);
  await enqueue(tx, SEND_FILE_JOB, { id }, { key: sendFileKey(id) });
  return true;
}

/** The bank day of the newest cut-off: a file that is late goes today, never on a day that is over. */
function dayOf(payments: readonly Withdrawal[], madeAt: Temporal.Instant): Temporal.PlainDate {
  const newest = payments
    .map(({ cutOffAt }) => cutOffAt)
    .toSorted(Temporal.Instant.compare)
    .at(-1);
  const at = newest && Temporal.Instant.compare(newest, madeAt) > 0 ? newest : madeAt;
  return at.toZonedDateTimeISO('UTC').toPlainDate();
}

type Facts = Pick<PayoutFile, 'id' | 'currency' | 'total' | 'madeAt' | 'executionDay'>;

/** The file as it goes to the bank. Made of what never changes, so it is the same whenever it is made. */
export async function xmlOf(
  read: Reader,
  { keys, bank }: Pick<WalletDeps, 'keys' | 'bank'>,
  { id, currency, total, madeAt, executionDay }: Facts,
  payments: readonly Withdrawal[],
): Promise<string> {
  const account = bank?.accounts.get(currency);
  invariant(bank !== null && account !== undefined, `there is an account to pay ${currency} from`);
  const inOrder = payments.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const toSend = [];
  for (const payment of inOrder) {
    const to = await findAccount(read, payment.bankAccount);
    invariant(to !== null, `${payment.bankAccount} is kept as long as something goes there`);
    toSend.push({ id: payment.id, amount: payment.amount, scheme: to.scheme, ...openDetails(keys, to) });
  }
  return writePain001({
    id,
    madeAt: madeAt.toString(),
    executionDay: executionDay.toString(),
    total,
    debtor: { name: bank.debtorName, account },
    payments: toSend,
  });
}
