import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import { identityProofApi } from '#common/api/identity-proof';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { Hint } from '#ui/Field.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Pill } from '#ui/Pill.tsx';
import { Section } from '#ui/Section.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { call } from '#web/call.ts';
import { itemWord, refusalWord } from '#web/proof-words.ts';
import { useSubmit } from '#web/use-submit.ts';
import { identityQuery, type Proof } from './identity-query.ts';
import { adviceFor } from './refusal-advice.ts';
import { tierWord } from './tier-words.ts';

/** Where an open proof stands: who acts next, by when, and what to press. */
export function ProofStanding({ proof }: { proof: Proof }): ReactElement {
  const isOurs = proof.nextActor === 'okpay';
  return (
    <Section title={m.customer_proof_title({ tier: tierWord(proof.tier) })}>
      <Card pad className="grid gap-4">
        <div>
          <Pill status={isOurs ? 'checking' : 'your_turn'}>
            {isOurs ? m.customer_proof_in_review() : undefined}
          </Pill>
        </div>
        {isOurs ? (
          <InReview proof={proof} />
        ) : proof.state === 'needs_input' ? (
          <Refused proof={proof} />
        ) : (
          <Begun proof={proof} />
        )}
        <Withdraw proof={proof} />
      </Card>
    </Section>
  );
}

function InReview({ proof: { submittedAt, dueAt, isLate } }: { proof: Proof }): ReactElement {
  const format = useTimeFormat();
  return (
    <>
      <p className="prose text-ink-2">{isLate ? m.customer_proof_late() : m.customer_proof_waits()}</p>
      <Timeline
        items={[
          { key: 'due', state: 'now', what: m.customer_proof_decided_by(), when: dueAt ? formatTime(dueAt, format) : '', at: dueAt ?? undefined },
          { key: 'in', state: 'done', what: m.customer_proof_received(), when: submittedAt ? formatTime(submittedAt, format) : '', at: submittedAt ?? undefined },
        ]}
      />
    </>
  ); // prettier-ignore
}

function Refused({ proof: { items } }: { proof: Proof }): ReactElement {
  const refused = items.filter(({ refusal }) => refusal !== null);
  return (
    <>
      <p className="prose">{m.customer_proof_refused_lead()}</p>
      <ul className="grid gap-4">
        {refused.map(({ item, refusal }) =>
          refusal ? (
            <li key={item} className="grid gap-1">
              <b className="font-medium">
                {m.customer_proof_refused_item({ item: itemWord(item), reason: refusalWord(refusal.reason) })}
              </b>
              {refusal.note === '' ? null : (
                <p className="prose">{m.customer_proof_note({ note: refusal.note })}</p>
              )}
              <p className="prose text-ink-2">{adviceFor(refusal.reason)}</p>
            </li>
          ) : null,
        )}
      </ul>
      <Button variant="primary" wide render={<Link to="/me/identity/prove" />}>
        {m.customer_proof_send_rest()}
      </Button>
    </>
  );
}

function Begun({ proof: { items } }: { proof: Proof }): ReactElement {
  const done = items.filter(({ state }) => state === 'given').length;
  return (
    <>
      <p className="prose text-ink-2">{m.customer_proof_begun({ done, count: items.length })}</p>
      <Button variant="primary" wide render={<Link to="/me/identity/prove" />}>
        {m.customer_proof_go_on()}
      </Button>
    </>
  );
}

/** Taking it back deletes what was sent, so it is asked once more. */
function Withdraw({ proof }: { proof: Proof }): ReactElement {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      const identity = await call(identityProofApi.withdrawProof, { params: { id: proof.id }, body: {} });
      setAsking(false);
      queries.setQueryData(identityQuery.queryKey, identity);
    }, [proof.id, queries]),
  );
  return (
    <>
      <Button variant="quiet" wide onClick={() => setAsking(true)}>
        {m.customer_proof_withdraw()}
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={m.customer_proof_withdraw_ask()}>
        <p className="prose text-ink-2">{m.customer_proof_withdraw_text()}</p>
        <Hint error={submit.failure} />
        <div className="mt-5 grid gap-3">
          <Button
            variant="danger"
            wide
            busy={submit.busy}
            busyLabel={m.customer_proof_withdrawing()}
            onClick={() => void submit.run()}
          >
            {m.customer_proof_withdraw_do()}
          </Button>
          <Button wide onClick={() => setAsking(false)}>
            {m.customer_proof_keep()}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
