import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { formatDeskTime, formatMoney } from '#common/format';
import { shortId } from '#common/id';
import { fromWire } from '#common/money';
import type { RiskFact } from '#common/risk-rule';
import * as m from '#messages';
import { DefinitionRows } from '#ui/DefinitionRows.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { goesTo, listedWords, matchedWords, type PaymentReview } from '#web/review-words.ts';
import { factValue, factWord } from '#web/rule-words.ts';
import { staffQuery } from '../session.ts';
import { ApproveReview } from './ApproveReview.tsx';
import { DecideReview } from './DecideReview.tsx';

/** One held payment: who, how much, what matched and on which facts; and the decision. */
export function ReviewDrawer({
  review,
  onClose,
}: {
  review: PaymentReview | null;
  onClose: () => void;
}): ReactElement {
  return (
    <Dialog open={review !== null} onClose={onClose} title={m.console_review()} form="drawer">
      {review ? <Details key={review.id} review={review} onDone={onClose} /> : null}
    </Dialog>
  );
}

function Details({ review, onDone }: { review: PaymentReview; onDone: () => void }): ReactElement {
  const format = useTimeFormat();
  const { data: staff } = useQuery(staffQuery);
  const { locale } = format;
  const { proposal, currency } = review;
  const facts = Object.entries(review.facts) as [RiskFact, string][];
  const at = (time: string): ReactElement => <span className="num">{formatDeskTime(time, format)}</span>;
  return (
    <div className="grid gap-5 pb-6">
      <DefinitionRows
        ruled
        rows={[
          { label: m.console_hit_payment(), value: <span className="num">{shortId(review.id)}</span> },
          { label: m.console_review_payer(), value: review.payer.name },
          { label: m.console_review_payee(), value: goesTo(review) },
          {
            label: m.console_review_sum(),
            value: <b className="num">{formatMoney(fromWire(review.amount), { locale })}</b>,
          },
          { label: m.console_review_since(), value: at(review.since) },
          { label: m.console_review_due(), value: at(review.dueAt) },
          { label: m.console_review_rules(), value: matchedWords(review, locale) },
          ...listedWords(review).map((value) => ({ label: m.console_screening_listed(), value })),
        ]}
      />
      {proposal ? (
        <ApproveReview proposal={proposal} isOwn={staff?.id === proposal.by.id} onDone={onDone} />
      ) : (
        <DecideReview
          id={review.id}
          needsTwo={review.needsTwo}
          isListed={review.listed !== null}
          onDone={onDone}
        />
      )}
      {facts.length > 0 ? (
        <section className="grid gap-2">
          <h3 className="text-15 font-semibold">{m.console_review_facts()}</h3>
          <DefinitionRows
            tight
            rows={facts.map(([fact, value]) => ({
              label: factWord(fact),
              value: <span className="num">{factValue(fact, value, { locale, currency })}</span>,
            }))}
          />
        </section>
      ) : null}
    </div>
  );
}
