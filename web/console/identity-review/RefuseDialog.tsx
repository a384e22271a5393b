import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { type ItemRefusal, type ProofItem, refusalsFor } from '#common/identity-proof';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Field, Hint } from '#ui/Field.tsx';
import { Select } from '#ui/Select.tsx';
import { TextInput } from '#ui/TextInput.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { itemWord, refusalWord } from '#web/proof-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { type OpenedProof, proofsQuery } from './proof-queries.ts';

type Chosen = Partial<Record<ProofItem, { reason: ItemRefusal | 'good'; note: string }>>;

/** A reason from the list for each item that is not good, and words for the customer. The others are accepted by it. */
export function RefuseDialog({
  proof: { row, items },
  open,
  onClose,
  onDone,
}: {
  proof: OpenedProof;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}): ReactElement {
  const [chosen, setChosen] = useState<Chosen>({});
  const queries = useQueryClient();
  const toast = useToast();
  const submit = useSubmit(
    useCallback(async () => {
      const refusals = items.flatMap(({ item }) => {
        const { reason = 'good', note = '' } = chosen[item] ?? {};
        return reason === 'good' ? [] : [{ item, reason, note }];
      });
      await call(api.decideProof, { params: { id: row.id }, body: { decision: 'refuse', refusals } });
      toast(m.console_proof_given_back());
      await queries.invalidateQueries({ queryKey: proofsQuery.queryKey });
      onDone();
    }, [chosen, items, onDone, queries, row.id, toast]),
  );
  const choose = (item: ProofItem, change: Partial<{ reason: ItemRefusal | 'good'; note: string }>): void =>
    setChosen((before) => ({ ...before, [item]: { reason: 'good', note: '', ...before[item], ...change } }));
  const hasReason = items.some(({ item }) => (chosen[item]?.reason ?? 'good') !== 'good');
  return (
    <Dialog open={open} onClose={onClose} title={m.console_proof_refuse()} roomy>
      <p className="prose text-ink-2">{m.console_proof_refuse_text()}</p>
      <div className="mt-4 grid gap-4">
        {items.map(({ item, state }) => {
          const { reason = 'good', note = '' } = chosen[item] ?? {};
          return (
            <div key={item} className="grid gap-2">
              <Field
                label={itemWord(item)}
                optional="unsaid"
                hint={state === 'accepted' ? m.console_proof_accepted_before() : undefined}
              >
                <Select
                  value={reason}
                  options={[
                    { value: 'good', label: m.console_proof_good() },
                    ...refusalsFor(item).map((each) => ({ value: each, label: refusalWord(each) })),
                  ]}
                  onChange={(next) => choose(item, { reason: next })}
                />
              </Field>
              {reason === 'good' ? null : (
                <Field label={m.console_proof_note({ item: itemWord(item) })} optional>
                  <TextInput
                    value={note}
                    maxLength={300}
                    onChange={(event) => choose(item, { note: event.target.value })}
                  />
                </Field>
              )}
            </div>
          );
        })}
      </div>
      <div className="mt-5 grid gap-3">
        <Hint error={submit.failure} />
        <Button
          variant="primary"
          wide
          busy={submit.busy}
          busyLabel={m.console_proof_deciding()}
          unavailable={hasReason ? null : m.console_proof_needs_reason()}
          onClick={() => void submit.run()}
        >
          {m.console_proof_give_back()}
        </Button>
      </div>
    </Dialog>
  );
}
