import type { BankReturnId } from '#common/id';

/** Names of the jobs and timers of bank top-ups. A name is kept in the database: it is never given another meaning. */
export const SEND_RETURN_JOB = 'bank_top_up.send_return';
export const UNCLAIMED_JOB = 'bank_top_up.unclaimed';
export const sendReturnKey = (id: BankReturnId): string => `bank_top_up.send_return:${id}`;
