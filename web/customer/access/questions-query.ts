import { queryOptions } from '@tanstack/react-query';
import { securityQuestionApi } from '#common/api/security-questions';
import { call } from '#web/call.ts';

export const questionsQuery = queryOptions({
  queryKey: ['security-questions'],
  queryFn: ({ signal }) => call(securityQuestionApi.securityQuestions, { signal }),
});
