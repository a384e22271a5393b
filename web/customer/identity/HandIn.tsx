import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, type ReactElement } from 'react';
import { identityProofApi } from '#common/api/identity-proof';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dock } from '#ui/Dock.tsx';
import { Hint } from '#ui/Field.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { call } from '#web/call.ts';
import { answerText, itemWord } from '#web/proof-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { identityQuery, type Proof, type ProofAnswer } from './identity-query.ts';

/** Everything as it will be looked at, and the press that hands it in. */
export function HandIn({
  bar,
  head,
  proof,
  onBack,
}: {
  bar: ReactElement;
  head: ReactElement;
  proof: Proof;
  onBack: (() => void) | null;
}): ReactElement {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const submit = useSubmit(
    useCallback(async () => {
      await call(identityProofApi.submitProof, { params: { id: proof.id }, body: {} });
      await queries.invalidateQueries({ queryKey: identityQuery.queryKey });
      await navigate({ to: '/me/identity' });
    }, [navigate, proof.id, queries]),
  );
  const missing = proof.items.find(({ state }) => state === 'missing' || state === 'refused');
  return (
    <PageColumn
      tight
      bar={bar}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            busy={submit.busy}
            busyLabel={m.customer_proof_handing_in()}
            unavailable={missing ? m.customer_proof_still({ item: itemWord(missing.item) }) : null}
            onClick={() => void submit.run()}
          >
            {m.customer_proof_hand_in()}
          </Button>
        </Dock>
      }
    >
      {head}
      <Card className="px-4">
        <DefinitionRows
          ruled
          rows={proof.items.map((answer) => ({ label: itemWord(answer.item), value: shown(answer) }))}
        />
      </Card>
      <p className="prose text-ink-2">{m.customer_proof_hand_in_text()}</p>
      <Hint error={submit.failure} />
      {onBack ? <Button onClick={onBack}>{m.customer_proof_back()}</Button> : null}
    </PageColumn>
  );
}

function shown({ item, value, file, state }: ProofAnswer): string {
  if (state === 'missing' || state === 'refused') return m.customer_proof_not_there();
  if (file) return m.customer_proof_pages({ count: file.pages });
  return value === null ? '' : answerText(item, value);
}
