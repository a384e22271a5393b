import { useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { CreditCard } from 'lucide-react';
import { useCallback, useState, type ReactElement } from 'react';
import { keptCardApi } from '#common/api/kept-card';
import { cardText } from '#common/card-scheme';
import { formatTime } from '#common/format';
import * as m from '#messages';
import { Button } from '#ui/Button.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { Glyph } from '#ui/Glyph.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { type KeptCard, keptCardKey, keptCardsQuery } from './kept-cards-query.ts';

/** One card: what it is known by, how it stands and who acts next; then what can be done with it. */
export function OneCard({ card }: { card: KeptCard }): ReactElement {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const router = useRouter();
  const { id, isDefault, isExpired, state } = card;
  const name = card.card ? cardText(card.card) : m.cards_unnamed();
  const anew = useCallback(() => queries.invalidateQueries({ queryKey: keptCardsQuery.queryKey }), [queries]);
  const prefer = useSubmit(
    useCallback(async () => {
      await call(keptCardApi.makeKeptCardDefault, { params: { id }, body: {} });
      await anew();
    }, [anew, id]),
  );
  const check = useSubmit(
    useCallback(async () => {
      const now = await call(keptCardApi.checkKeptCard, { params: { id }, body: {} });
      queries.setQueryData(keptCardKey(id), now);
      // It leaves the list with this: above it stands why.
      if (now.state === 'failed') router.history.replace(`/me/payment-methods?card=${id}`);
      await anew();
    }, [anew, id, queries, router]),
  );
  const remove = useSubmit(
    useCallback(async () => {
      setAsking(false);
      await call(keptCardApi.removeKeptCard, { params: { id } });
      await anew();
    }, [anew, id]),
  );
  const failure = prefer.failure ?? check.failure ?? remove.failure;
  return (
    <div className="grid grid-cols-[40px_1fr] gap-3 border-t border-line px-4 py-3 first:border-t-0">
      <Glyph>
        <CreditCard size={20} aria-hidden="true" />
      </Glyph>
      <div className="min-w-0">
        <b className="num block font-medium">{name}</b>
        <Standing card={card} />
        <div className="mt-2 flex flex-wrap gap-2">
          {card.challengeUrl ? (
            <Button size="small" variant="primary" render={<a href={card.challengeUrl}>{null}</a>}>
              {m.cards_go_to_bank()}
            </Button>
          ) : null}
          {state === 'kept' ? null : (
            <Button size="small" busy={check.busy} onClick={() => void check.run()}>
              {m.cards_check()}
            </Button>
          )}
          {isExpired ? (
            <Button size="small" render={<Link to="/me/payment-methods/add" search={{ replaces: id }} />}>
              {m.cards_replace()}
            </Button>
          ) : state === 'kept' && !isDefault ? (
            <Button size="small" busy={prefer.busy} onClick={() => void prefer.run()}>
              {m.cards_make_default()}
            </Button>
          ) : null}
          <Button size="small" variant="danger-line" busy={remove.busy} onClick={() => setAsking(true)}>
            {m.cards_remove()}
          </Button>
        </div>
        {failure ? (
          <p className="hint bad" role="alert">
            {failure}
          </p>
        ) : null}
      </div>
      <Dialog open={asking} onClose={() => setAsking(false)} title={m.cards_remove_title({ card: name })}>
        <p className="prose text-ink-2">{m.cards_remove_text()}</p>
        <div className="mt-5 grid gap-3">
          <Button variant="danger-line" wide onClick={() => void remove.run()}>
            {m.cards_remove_do()}
          </Button>
          <Button wide onClick={() => setAsking(false)}>
            {m.cards_keep()}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}

/** How it stands, in one line. */
function Standing({
  card: { state, dueAt, expiry, isExpired, isDefault },
}: {
  card: KeptCard;
}): ReactElement {
  const format = useTimeFormat();
  const when = dueAt ? formatTime(dueAt, format) : '';
  if (state === 'asked' || state === 'challenged')
    return (
      <span className="block text-13 text-pending">
        {state === 'asked' ? m.cards_asked({ when }) : m.cards_challenged({ when })}
      </span>
    );
  if (isExpired)
    return <span className="block text-13 text-danger">{m.cards_expired({ expiry: expiry ?? '' })}</span>;
  const facts = [m.cards_good_until({ expiry: expiry ?? '' }), ...(isDefault ? [m.cards_default()] : [])];
  return <span className="block text-13 text-ink-2">{facts.join(' · ')}</span>;
}
