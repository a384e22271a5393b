import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import {
  NOT_SAME_GROUNDS,
  type NotSameGround,
  SAME_GROUNDS,
  type SameGround,
  type Verdict,
  VERDICTS,
} from '#common/api/console-screening';
import { api } from '#common/api/index';
import type { ScreeningMatchId } from '#common/id';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Field } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { screeningGroundWord } from '#web/screening-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { SCREENING_KEY } from '../session.ts';

const NOTE_MAX = 500;
const VERDICT_WORDS: Record<Verdict, () => string> = {
  not_same: m.console_screening_not_same,
  same: m.console_screening_same,
};

type Props = { id: ScreeningMatchId; isConfirmed: boolean; onDone: () => void };

/** The first pair of eyes: one person or two, and what shows it. */
export function ProposeVerdict({ id, isConfirmed, onDone }: Props): ReactElement {
  const [verdict, setVerdict] = useState<Verdict>('not_same');
  const [notSame, setNotSame] = useState<NotSameGround>('other_birth');
  const [same, setSame] = useState<SameGround>('papers_agree');
  const [note, setNote] = useState('');
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      const ground = verdict === 'same' ? same : notSame;
      await call(api.proposeVerdict, { params: { id }, body: { verdict, ground, note } });
      toast(m.console_propose_done());
      await queries.invalidateQueries({ queryKey: SCREENING_KEY });
      onDone();
    }, [id, note, notSame, onDone, queries, same, toast, verdict]),
  );
  const send = (event: FormEvent): void => {
    event.preventDefault();
    void submit.run();
  };
  return (
    <form onSubmit={send} className="grid gap-4 border-t border-line pt-4" noValidate>
      <h4 className="font-semibold">{m.console_screening_propose()}</h4>
      <div className="grid gap-4 min-[720px]:grid-cols-2">
        <Field label={m.console_screening_verdict()}>
          <Select
            value={verdict}
            onChange={setVerdict}
            options={VERDICTS.filter((each) => !isConfirmed || each === 'not_same').map((value) => ({
              value,
              label: VERDICT_WORDS[value](),
            }))}
          />
        </Field>
        <Field label={m.console_proposal_ground()}>
          {verdict === 'same' ? (
            <Select
              value={same}
              onChange={setSame}
              options={SAME_GROUNDS.map((value) => ({ value, label: screeningGroundWord(value) }))}
            />
          ) : (
            <Select
              value={notSame}
              onChange={setNotSame}
              options={NOT_SAME_GROUNDS.map((value) => ({ value, label: screeningGroundWord(value) }))}
            />
          )}
        </Field>
      </div>
      <Field label={m.console_proposal_note()} hint={m.console_screening_note_hint()} error={submit.failure}>
        <TextArea value={note} onChange={(event) => setNote(event.target.value)} maxLength={NOTE_MAX} />
      </Field>
      <div>
        <Button
          type="submit"
          variant="primary"
          busy={submit.busy}
          busyLabel={m.console_proposal_busy()}
          unavailable={note.trim() === '' ? m.console_screening_no_note() : null}
        >
          {m.console_screening_propose_button()}
        </Button>
      </div>
    </form>
  );
}
