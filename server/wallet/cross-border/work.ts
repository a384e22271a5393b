import type { CrossBorderId } from '#common/id';

/** Names of the jobs and timers of transfers abroad. A name is kept in the database: it is never given another meaning. */
export const SEND_JOB = 'cross_border.send';
export const OVERDUE_JOB = 'cross_border.overdue';
export const COLLECT_JOB = 'cross_border.collect';
export const RECALL_JOB = 'cross_border.recall';
export const sendKey = (id: CrossBorderId): string => `cross_border.send:${id}`;
export const overdueKey = (id: CrossBorderId): string => `cross_border.overdue:${id}`;
export const recallKey = (id: CrossBorderId): string => `cross_border.recall:${id}`;
