import { Link, useNavigate } from '@tanstack/react-router';
import { useCallback, useState, type ReactElement } from 'react';
import { petitionApi } from '#common/api/petition';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Hint } from '#ui/Field.tsx';
import { call, newId, untilAnswered } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import type { Status } from '../session.ts';

type Restriction = Status['restrictions'][number];

/** Asks for a restriction to be lifted, or leads to where that is followed. */
export function AskLift({
  restriction: { since, request },
  isMain,
  label,
}: {
  restriction: Pick<Restriction, 'since' | 'request'>;
  isMain: boolean;
  /** What asking is called here. */
  label: string;
}): ReactElement {
  const [id] = useState(() => newId('case'));
  const navigate = useNavigate();
  const submit = useSubmit(
    useCallback(async () => {
      await untilAnswered(() =>
        call(petitionApi.openLiftRequest, { idempotencyKey: id, body: { id, since } }),
      );
      await navigate({ to: '/me/petitions/$caseId', params: { caseId: id } });
    }, [id, navigate, since]),
  );
  const variant = isMain ? 'primary' : 'line';
  const isOpen = request?.state === 'asking' || request?.state === 'reviewing';
  if (request && (isOpen || request.state === 'decided'))
    return (
      <Button
        variant={variant}
        render={<Link to="/me/petitions/$caseId" params={{ caseId: request.caseId }} />}
      >
        {m.petition_follow()}
      </Button>
    );
  return (
    <>
      <Button
        variant={variant}
        busy={submit.busy}
        busyLabel={m.petition_ask_lift_busy()}
        onClick={() => void submit.run()}
      >
        {request ? m.petition_ask_again() : label}
      </Button>
      <Hint error={submit.failure} />
    </>
  );
}
