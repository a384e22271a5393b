import type { ReactElement } from 'react';
import { formatDeadline, formatTime } from '#common/format';
import * as m from '#messages';
import { useTimeFormat } from '#ui/format.ts';
import { ReasonCard } from '#ui/ReasonCard.tsx';
import { groundWord, type Petition } from '#web/petition-words.ts';
import { AppealPart } from './AppealPart.tsx';

/** What was decided, why, what it means for the money, and what can still be done about it. */
export function Decision({
  petition,
  decision: { outcome, ground, at, byItself },
}: {
  petition: Petition;
  decision: NonNullable<Petition['decision']>;
}): ReactElement {
  const format = useTimeFormat();
  const isPayment = petition.why === null;
  return (
    <ReasonCard
      happened={
        <>
          {formatTime(at, format)} · <b>{groundWord(ground)}</b>
          {byItself ? ` ${m.petition_by_itself()}` : null}
        </>
      }
      money={(isPayment ? PAYMENT_MONEY : ACCOUNT_MONEY)[outcome]()}
      next={
        petition.appealUntil
          ? m.petition_appeal_until({ when: formatDeadline(petition.appealUntil, format) })
          : outcome === 'granted'
            ? m.petition_nothing_left()
            : m.petition_final()
      }
      actions={<AppealPart petition={petition} />}
    />
  );
}

const ACCOUNT_MONEY = {
  granted: m.petition_money_account_granted,
  partly: m.petition_money_account_partly,
  refused: m.petition_money_account_refused,
} as const;
const PAYMENT_MONEY = {
  granted: m.petition_money_payment_granted,
  partly: m.petition_money_payment_partly,
  refused: m.petition_money_payment_refused,
} as const;
