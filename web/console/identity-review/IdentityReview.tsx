import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { BadgeCheck } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/index';
import * as m from '#messages';
import { AsyncView } from '#ui/AsyncView.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { ThreePane } from '#ui/ThreePane.tsx';
import { useToast } from '#ui/Toast.tsx';
import { call, problemIn } from '#web/call.ts';
import { asyncOf } from '#web/use-async.ts';
import { type Submission, useSubmit } from '#web/use-submit.ts';
import { Documents } from './Documents.tsx';
import { type OpenedProof, openedQuery, proofsQuery, type QueuedProof } from './proof-queries.ts';
import { ProofQueue } from './ProofQueue.tsx';
import { RefuseDialog } from './RefuseDialog.tsx';
import { useKeys } from './use-keys.ts';
import { Verdict } from './Verdict.tsx';

/** Proofs of identity, oldest first: the queue, the documents, and beside them what was written. */
export function IdentityReview(): ReactElement {
  const { id } = useParams({ strict: false });
  const query = useQuery(proofsQuery);
  useEffect(() => {
    document.title = `${m.console_proofs()} · OKPay`;
  }, []);
  const queue = (
    <AsyncView<QueuedProof[], unknown>
      view={asyncOf<QueuedProof[]>({ ...query, data: query.data?.items }, (items) => items.length === 0)}
      loading={() => (
        <div className="p-4">
          <SkeletonText lines={6} />
        </div>
      )}
      empty={() => (
        <EmptyState icon={<BadgeCheck size={26} aria-hidden="true" />} title={m.console_proofs_none()}>
          {m.console_proofs_none_text()}
        </EmptyState>
      )}
      failed={(error) => (
        <FailedState
          title={m.console_proofs_failed()}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        >
          {problemIn(error)?.detail || m.common_no_answer()}
        </FailedState>
      )}
      full={(rows) => <ProofQueue rows={rows} selected={id} />}
    />
  );
  return id ? <Opened key={id} id={id} queue={queue} /> : <Closed queue={queue} />;
}

const Closed = ({ queue }: { queue: ReactElement }): ReactElement => (
  <ThreePane
    queue={queue}
    queueLabel={m.console_proofs()}
    conversation={
      <div className="p-6">
        <EmptyState icon={<BadgeCheck size={26} aria-hidden="true" />} title={m.console_proof_choose()}>
          {m.console_proof_choose_text()}
        </EmptyState>
      </div>
    }
    panel={null}
    panelLabel={m.console_proof_data()}
    isOpen={false}
    panelShown={false}
    onPanelClose={() => undefined}
  />
);

function Opened({ id, queue }: { id: string; queue: ReactElement }): ReactElement {
  const query = useQuery(openedQuery(id));
  const navigate = useNavigate();
  const [panelShown, setPanelShown] = useState(false);
  const [refusing, setRefusing] = useState(false);
  const { data: proof } = query;
  const leave = useCallback(() => void navigate({ to: '/identity' }), [navigate]);
  const approve = useApproval(id, leave);
  useKeys({
    a: () => (proof && !proof.row.isOwn ? void approve.run() : undefined),
    r: () => setRefusing(proof !== undefined),
  });
  const panel = proof ? <Verdict proof={proof} approve={approve} onRefuse={() => setRefusing(true)} /> : null;
  return (
    <>
      <ThreePane
        queue={queue}
        queueLabel={m.console_proofs()}
        conversation={
          <AsyncView<OpenedProof, unknown>
            view={asyncOf(query)}
            loading={() => (
              <div className="p-6">
                <SkeletonText lines={8} />
              </div>
            )}
            empty={() => null}
            failed={(error) => (
              <div className="p-6">
                <FailedState
                  title={m.console_proof_gone()}
                  onRetry={() => void query.refetch()}
                  retrying={query.isFetching}
                >
                  {problemIn(error)?.detail || m.common_no_answer()}
                </FailedState>
              </div>
            )}
            full={(opened) => <Documents proof={opened} onBack={leave} onPanel={() => setPanelShown(true)} />}
          />
        }
        panel={panel}
        panelLabel={m.console_proof_data()}
        isOpen
        panelShown={panelShown}
        onPanelClose={() => setPanelShown(false)}
      />
      {proof ? (
        <RefuseDialog proof={proof} open={refusing} onClose={() => setRefusing(false)} onDone={leave} />
      ) : null}
    </>
  );
}

function useApproval(id: string, onDone: () => void): Submission {
  const queries = useQueryClient();
  const toast = useToast();
  return useSubmit(
    useCallback(async () => {
      const { state } = await call(api.decideProof, { params: { id }, body: { decision: 'approve' } });
      toast(state === 'second_review' ? m.console_proof_to_colleague() : m.console_proof_approved());
      await queries.invalidateQueries({ queryKey: proofsQuery.queryKey });
      onDone();
    }, [id, onDone, queries, toast]),
  );
}
