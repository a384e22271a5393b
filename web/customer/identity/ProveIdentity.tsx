import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { isFileItem } from '#common/identity-proof';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Card } from '#ui/Card.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { itemWord } from '#web/proof-words.ts';
import { HandIn } from './HandIn.tsx';
import { identityQuery, type Proof, type ProofAnswer } from './identity-query.ts';
import { SendFile } from './SendFile.tsx';
import { WriteAnswers } from './WriteAnswers.tsx';

type Step = { readonly key: string; readonly title: string; readonly items: readonly ProofAnswer[] };

/** What is written comes together, each file has a step of its own, the last one shows all. What was accepted is not asked again. */
function stepsOf({ items }: Proof): Step[] {
  const open = items.filter(({ state }) => state !== 'accepted');
  const written = open.filter(({ item }) => !isFileItem(item));
  const files = open.filter(({ item }) => isFileItem(item));
  return [
    ...(written.length > 0 ? [{ key: 'words', title: m.customer_proof_step_words(), items: written }] : []),
    ...files.map((answer) => ({ key: answer.item, title: itemWord(answer.item), items: [answer] })),
    { key: 'check', title: m.customer_proof_step_check(), items },
  ];
}
const isGiven = ({ items }: Step): boolean =>
  items.every(({ state }) => state === 'given' || state === 'accepted');

/** Step by step; what was given is kept on the server, so that another device can go on. */
export function ProveIdentity(): ReactElement {
  const query = useQuery(identityQuery);
  useEffect(() => {
    document.title = `${m.customer_identity_prove()} · OKPay`;
  }, []);
  const bar = <AppBar title={m.customer_identity_prove()} back={<Link to="/me/identity" />} />;
  if (query.isPending)
    return (
      <PageColumn bar={bar} tight>
        <SkeletonText lines={8} />
      </PageColumn>
    );
  if (!query.data)
    return (
      <PageColumn bar={bar} tight>
        <Card>
          <FailedState
            title={m.customer_identity_failed()}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        </Card>
      </PageColumn>
    );
  const { proof } = query.data;
  if (!proof || (proof.state !== 'collecting' && proof.state !== 'needs_input'))
    return <Navigate to="/me/identity" replace />;
  return <Steps key={`${proof.id} ${proof.round}`} bar={bar} proof={proof} />;
}

function Steps({ bar, proof }: { bar: ReactElement; proof: Proof }): ReactElement {
  const steps = stepsOf(proof);
  // Who comes back goes on where something is missing; from then on it is the person who goes.
  const [at, setAt] = useState(() => {
    const first = steps.findIndex((step) => !isGiven(step));
    return first < 0 ? steps.length - 1 : first;
  });
  const place = Math.min(at, steps.length - 1);
  const step = steps[place];
  if (!step) return <Navigate to="/me/identity" replace />;
  const next = (): void => setAt(place + 1);
  const head = (
    <div className="grid gap-1">
      <p className="text-13 text-ink-3">{m.customer_proof_step({ step: place + 1, count: steps.length })}</p>
      <h2 className="text-20 font-semibold">{step.title}</h2>
    </div>
  );
  const back = place > 0 ? (): void => setAt(place - 1) : null;
  const shared = { bar, head, proof, onBack: back };
  if (step.key === 'check') return <HandIn {...shared} />;
  const [answer] = step.items;
  return step.key === 'words' || !answer ? (
    <WriteAnswers key="words" {...shared} items={step.items} onDone={next} />
  ) : (
    <SendFile key={answer.item} {...shared} answer={answer} onDone={next} />
  );
}
