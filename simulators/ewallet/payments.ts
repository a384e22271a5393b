import { accountOf, type DeclineCode, type PaymentStatus } from './accounts.ts';
import { type Language, newId, type Next, type Payment, type Refund, type Wallet } from './books.ts';
import { tell, tellEnd } from './news.ts';

/** How long a payment waits for its owner's yes, in milliseconds. */
const APPROVAL_MILLIS = 15 * 60_000;

export type NewPayment = {
  reference: string;
  amount: string;
  currency: string;
  lang: Language;
  return_url: string;
  callback_url?: string;
};
type Accepted<T, Refused> = { ok: true; value: T } | { ok: false; code: Refused };

/** Accepts a payment once for its reference, and resolves when it is in the book. */
export async function acceptPayment(
  wallet: Wallet,
  request: NewPayment,
): Promise<Accepted<Payment, 'reference_reused' | 'reference_cancelled'>> {
  const { books, clock } = wallet;
  const known = books.paymentOfReference.get(request.reference);
  if (known !== undefined) {
    await books.settled();
    const isSame =
      known.amount === request.amount &&
      known.currency === request.currency &&
      known.returnUrl === request.return_url;
    return isSame ? { ok: true, value: known } : { ok: false, code: 'reference_reused' };
  }
  if (books.cancelledReferences.has(request.reference)) return { ok: false, code: 'reference_cancelled' };
  const payment: Payment = {
    id: newId('wp'),
    reference: request.reference,
    amount: request.amount,
    currency: request.currency,
    language: request.lang,
    returnUrl: request.return_url,
    callbackUrl: request.callback_url ?? null,
    createdAt: clock.text(),
    status: 'awaits_approval',
    declineCode: null,
    account: null,
    dueAt: clock.millis() + APPROVAL_MILLIS,
  };
  await books.write({ kind: 'payment', payment });
  armEnd(wallet, payment.id);
  answerByItself(wallet, payment.id);
  return { ok: true, value: books.payments.get(payment.id) ?? payment };
}

type Answer = { action: 'approve'; account: string } | { action: 'refuse' };
/** What the sandbox desk may choose for the next payments: their owner answers without looking, with a test account that does what is wanted. */
const ANSWERS: Record<Next, Answer | null> = {
  asks: null,
  approves: { action: 'approve', account: '1001' },
  refuses: { action: 'refuse' },
  silent: { action: 'approve', account: '1004' },
  another_amount: { action: 'approve', account: '1007' },
};
/** From the question to such an answer. */
const ANSWER_MILLIS = 1_000;

function answerByItself(wallet: Wallet, id: string): void {
  const answer = ANSWERS[wallet.knobs.next];
  if (answer === null) return;
  wallet.clock.at(wallet.clock.millis() + ANSWER_MILLIS, () => {
    const payment = wallet.books.payments.get(id);
    if (payment !== undefined) void answerPayment(wallet, payment, answer);
  });
}

/** After a restart: what was in the middle goes on. */
export function resumePayments(wallet: Wallet): void {
  for (const { id } of wallet.books.payments.values()) armEnd(wallet, id);
}

function armEnd(wallet: Wallet, id: string): void {
  const due = wallet.books.payments.get(id)?.dueAt ?? null;
  if (due !== null) wallet.clock.at(due, () => void endByItself(wallet, id, due));
}

async function endByItself(wallet: Wallet, id: string, due: number): Promise<void> {
  const payment = wallet.books.payments.get(id);
  if (payment === undefined || payment.dueAt !== due) return; // It went on meanwhile.
  if (payment.status === 'awaits_approval')
    await move(wallet, payment, { status: 'declined', code: 'expired' });
  if (payment.status === 'processing') await move(wallet, payment, { status: 'paid' });
}

async function move(
  wallet: Wallet,
  payment: Payment,
  {
    status,
    code = null,
    account = payment.account,
  }: { status: PaymentStatus; code?: DeclineCode | null; account?: string | null },
): Promise<void> {
  const { books, clock, knobs } = wallet;
  const dueAt = status === 'processing' ? clock.millis() + knobs.processingMillis : null;
  const endedAt = dueAt === null ? clock.text() : null;
  const moved = { paymentId: payment.id, status, declineCode: code, account, dueAt, endedAt };
  await books.write({ kind: 'moved', moved });
  if (status === 'paid') await keepFee(wallet, payment);
  if (status === 'processing') armEnd(wallet, payment.id);
  else await tellEnd(wallet, payment);
}

const WHOLE = 10_000n;

async function keepFee({ books, clock, knobs }: Wallet, { id, amount }: Payment): Promise<void> {
  const fee = (BigInt(amount) * BigInt(knobs.feeBasisPoints) + WHOLE - 1n) / WHOLE;
  if (fee === 0n) return;
  const kept = { id: newId('wf'), paymentId: id, amount: fee.toString(), createdAt: clock.text() };
  await books.write({ kind: 'fee', fee: kept });
}

/** The owner's answer on the page. A payment that is no longer asked about stays as it is. */
export async function answerPayment(
  wallet: Wallet,
  payment: Payment,
  answer: Answer,
): Promise<'over' | 'no_account'> {
  if (payment.status !== 'awaits_approval') return 'over';
  if (answer.action === 'refuse') {
    await move(wallet, payment, { status: 'declined', code: 'refused_by_payer' });
    return 'over';
  }
  const account = accountOf(answer.account);
  if (account === undefined) return 'no_account';
  await move(wallet, payment, {
    status: account.then,
    code: account.declineCode ?? null,
    account: account.number,
  });
  return 'over';
}

/** Gives a payment up by its reference. What has ended stays as it ended; a reference that never came is closed for ever. */
export async function cancelReference(wallet: Wallet, reference: string): Promise<Payment | null> {
  const { books } = wallet;
  const payment = books.paymentOfReference.get(reference);
  if (payment === undefined) {
    if (!books.cancelledReferences.has(reference))
      await books.write({ kind: 'cancelled_reference', reference });
    return null;
  }
  if (payment.status === 'awaits_approval' || payment.status === 'processing')
    await move(wallet, payment, { status: 'declined', code: 'cancelled' });
  return payment;
}

/** Gives money back to its owner, once under one reference. */
export async function acceptRefund(
  wallet: Wallet,
  payment: Payment,
  request: { amount: string; reference: string },
): Promise<Accepted<Refund, 'reference_reused' | 'payment_not_refundable' | 'refund_exceeds_payment'>> {
  const { books, clock } = wallet;
  const known = books.refunds.find(({ reference }) => reference === request.reference);
  if (known !== undefined) {
    await books.settled();
    return known.paymentId === payment.id && known.amount === request.amount
      ? { ok: true, value: known }
      : { ok: false, code: 'reference_reused' };
  }
  if (payment.status !== 'paid') return { ok: false, code: 'payment_not_refundable' };
  if (BigInt(request.amount) > BigInt(payment.amount) - books.refundedOf(payment.id))
    return { ok: false, code: 'refund_exceeds_payment' };
  const refund: Refund = {
    id: newId('wr'),
    paymentId: payment.id,
    amount: request.amount,
    reference: request.reference,
    createdAt: clock.text(),
  };
  await books.write({ kind: 'refund', refund });
  await tell(wallet, payment, 'payment.refunded');
  return { ok: true, value: refund };
}
