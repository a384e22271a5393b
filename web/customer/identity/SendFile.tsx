import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState, type ReactElement } from 'react';
import { urlOf } from '#common/api/client';
import { identityProofApi } from '#common/api/identity-proof';
import { isFileItem } from '#common/identity-proof';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Dock } from '#ui/Dock.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { call } from '#web/call.ts';
import { fileHint, itemWord } from '#web/proof-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { PickFile } from '../upload/PickFile.tsx';
import { prepared } from '../upload/prepare-photo.ts';
import { identityQuery, type Proof, type ProofAnswer } from './identity-query.ts';
import { Refusal } from './Refusal.tsx';

/** One photo or document: how a good one looks, the camera or a file, and what was sent. */
export function SendFile({
  bar,
  head,
  proof,
  answer,
  onBack,
  onDone,
}: {
  bar: ReactElement;
  head: ReactElement;
  proof: Proof;
  answer: ProofAnswer;
  onBack: (() => void) | null;
  onDone: () => void;
}): ReactElement {
  const { item, file, state } = answer;
  const chosen = useRef<File | null>(null);
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      if (!chosen.current || !isFileItem(item)) return;
      const ready = await prepared(chosen.current);
      await call(identityProofApi.sendProofFile, { params: { id: proof.id }, query: { item }, file: ready });
      await queries.invalidateQueries({ queryKey: identityQuery.queryKey });
    }, [item, proof.id, queries]),
  );
  const take = (picked: File): void => {
    chosen.current = picked;
    void submit.run();
  };
  const isThere = state === 'given' && file !== null;
  return (
    <PageColumn
      tight
      bar={bar}
      foot={
        <Dock>
          <Button
            variant="primary"
            wide
            unavailable={isThere ? null : m.customer_proof_still({ item: itemWord(item) })}
            onClick={onDone}
          >
            {m.customer_proof_next()}
          </Button>
        </Dock>
      }
    >
      {head}
      <Refusal refusal={answer.refusal} />
      {isFileItem(item) ? <p className="prose text-ink-2">{fileHint(item)}</p> : null}
      {isThere ? <Sent file={file} name={itemWord(item)} /> : null}
      <PickFile
        label={isThere ? m.customer_proof_replace() : m.customer_proof_choose()}
        facing={item === 'selfie' ? 'user' : 'environment'}
        busy={submit.busy}
        failure={submit.failure}
        onPick={take}
      />
      {onBack ? <Button onClick={onBack}>{m.customer_proof_back()}</Button> : null}
    </PageColumn>
  );
}

function Sent({ file, name }: { file: NonNullable<ProofAnswer['file']>; name: string }): ReactElement {
  const [failed, setFailed] = useState(false);
  return (
    <Card className="overflow-hidden">
      {failed ? (
        <p className="p-4 text-ink-2">{m.customer_proof_no_preview()}</p>
      ) : (
        <img
          src={urlOf(identityProofApi.proofFile, { params: { id: file.id } })}
          alt={m.customer_proof_sent({ item: name })}
          className="max-h-[360px] w-full bg-well object-contain"
          onError={() => setFailed(true)}
        />
      )}
      {file.pages > 1 ? (
        <p className="p-3 text-13 text-ink-2">{m.customer_proof_pages({ count: file.pages })}</p>
      ) : null}
    </Card>
  );
}
