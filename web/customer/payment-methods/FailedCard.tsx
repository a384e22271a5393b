import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { renderReason } from '#common/reason-text';
import type { WireReason } from '#common/reasons';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { ReasonCard } from '#ui/ReasonCard.tsx';
import type { KeptCard } from './kept-cards-query.ts';

type Props = { reason: WireReason; replaces: KeptCard['replaces'] };
/** Why a card is not kept, and the way to another one, in the same place. */
export function FailedCard({ reason, replaces }: Props): ReactElement {
  const format = useTimeFormat();
  const now = new Date(format.now).toISOString();
  const text = renderReason(reason, format.locale, { timeZone: format.timeZone, now });
  return (
    <ReasonCard
      happened={
        <>
          <b>{text.title}</b> {text.happened}
        </>
      }
      money={<b>{text.money}</b>}
      next={text.next}
      actions={
        <Button
          size="small"
          render={<Link to="/me/payment-methods/add" search={replaces ? { replaces } : {}} />}
        >
          {replaces ? m.cards_replace() : m.cards_add()}
        </Button>
      }
    />
  );
}
