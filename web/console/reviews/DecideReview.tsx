import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { GROUNDS_OF, REVIEW_DECISIONS, type ReviewDecision, type ReviewGround } from '#common/payment-review';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { SegmentedControl } from '#ui/SegmentedControl.tsx';
import { Select } from '#ui/Select.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { type PaymentReview, reviewDecisionWord, reviewGroundWord } from '#web/review-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { reviewsQuery } from '../session.ts';

type Props = { id: PaymentReview['id']; needsTwo: boolean; isListed: boolean; onDone: () => void };

/** Release or refuse, on a ground from the list, with what was seen. What is large becomes a proposal. */
export function DecideReview({ id, needsTwo, isListed, onDone }: Props): ReactElement {
  const [decision, setDecision] = useState<ReviewDecision>('release');
  const [ground, setGround] = useState<ReviewGround>(GROUNDS_OF.release[0]);
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      const { outcome } = await call(api.decideReview, { params: { id }, body: { decision, ground, note } });
      toast(outcome === 'done' ? m.console_review_done() : m.console_review_proposed());
      await queries.invalidateQueries({ queryKey: reviewsQuery.queryKey });
      onDone();
    }, [decision, ground, id, note, onDone, queries, toast]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  const choose = (next: ReviewDecision): void => {
    setDecision(next);
    setGround(GROUNDS_OF[next][0]);
  };
  return (
    <form onSubmit={send} className="grid gap-4" noValidate>
      <SegmentedControl
        label={m.console_review_decision()}
        value={decision}
        onChange={choose}
        options={REVIEW_DECISIONS.map((value) => ({ value, label: reviewDecisionWord(value) }))}
      />
      <Field label={m.console_review_ground()}>
        <Select
          value={ground}
          onChange={setGround}
          options={GROUNDS_OF[decision].map((value) => ({ value, label: reviewGroundWord(value) }))}
        />
      </Field>
      <Field label={m.console_review_note()} hint={m.console_review_note_hint()} error={submit.failure}>
        <TextArea value={note} onChange={(event) => setNote(event.target.value)} maxLength={500} />
      </Field>
      {needsTwo ? (
        <p className="prose text-ink-2">
          {isListed ? m.console_review_listed_two() : m.console_review_two()}
        </p>
      ) : null}
      <div>
        <Button
          type="submit"
          variant={decision === 'release' ? 'primary' : 'danger-line'}
          busy={submit.busy}
          busyLabel={m.console_review_busy()}
          unavailable={note.trim() === '' ? m.console_impose_no_note() : null}
        >
          {BUTTONS[needsTwo ? 'two' : 'one'][decision]()}
        </Button>
      </div>
    </form>
  );
}

const BUTTONS = {
  one: { release: m.console_review_button_release, refuse: m.console_review_button_refuse },
  two: { release: m.console_review_propose_release, refuse: m.console_review_propose_refuse },
};
