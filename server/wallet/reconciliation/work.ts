/** The name of the job that brings both sides together. It is kept in the database: it is never given another meaning. */
export const RECONCILE_JOB = 'reconciliation.run';
