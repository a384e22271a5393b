/** Names of the jobs of the bank's reports. A name is kept in the database: it is never given another meaning. */
export const COLLECT_JOB = 'withdrawal.collect_reports';
export const TIDY_JOB = 'bank_report.tidy';
