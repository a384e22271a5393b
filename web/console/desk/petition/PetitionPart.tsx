import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, type ReactElement } from 'react';
import { api } from '#common/api/index';
import type { CaseId } from '#common/id';
import * as m from '#messages';
import { FailedState } from '#ui/FailedState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import type { StaffPetition } from '#web/petition-words.ts';
import { restrictionsQuery, staffQuery, type Staff } from '../../session.ts';
import { AskAgain } from './AskAgain.tsx';
import { DecidePetition } from './DecidePetition.tsx';
import { GivenItems } from './GivenItems.tsx';
import { ProposeDecision } from './ProposeDecision.tsx';
import { PetitionFacts } from './PetitionFacts.tsx';

export type PetitionChanged = (shown?: StaffPetition) => Promise<void>;

/** What a customer asks to be decided: what was given for it, what is proposed, who decides. */
export function PetitionPart({ id }: { id: CaseId }): ReactElement {
  const { data: staff } = useQuery(staffQuery);
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['staff-petition', id],
    queryFn: ({ signal }) => call(api.staffPetition, { params: { id }, signal }),
  });
  const renew = useCallback<PetitionChanged>(
    async (shown) => {
      if (shown) queries.setQueryData(['staff-petition', id], shown);
      const keys = [['console-case', id], ['queue'], ['messages', id], restrictionsQuery.queryKey];
      if (!shown) keys.push(['staff-petition', id]);
      await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
    [id, queries],
  );
  const { data } = query;
  if (data && staff)
    return (
      <div className="grid gap-4">
        <PetitionFacts petition={data} />
        <GivenItems petition={data} mayJudge={mayAct(data, staff)} onDone={renew} />
        <Next petition={data} staff={staff} onDone={renew} />
      </div>
    );
  return query.isError ? (
    <FailedState
      title={m.petition_desk_failed()}
      onRetry={() => void query.refetch()}
      retrying={query.isFetching}
    />
  ) : (
    <SkeletonText lines={3} />
  );
}

/** What must not be told is decided by staff for risk. */
const mayAct = ({ decidedBy }: StaffPetition, { role }: Staff): boolean =>
  decidedBy === 'desk' || role === 'risk';

/** What can be done now: one thing after the other. */
function Next({
  petition,
  staff,
  onDone,
}: {
  petition: StaffPetition;
  staff: Staff;
  onDone: PetitionChanged;
}): ReactElement | null {
  if (petition.state === 'decided' || petition.state === 'ended') return null;
  if (!mayAct(petition, staff))
    return <p className="prose text-13 text-ink-2">{m.petition_desk_risk_only()}</p>;
  if (petition.state === 'asking')
    return <p className="text-13 text-ink-2">{m.petition_desk_waiting_customer()}</p>;
  const open = petition.proposals.find(({ decision }) => decision === null);
  if (open && petition.beingDecided)
    return (
      <DecidePetition
        id={petition.case.id}
        proposal={open}
        isUnseen={petition.unopened.length > 0}
        staff={staff}
        onDone={onDone}
      />
    );
  return (
    <div className="grid gap-5 panel:grid-cols-2">
      <ProposeDecision petition={petition} onDone={onDone} />
      {petition.roundsLeft > 0 && petition.contests === null && petition.items.length > 0 ? (
        <AskAgain petition={petition} onDone={onDone} />
      ) : null}
    </div>
  );
}
