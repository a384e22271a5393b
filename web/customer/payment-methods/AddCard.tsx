import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import { keptCardApi } from '#common/api/kept-card';
import { cardText } from '#common/card-scheme';
import type { Id } from '#common/id';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Dock } from '#ui/Dock.tsx';
import { PageColumn } from '#ui/PageColumn.tsx';
import { call, newId, untilAnswered } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { siteQuery } from '../auth/AuthLayout.tsx';
import { ProofSheets } from '../pay/ProofSheets.tsx';
import { useProof } from '../pay/use-proof.ts';
import { meQuery } from '../session.ts';
import { CardFields } from '../top-up/CardFields.tsx';
import { type TypedCard, useCardFrame } from '../top-up/use-card-frame.ts';
import { keptCardsQuery } from './kept-cards-query.ts';
import type { AddCardSearch } from './search.ts';

/** A card to keep: typed into the acquirer's frame, proven by the payment password, confirmed with its bank. */
export function AddCard(): ReactElement {
  const { replaces: wanted }: AddCardSearch = useSearch({ strict: false });
  const { data: me } = useQuery(meQuery);
  const { data: cards } = useQuery(keptCardsQuery);
  const [typed, setTyped] = useState<TypedCard | null>(null);
  const frame = useCardFrame(useCallback(() => document.getElementById('keep')?.click(), []));
  const { tokenize } = frame;
  useEffect(() => {
    document.title = `${m.cards_add()} · OKPay`;
  }, []);
  const read = useSubmit(useCallback(async () => setTyped(await tokenize()), [tokenize]));
  // Removed meanwhile, it has no place to give.
  const replaced = cards?.items.find(({ id, state }) => id === wanted && state === 'kept');
  const replaces = cards ? (replaced?.id ?? null) : (wanted ?? null);
  const old = replaced?.card ?? null;
  return (
    <PageColumn
      tight
      bar={<AppBar beginHere title={m.cards_add()} back={<Link to="/me/payment-methods" />} />}
      foot={
        <Dock>
          {me?.hasPaymentPassword === false ? (
            <Button
              variant="primary"
              wide
              render={<Link to="/me/payment-password" search={{ next: '/me/payment-methods/add' }} />}
            >
              {m.customer_set_payment_password_first()}
            </Button>
          ) : (
            <Button
              id="keep"
              variant="primary"
              wide
              busy={read.busy}
              busyLabel={m.cards_adding()}
              unavailable={frame.valid ? null : m.customer_top_up_card_missing()}
              onClick={() => void read.run()}
            >
              {m.cards_add_do()}
            </Button>
          )}
        </Dock>
      }
    >
      <p className="prose text-ink-2">{m.cards_add_lead()}</p>
      {old ? (
        <Banner tone="quiet">
          {m.cards_fact_replaces()} {cardText(old)}
        </Banner>
      ) : null}
      <CardFields frame={frame} />
      {typed ? <Confirm typed={typed} replaces={replaces} onClose={() => setTyped(null)} /> : null}
    </PageColumn>
  );
}

type ConfirmProps = { typed: TypedCard; replaces: Id<'kc'> | null; onClose: () => void };
/** The payment password for exactly this card; then its bank, where it asks. */
function Confirm({ typed, replaces, onClose }: ConfirmProps): ReactElement {
  const { token: cardToken, card } = typed;
  const { data: site } = useQuery(siteQuery);
  const [id] = useState(() => newId('kc'));
  const queries = useQueryClient();
  const router = useRouter();
  const keep = useCallback(
    async (stepUpId: Id<'su'>) => {
      const body = { id, cardToken, stepUpId, replaces };
      const added = await untilAnswered(() =>
        call(keptCardApi.addKeptCard, { idempotencyKey: `${id}.${stepUpId}`, body }),
      );
      await queries.invalidateQueries({ queryKey: keptCardsQuery.queryKey });
      if (added.challengeUrl) return location.assign(added.challengeUrl);
      router.history.replace(`/me/payment-methods?card=${id}`);
    },
    [cardToken, id, queries, replaces, router],
  );
  const currency = site?.baseCurrency ?? 'CNY';
  const toProve = useMemo(
    () => ({ action: 'keep_card', amount: '0', currency, cardToken }) as const,
    [cardToken, currency],
  );
  const proving = useProof(toProve, keep);
  return (
    <ProofSheets
      open
      onClose={onClose}
      proving={proving}
      facts={[
        { label: m.cards_fact_card(), value: card ? cardText(card) : m.customer_card() },
        { label: m.cards_fact_charge(), value: m.cards_fact_nothing() },
      ]}
      label={m.cards_add_do()}
      busyLabel={m.cards_adding()}
    />
  );
}
