import { queryOptions } from '@tanstack/react-query';
import { api } from '#common/api/customer';
import { call } from '#web/call.ts';

export const questionsQuery = queryOptions({
  queryKey: ['security-questions'],
  queryFn: ({ signal }) => call(api.securityQuestions, { signal }),
});
