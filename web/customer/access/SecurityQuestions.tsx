import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type FormEvent, type ReactElement } from 'react';
import type { OkOf } from '#common/api/route';
import {
  securityQuestionApi,
  QUESTIONS_CHOSEN,
  SECURITY_QUESTIONS,
  type SecurityQuestion,
} from '#common/api/security-questions';
import { formatDay } from '#common/format';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { Hint } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { useSubmit } from '#web/use-submit.ts';
import { SubPage } from '../app/SubPage.tsx';
import { siteQuery } from '../auth/AuthLayout.tsx';
import { type Given, QuestionFields } from './QuestionFields.tsx';
import { questionsQuery } from './questions-query.ts';
import { useProven } from './use-proven.tsx';

type Kept = OkOf<typeof securityQuestionApi.securityQuestions>;

/** Security questions, where the operator asks them: one more sign of who somebody is, and never enough. */
export function SecurityQuestions(): ReactElement {
  const { data: site } = useQuery(siteQuery);
  const query = useQuery({ ...questionsQuery, enabled: site?.securityQuestions === true });
  useEffect(() => {
    document.title = `${m.customer_questions_title()} · OKPay`;
  }, []);
  if (site && !site.securityQuestions) return <Navigate to="/me" replace />;
  return (
    <SubPage bar={<AppBar title={m.customer_questions_title()} back={<Link to="/me" />} />}>
      <p className="prose text-ink-2">{m.customer_questions_about()}</p>
      <AsyncView<Kept, unknown>
        view={asyncOf(query)}
        loading={() => <SkeletonText lines={6} />}
        empty={() => null}
        failed={() => (
          <Card>
            <FailedState
              title={m.customer_questions_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          </Card>
        )}
        full={(kept) => <QuestionForm key={kept.setAt ?? ''} kept={kept} />}
      />
    </SubPage>
  );
}

/** The chosen ones first, filled up with those that are not chosen. */
const asGiven = (chosen: readonly SecurityQuestion[]): Given[] =>
  [...chosen, ...SECURITY_QUESTIONS.filter((each) => !chosen.includes(each))]
    .slice(0, QUESTIONS_CHOSEN)
    .map((question) => ({ question, answer: '' }));

function QuestionForm({ kept }: { kept: Kept }): ReactElement {
  const [given, setGiven] = useState(() => asGiven(kept.questions));
  const queries = useQueryClient();
  const toast = useToast();
  const format = useTimeFormat();
  const { run, sheet } = useProven();
  const done = useCallback(
    (now: Kept | null, word: string): void => {
      if (!now) return;
      queries.setQueryData(questionsQuery.queryKey, now);
      toast(word);
    },
    [queries, toast],
  );
  const save = useSubmit(
    useCallback(async () => {
      const now = await run(() =>
        call(securityQuestionApi.setSecurityQuestions, { body: { answers: given } }),
      );
      done(now, m.customer_questions_saved());
    }, [done, given, run]),
  );
  const remove = useSubmit(
    useCallback(async () => {
      done(
        await run(() => call(securityQuestionApi.removeSecurityQuestions)),
        m.customer_questions_removed(),
      );
    }, [done, run]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    remove.clear();
    void save.run();
  };
  const place = Number(save.problem?.facts['place'] ?? 0);
  const wrong = save.failure && place > 0 ? { place, why: save.failure } : null;
  return (
    <>
      {kept.setAt === null ? null : (
        <p className="prose text-13 text-ink-2">
          {m.customer_questions_set({ when: formatDay(kept.setAt, format) })}
        </p>
      )}
      <form onSubmit={send} className="grid gap-6" noValidate>
        <QuestionFields given={given} onChange={setGiven} wrong={wrong} />
        <div className="grid gap-3">
          <Button
            variant="primary"
            wide
            type="submit"
            busy={save.busy}
            busyLabel={m.customer_saving()}
            unavailable={
              given.some(({ answer }) => answer.trim() === '') ? m.customer_questions_missing() : null
            }
          >
            {m.customer_questions_save()}
          </Button>
          {kept.setAt === null ? null : (
            <Button
              variant="danger-line"
              wide
              busy={remove.busy}
              busyLabel={m.customer_saving()}
              onClick={() => void remove.run()}
            >
              {m.customer_questions_remove()}
            </Button>
          )}
          <Hint error={wrong ? remove.failure : (save.failure ?? remove.failure)} />
        </div>
      </form>
      {sheet}
    </>
  );
}
