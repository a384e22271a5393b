import { RECALL_GROUNDS } from '#common/beneficiary';
import type { QuestionKind } from '#common/api/trace';
import type { CrossBorderId, OperationId, WithdrawalId } from '#common/id';
import type { Currency } from '#common/money';
import { invariant } from '#common/result';
import { type OriginalPayment, writeCamt056, writePacs028 } from '#connectors';
import type { Temporal } from '#platform/clock';
import type { Reader } from '#platform/db';
import { originalOf, recallIdOf } from '../cross-border/make-message.ts';
import { findCrossBorder } from '../cross-border/store.ts';
import { roadInto } from '../cross-border/tariff-store.ts';
import type { WalletDeps } from '../deps.ts';
import { bankDays } from '../withdrawal/bank-days.ts';
import { findFile } from '../withdrawal/file-store.ts';
import { nextOpen } from '../withdrawal/schedule.ts';
import { findWithdrawal, withdrawalTariffs } from '../withdrawal/store.ts';
import type { AskedOperation, BankQuestion, QuestionChannel } from './question.ts';

export type ChannelDeps = Pick<WalletDeps, 'bank' | 'correspondent'>;

/** What the machine can ask about: a payment that a message of ours told a bank to make. */
export type Subject = {
  readonly operation: AskedOperation;
  readonly channel: QuestionChannel;
  readonly payment: OriginalPayment;
  /** Which questions make sense: what came back is not asked for any more. */
  readonly may: Readonly<Record<QuestionKind, boolean>>;
};

/** Who is asked about a payment by the machine; null where there is no way to that bank, so that people ask by hand. */
export async function subjectOf(
  read: Reader,
  deps: ChannelDeps,
  operation: OperationId,
): Promise<Subject | null> {
  const told = await toldOf(read, operation);
  return told && deps[told.channel] !== null ? told : null;
}

/** What a message of ours told a bank about it; null of what none did. */
export function toldOf(read: Reader, operation: OperationId): Promise<Subject | null> {
  if (isWithdrawal(operation)) return payout(read, operation);
  return isAbroad(operation) ? abroad(read, operation) : Promise.resolve(null);
}
const isWithdrawal = (id: OperationId): id is WithdrawalId => id.startsWith('wd_');
const isAbroad = (id: OperationId): id is CrossBorderId => id.startsWith('xb_');

async function payout(read: Reader, id: WithdrawalId): Promise<Subject | null> {
  const it = await findWithdrawal(read, id);
  const file = it?.file && (await findFile(read, it.file));
  if (!it || !file) return null;
  const isOut = it.money === 'paid' || it.money === 'held';
  return {
    operation: id,
    channel: 'bank',
    payment: {
      id,
      message: file.id,
      messageName: 'pain.001.001.09',
      uetr: null,
      settled: it.amount,
      settlementDay: file.executionDay.toString(),
    },
    may: { status: isOut, recall: isOut },
  };
}

async function abroad(read: Reader, id: CrossBorderId): Promise<Subject | null> {
  const it = await findCrossBorder(read, id);
  if (!it?.madeAt) return null;
  const isOut = it.money === 'out';
  return {
    operation: id,
    channel: 'correspondent',
    payment: originalOf(it, it.madeAt),
    may: { status: isOut || it.money === 'held', recall: isOut },
  };
}

/** The id of the message by which the bank knows a question: abroad a recall is the transfer's own. */
export const firstMessageId = ({
  id,
  kind,
  channel,
  operation,
}: Pick<BankQuestion, 'id' | 'kind' | 'channel' | 'operation'>): string =>
  kind === 'recall' && channel === 'correspondent' && isAbroad(operation)
    ? recallIdOf({ id: operation })
    : id;
export const secondMessageId = ({ id }: Pick<BankQuestion, 'id'>): string => `${id}-2`;

type Question = Pick<
  BankQuestion,
  'id' | 'kind' | 'channel' | 'operation' | 'round' | 'messageId' | 'madeAt'
>;
/** The message of a question as it goes to the bank. Made of what never changes, so it is the same whenever it is made. */
export async function messageOf(read: Reader, deps: ChannelDeps, it: Question): Promise<string> {
  const subject = await subjectOf(read, deps, it.operation);
  const operator = deps[it.channel]?.debtorName;
  invariant(subject !== null && operator !== undefined, `${it.id} asks about what went out`);
  const { payment } = subject;
  const head = { id: it.messageId, madeAt: it.madeAt.toString(), operator };
  if (it.kind === 'status') return writePacs028({ ...head, payment });
  if (it.round === 1)
    return writeCamt056({ ...head, bank: 'Bank', ground: RECALL_GROUNDS.wrong_account, payment });
  // A second request to give it back would be a duplicate: what is asked is how the first one stands.
  const recall = { message: firstMessageId(it), messageName: 'camt.056.001.08' };
  return writePacs028({ ...head, payment: { ...payment, ...recall } });
}

/** The same hour so many days later on which the bank works. */
export async function bankDaysAfter(
  read: Reader,
  { channel, payment: { settled } }: Pick<Subject, 'channel' | 'payment'>,
  { from, days }: { from: Temporal.Instant; days: number },
): Promise<Temporal.Instant> {
  const hours = await hoursOf(read, channel, settled.currency, from);
  invariant(hours !== null, `a bank that was paid through in ${settled.currency} has its hours`);
  const kindOf = await bankDays(hours.calendar);
  const local = from.toZonedDateTimeISO(hours.timeZone);
  let day = local.toPlainDate();
  for (let passed = 0; passed < days; passed++) day = nextOpen(day, kindOf);
  return day.toZonedDateTime({ timeZone: hours.timeZone, plainTime: local.toPlainTime() }).toInstant();
}

async function hoursOf(read: Reader, channel: QuestionChannel, currency: Currency, at: Temporal.Instant) {
  if (channel === 'correspondent') return roadInto(read, currency, at);
  const tariffs = await withdrawalTariffs(read, at);
  return tariffs.find(({ fee }) => fee.currency === currency) ?? null;
}
