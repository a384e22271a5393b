import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { MessageSquare } from 'lucide-react';
import { useEffect, type ReactElement } from 'react';
import { formatDeadline } from '#common/format';
import { parseId } from '#common/id';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { outcomeWord, type Petition, PETITION_TITLES, WHY_WORDS } from '#web/petition-words.ts';
import { NotLoaded } from '../app/NotLoaded.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { Decision } from './Decision.tsx';
import { Items } from './Items.tsx';
import { petitionQuery } from './petition-query.ts';

/** One page to follow a decision: what is done, what is next, who acts, by when, and at the end why it was decided so. */
export function PetitionPage(): ReactElement {
  const { caseId = '' } = useParams({ strict: false });
  const id = parseId('case', caseId);
  const query = useQuery({ ...petitionQuery(caseId), enabled: id !== null });
  const title = query.data ? PETITION_TITLES[query.data.kind]() : m.petition_desk_title();
  useEffect(() => {
    document.title = `${title} · OKPay`;
  }, [title]);
  return (
    <SubPage bar={<AppBar title={title} back={<Link to="/me/account-status" />} />}>
      {query.data ? (
        <Standing petition={query.data} />
      ) : id === null || query.isError ? (
        <NotLoaded
          error={query.error}
          title={m.petition_failed()}
          text={m.common_no_answer()}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : (
        <SkeletonText lines={6} />
      )}
    </SubPage>
  );
}

function Standing({ petition }: { petition: Petition }): ReactElement {
  return (
    <>
      <div className="grid gap-1">
        <h2 className="text-20 font-semibold">{headingOf(petition)}</h2>
        {petition.why ? (
          <p className="text-ink-2">{m.petition_about({ why: WHY_WORDS[petition.why]() })}</p>
        ) : null}
      </div>
      {petition.decision ? (
        <Decision petition={petition} decision={petition.decision} />
      ) : (
        <Card pad>
          <Next petition={petition} />
        </Card>
      )}
      {petition.items.length > 0 ? <Items petition={petition} /> : null}
      <div className="flex flex-wrap gap-3">
        <Button
          icon={<MessageSquare size={18} aria-hidden="true" />}
          render={<Link to="/help-me/$caseId" params={{ caseId: petition.case.id }} />}
        >
          {m.petition_conversation()}
        </Button>
        {petition.case.subjectId ? (
          <Button render={<Link to="/entry/$id" params={{ id: petition.case.subjectId }} />}>
            {m.petition_see_payment()}
          </Button>
        ) : null}
        {petition.kind === 'payment_claim' && !petition.decision ? (
          <Button render={<Link to="/me/account-status" />}>{m.petition_see_status()}</Button>
        ) : null}
        {petition.contests ? (
          <Button render={<Link to="/me/petitions/$caseId" params={{ caseId: petition.contests }} />}>
            {m.petition_contested()}
          </Button>
        ) : null}
      </div>
    </>
  );
}

function headingOf({ state, beingDecided, decision }: Petition): string {
  if (decision) return outcomeWord(decision.outcome);
  if (state === 'reviewing') return beingDecided ? m.petition_state_deciding() : m.petition_state_reviewing();
  return state === 'asking' ? m.petition_state_asking() : m.petition_state_ended();
}

/** Who acts next, and by when. */
function Next({ petition: { state, liftsItself, case: one } }: { petition: Petition }): ReactElement {
  const format = useTimeFormat();
  const text =
    state === 'asking'
      ? liftsItself
        ? m.petition_next_itself()
        : m.petition_next_asking()
      : state === 'ended'
        ? m.petition_next_ended()
        : one.escalated || !one.dueAt
          ? m.petition_next_late()
          : m.petition_next_reviewing({ when: formatDeadline(one.dueAt, format) });
  return (
    <p role="status" className="prose">
      {text}
    </p>
  );
}
