import { useCallback, type ReactElement } from 'react';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Hint } from '#ui/Field.tsx';
import { useSubmit } from '#web/use-submit.ts';

export type SecondDecision = 'approve' | 'reject' | 'withdraw';
type Props = {
  /** Whoever is here proposed it, and may only take it back. */
  isOwn: boolean;
  approve?: string;
  /** Sends it and says what came of it; a refusal of the server is told here. */
  decide: (decision: SecondDecision) => Promise<void>;
};

/** What the second pair of eyes can press. */
export function SecondEyes({ isOwn, approve = m.console_proposal_approve(), decide }: Props): ReactElement {
  const yes = useSubmit(useCallback(() => decide('approve'), [decide]));
  const no = useSubmit(useCallback(() => decide(isOwn ? 'withdraw' : 'reject'), [decide, isOwn]));
  return (
    <div className="grid justify-items-start gap-3">
      {isOwn ? <p className="prose text-ink-2">{m.console_proposal_own()}</p> : null}
      <div className="flex flex-wrap gap-3">
        {isOwn ? null : (
          <Button
            variant="primary"
            busy={yes.busy}
            busyLabel={m.console_proposal_busy()}
            onClick={() => void yes.run()}
          >
            {approve}
          </Button>
        )}
        <Button busy={no.busy} busyLabel={m.console_proposal_busy()} onClick={() => void no.run()}>
          {isOwn ? m.console_proposal_withdraw() : m.console_proposal_reject()}
        </Button>
      </div>
      <Hint error={yes.failure ?? no.failure} />
    </div>
  );
}
