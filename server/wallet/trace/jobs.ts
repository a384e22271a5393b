import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import { defineJob } from '#platform/jobs';
import type { WalletDeps } from '../deps.ts';
import { QUESTION_DUE_JOB, SEND_QUESTION_JOB } from './question.ts';
import { questionDue } from './question-due.ts';
import { sendQuestion } from './send-question.ts';

const payload = z.object({ id: idSchema('bq') });

/** Questions on their way to a bank, and what becomes of its silence. */
export function defineTraceJobs(deps: WalletDeps): void {
  defineJob(SEND_QUESTION_JOB, payload, ({ id }) => sendQuestion(deps, id));
  defineJob(QUESTION_DUE_JOB, payload, ({ id }) => questionDue(deps, id));
}
