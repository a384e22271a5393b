import type { TopUpId } from '#common/id';

/** Names of the jobs and timers of top-ups. A name is kept in the database: it is never given another meaning. */
export const ASK_JOB = 'top_up.ask';
export const RELEASE_JOB = 'top_up.release';
export const REFUND_JOB = 'top_up.refund';
export const RETURN_JOB = 'top_up.return';
export const askKey = (id: TopUpId): string => `top_up.ask:${id}`;
export const releaseKey = (id: TopUpId): string => `top_up.release:${id}`;
export const refundKey = (id: TopUpId): string => `top_up.refund:${id}`;

/** Hours in which a refund is with the acquirer; it takes seconds unless the acquirer cannot be reached. */
export const REFUND_HOURS = 24;
