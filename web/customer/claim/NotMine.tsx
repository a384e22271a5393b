import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import type { EntryDetail } from '#web/entry-words.ts';
import { Loaded } from '../app/Loaded.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { entryQuery } from '../session.ts';
import { CardAdvice } from './CardAdvice.tsx';
import { ClaimForm } from './ClaimForm.tsx';

const titleOf = (kind: EntryDetail['kind'] | undefined): string => {
  if (kind === 'top_up') return m.petition_claim_card_title();
  return kind === 'withdrawal' ? m.petition_claim_withdrawal_title() : m.petition_claim_title();
};

/** “I did not make this payment”: what pressing does, before it is pressed; of a card, who can give the money back. */
export function NotMine(): ReactElement {
  const { id = '' } = useParams({ strict: false });
  const query = useQuery(entryQuery(id));
  const title = titleOf(query.data?.kind);
  useEffect(() => {
    document.title = `${title} · OKPay`;
  }, [title]);
  return (
    <SubPage bar={<AppBar title={title} back={<Link to="/entry/$id" params={{ id }} />} />}>
      <Loaded
        query={query}
        loading={<SkeletonText lines={6} />}
        failed={{ title: m.customer_entry_failed(), text: m.customer_entries_failed_text() }}
      >
        {(entry) =>
          entry.kind === 'top_up' ? (
            <CardAdvice isEwallet={entry.counterparty.kind === 'ewallet'} />
          ) : (
            <ClaimForm entry={entry} />
          )
        }
      </Loaded>
    </SubPage>
  );
}
