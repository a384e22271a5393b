import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import { formatDeskTime, formatMoney } from '#common/format';
import { shortId } from '#common/id';
import { fromWire, type WireMoney } from '#common/money';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { useToast } from '#ui/Toast.tsx';
import { call } from '#web/call.ts';
import { type SecondDecision, SecondEyes } from '../SecondEyes.tsx';
import { claimsQuery, staffQuery } from '../session.ts';
import type { StaffClaim } from './ClaimQueue.tsx';
import { HoldMore } from './HoldMore.tsx';

/** One reported payment: who, how much, what is held; and holding more with four eyes. */
export function ClaimDrawer({
  claim,
  onClose,
}: {
  claim: StaffClaim | null;
  onClose: () => void;
}): ReactElement {
  return (
    <Dialog open={claim !== null} onClose={onClose} title={m.console_claim()} form="drawer">
      {claim ? <Details key={claim.caseId} claim={claim} onDone={onClose} /> : null}
    </Dialog>
  );
}

function Details({ claim, onDone }: { claim: StaffClaim; onDone: () => void }): ReactElement {
  const format = useTimeFormat();
  const { data: staff } = useQuery(staffQuery);
  const sum = (amount: WireMoney): ReactElement => (
    <span className="num">{formatMoney(fromWire(amount), { locale: format.locale })}</span>
  );
  const { proposal, addable } = claim;
  return (
    <div className="grid gap-5 pb-6">
      <DefinitionRows
        ruled
        rows={[
          { label: m.console_hit_payment(), value: <span className="num">{shortId(claim.transfer)}</span> },
          { label: m.console_claim_payer(), value: claim.payer.name },
          { label: m.console_claim_payee(), value: claim.payee.name },
          {
            label: m.console_claim_since(),
            value: <span className="num">{formatDeskTime(claim.since, format)}</span>,
          },
          { label: m.console_review_sum(), value: sum(claim.amount) },
          { label: m.console_claim_held(), value: sum(claim.held) },
          { label: m.console_claim_returned(), value: sum(claim.returned) },
          { label: m.console_claim_addable(), value: <b>{sum(addable)}</b> },
        ]}
      />
      {proposal ? (
        <Approve claim={claim} proposal={proposal} isOwn={staff?.id === proposal.by.id} onDone={onDone} />
      ) : fromWire(addable).minor > 0n ? (
        <HoldMore claim={claim} />
      ) : (
        <p className="prose text-13 text-ink-2">{m.console_claim_nothing()}</p>
      )}
    </div>
  );
}

type ApproveProps = {
  claim: StaffClaim;
  proposal: NonNullable<StaffClaim['proposal']>;
  isOwn: boolean;
  onDone: () => void;
};

/** What a colleague proposed, for the second pair of eyes. */
function Approve({ claim: { caseId }, proposal, isOwn, onDone }: ApproveProps): ReactElement {
  const format = useTimeFormat();
  const queries = useQueryClient();
  const toast = useToast();
  const amount = formatMoney(fromWire(proposal.amount), { locale: format.locale });
  const { id } = proposal;
  const decide = useCallback(
    async (decision: SecondDecision) => {
      try {
        await call(api.decideHold, { params: { id: caseId }, body: { proposalId: id, decision } });
      } finally {
        await queries.invalidateQueries({ queryKey: claimsQuery.queryKey });
      }
      toast(decision === 'approve' ? m.console_claim_done({ amount }) : m.console_claim_not_done());
      onDone();
    },
    [amount, caseId, id, onDone, queries, toast],
  );
  return (
    <section className="grid justify-items-start gap-3">
      <h3 className="text-15 font-semibold">{m.console_rule_proposal()}</h3>
      <div className="w-full">
        <DefinitionRows
          well
          rows={[
            { label: m.console_claim_amount(), value: <span className="num">{amount}</span> },
            { label: m.console_claim_note(), value: proposal.note },
            { label: m.console_proposal_by(), value: proposal.by.name },
            {
              label: m.console_proposal_until(),
              value: <span className="num">{formatDeskTime(proposal.expiresAt, format)}</span>,
            },
          ]}
        />
      </div>
      <SecondEyes isOwn={isOwn} approve={m.console_claim_approve({ amount })} decide={decide} />
    </section>
  );
}
