import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { formatDeadline, formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ReasonCard } from '#ui/ReasonCard.tsx';
import type { Status } from '../session.ts';
import { AskLift } from './AskLift.tsx';
import { Undo } from './Undo.tsx';

type Restriction = Status['restrictions'][number];

/** One restriction by the three answers of every refusal: what happened, your money, what comes next. */
export function OneRestriction({
  restriction,
  receives,
  isFirst,
  undo,
}: {
  restriction: Restriction;
  /** Whether money still arrives, whatever this one blocks. */
  receives: boolean;
  isFirst: boolean;
  undo: Status['undo'];
}): ReactElement {
  const format = useTimeFormat();
  const { why, since, liftedBy } = restriction;
  const itself = liftedBy === 'itself' ? DOING[why] : undefined;
  const canUndo = undo !== null && undo.ways.length > 0;
  return (
    <ReasonCard
      happened={WHY[why]({ when: formatTime(since, format) })}
      money={receives ? m.customer_status_money_arrives() : m.customer_status_money_refused()}
      next={itself ? itself.next() : nextOf(restriction, undo, format)}
      actions={
        <>
          {canUndo ? <Undo undo={undo} /> : null}
          {itself?.to ? (
            <Button variant={isFirst ? 'primary' : 'line'} render={<Link to={itself.to} />}>
              {itself.word()}
            </Button>
          ) : null}
          {why === 'owner_closes' ? (
            <Button variant="primary" render={<Link to="/me/closing" />}>
              {m.customer_closing_see()}
            </Button>
          ) : (
            <AskLift
              restriction={restriction}
              isMain={!canUndo && isFirst && !itself?.to}
              label={
                itself
                  ? itself.to
                    ? m.customer_status_ask_person()
                    : itself.word()
                  : undo !== null && !canUndo
                    ? m.customer_status_identity_check()
                    : m.petition_ask_lift()
              }
            />
          )}
          <Button variant="quiet" render={<Link to="/help-me" />}>
            {m.customer_status_write()}
          </Button>
        </>
      }
    />
  );
}

/** What its owner does, and it lifts by itself: where to, or where there is no place of its own, by the request that asks for it. */
const DOING: Partial<
  Record<
    Restriction['why'],
    { next: () => string; word: () => string; to: '/me/identity' | '/top-up' | null }
  >
> = {
  document_expired: {
    next: m.customer_status_next_document_expired,
    word: m.customer_status_do_document_expired,
    to: '/me/identity',
  },
  debt_unpaid: {
    next: m.customer_status_next_debt_unpaid,
    word: m.customer_status_do_debt_unpaid,
    to: '/top-up',
  },
  too_many_failures: {
    next: m.customer_status_next_too_many_failures,
    word: m.customer_status_do_too_many_failures,
    to: null,
  },
};

const WHY: Record<Restriction['why'], (facts: { when: string }) => string> = {
  owner_asked: m.customer_status_why_owner_asked,
  owner_disowned: m.customer_status_why_owner_disowned,
  owner_closes: m.customer_status_why_owner_closes,
  owner_told_us: m.customer_status_why_owner_told_us,
  suspected_takeover: m.customer_status_why_suspected_takeover,
  too_many_failures: m.customer_status_why_too_many_failures,
  document_expired: m.customer_status_why_document_expired,
  debt_unpaid: m.customer_status_why_debt_unpaid,
  data_inconsistent: m.customer_status_why_data_inconsistent,
  payments_review: m.customer_status_why_payments_review,
  not_told: m.customer_status_why_not_told,
};

/** Who acts next, by when, and what lifts it. */
function nextOf(
  { why, dueAt, isLate }: Restriction,
  undo: Status['undo'],
  format: ReturnType<typeof useTimeFormat>,
): string {
  if (why === 'owner_closes') return m.customer_status_next_closing();
  if (undo)
    return undo.ways.length > 0
      ? m.customer_status_next_undo()
      : m.customer_status_next_identity({ days: undo.daysMin });
  if (!dueAt) return m.customer_status_next_open();
  const when = formatDeadline(dueAt, format);
  return isLate ? m.customer_status_next_late({ when }) : m.customer_status_next_review({ when });
}
