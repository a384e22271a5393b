import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { securityQuestionApi, QUESTIONS_CHOSEN, SECURITY_QUESTIONS } from '#common/api/security-questions';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Hint } from '#ui/Field.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { type Given, QuestionFields } from '../access/QuestionFields.tsx';

const EMPTY: Given[] = SECURITY_QUESTIONS.slice(0, QUESTIONS_CHOSEN).map((question) => ({
  question,
  answer: '',
}));

/** Answers beside a request. All questions stand to choose from: which ones an account has is told to nobody. */
export function AnswerQuestions({ token }: { token: string }): ReactElement {
  const [given, setGiven] = useState(EMPTY);
  const [isSent, setSent] = useState(false);
  const submit = useSubmit(
    useCallback(async () => {
      const answers = given.filter(({ answer }) => answer.trim() !== '');
      await call(securityQuestionApi.answerSecurityQuestions, { body: { token, answers } });
      setGiven(EMPTY);
      setSent(true);
    }, [given, token]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <Card pad>
      <h2 className="text-17">{m.customer_questions_title()}</h2>
      {isSent ? (
        <p role="status" className="prose mt-2 text-13 text-ink-2">
          {m.customer_access_questions_sent()}
        </p>
      ) : (
        <form onSubmit={send} className="mt-2 grid gap-5" noValidate>
          <p className="prose text-13 text-ink-2">{m.customer_access_questions_about()}</p>
          <QuestionFields given={given} onChange={setGiven} optional />
          <div>
            <Button
              variant="tint"
              wide
              type="submit"
              busy={submit.busy}
              busyLabel={m.customer_access_questions_sending()}
              unavailable={
                given.every(({ answer }) => answer.trim() === '')
                  ? m.customer_access_questions_missing()
                  : null
              }
            >
              {m.customer_access_questions_send()}
            </Button>
            <Hint error={submit.failure} />
          </div>
        </form>
      )}
    </Card>
  );
}
