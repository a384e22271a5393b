import type { PayoutFileId, WithdrawalId } from '#common/id';
import type { Currency } from '#common/money';

/** Names of the jobs and timers of withdrawals. A name is kept in the database: it is never given another meaning. */
export const MAKE_FILE_JOB = 'withdrawal.make_file';
export const SEND_FILE_JOB = 'withdrawal.send_file';
export const OVERDUE_JOB = 'withdrawal.overdue';
export const makeFileKey = (currency: Currency, cutOff: string): string =>
  `withdrawal.make_file:${currency}:${cutOff}`;
export const sendFileKey = (id: PayoutFileId): string => `withdrawal.send_file:${id}`;
export const overdueKey = (id: WithdrawalId): string => `withdrawal.overdue:${id}`;
