import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { formatDeskTime } from '#common/format';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import {
  blockedWords,
  disclosureWord,
  groundWord,
  kindWord,
  nothingDueWord,
  reasonWord,
  type StaffRestriction,
} from '#web/restriction-words.ts';
import { PetitionPart } from '../desk/petition/PetitionPart.tsx';
import { staffQuery } from '../session.ts';
import { Decide } from './Decide.tsx';
import { ProposeLifting } from './ProposeLifting.tsx';

/** Who imposes what a screening has found. */
const SCREENING = 'rule:screening';

/** One restriction: who, why, how much of it is told, and the two steps of lifting it. */
export function RestrictionDrawer({
  restriction,
  onClose,
}: {
  restriction: StaffRestriction | null;
  onClose: () => void;
}): ReactElement {
  return (
    <Dialog open={restriction !== null} onClose={onClose} title={m.console_restriction()} form="drawer">
      {restriction ? <Details restriction={restriction} onDone={onClose} /> : null}
    </Dialog>
  );
}

function Details({
  restriction,
  onDone,
}: {
  restriction: StaffRestriction;
  onDone: () => void;
}): ReactElement {
  const format = useTimeFormat();
  const { data: staff } = useQuery(staffQuery);
  const { proposal, liftedAt, liftedBy, dueAt } = restriction;
  const at = (time: string): ReactElement => <span className="num">{formatDeskTime(time, format)}</span>;
  return (
    <div className="grid gap-5 pb-6">
      <DefinitionRows
        ruled
        rows={[
          { label: m.console_customer(), value: restriction.customer.name },
          { label: m.console_restriction_kind(), value: kindWord(restriction.kind) },
          { label: m.console_restriction_reason(), value: reasonWord(restriction.reason) },
          { label: m.console_restriction_told(), value: disclosureWord(restriction.disclosure) },
          { label: m.console_restriction_blocked(), value: blockedWords(restriction.blocked, format.locale) },
          {
            label: m.console_restriction_by(),
            value: restriction.by.id === SCREENING ? m.console_screening() : restriction.by.name,
          },
          { label: m.console_restriction_since(), value: at(restriction.since) },
          {
            label: m.console_restriction_due(),
            value: dueAt ? at(dueAt) : nothingDueWord(restriction.kind),
          },
          ...(restriction.note === '' ? [] : [{ label: m.console_impose_note(), value: restriction.note }]),
          ...(liftedAt && liftedBy
            ? [
                { label: m.console_restriction_lifted(), value: at(liftedAt) },
                { label: m.console_restriction_lifted_by(), value: liftedBy.name },
              ]
            : []),
        ]}
      />
      {restriction.requestId ? (
        <section className="grid gap-3" aria-label={m.petition_desk_title()}>
          <PetitionPart id={restriction.requestId} />
        </section>
      ) : null}
      {liftedAt || restriction.requestId ? null : proposal ? (
        <section className="grid gap-3">
          <h3 className="text-15 font-semibold">{m.console_proposal()}</h3>
          <DefinitionRows
            well
            rows={[
              { label: m.console_proposal_by(), value: proposal.by.name },
              { label: m.console_proposal_ground(), value: groundWord(proposal.ground) },
              { label: m.console_proposal_note(), value: proposal.note },
              { label: m.console_proposal_until(), value: at(proposal.expiresAt) },
            ]}
          />
          <Decide proposal={proposal} isOwn={staff?.id === proposal.by.id} onDone={onDone} />
        </section>
      ) : restriction.by.id === SCREENING ? (
        <p className="prose text-ink-2">
          {m.console_restriction_by_screening()}{' '}
          <Link to="/screening" className="link">
            {m.console_restriction_to_screening()}
          </Link>
        </p>
      ) : (
        <ProposeLifting id={restriction.id} onDone={onDone} />
      )}
    </div>
  );
}
