import type { KeptCardId } from '#common/id';

/** Names of the jobs and timers of kept cards. A name is kept in the database: it is never given another meaning. */
export const ASK_JOB = 'kept_card.ask';
export const FORGET_JOB = 'kept_card.forget';
export const askKey = (id: KeptCardId): string => `kept_card.ask:${id}`;
/** One forgetting per entry of the vault. */
export const forgetKey = (vaultId: string): string => `kept_card.forget:${vaultId}`;
