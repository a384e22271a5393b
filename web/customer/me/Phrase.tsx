import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { AsyncView } from '#ui/AsyncView.tsx';
import { Card } from '#ui/Card.tsx';
import { FailedState } from '#ui/FailedState.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { asyncOf } from '#web/use-async.ts';
import { SubPage } from '../app/SubPage.tsx';
import { phraseQuery } from './phrase-query.ts';
import { PhraseForm } from './PhraseForm.tsx';

/** The owner's own words, by which a real mail and the real sign-in page are known. */
export function Phrase(): ReactElement {
  const query = useQuery(phraseQuery);
  useEffect(() => {
    document.title = `${m.customer_phrase_title()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.customer_phrase_title()} back={<Link to="/me" />} />}>
      <p className="prose text-ink-2">{m.customer_phrase_about()}</p>
      <AsyncView<{ phrase: string | null }, unknown>
        view={asyncOf(query)}
        loading={() => <SkeletonText lines={3} />}
        empty={() => null}
        failed={() => (
          <Card>
            <FailedState
              title={m.customer_phrase_failed()}
              onRetry={() => void query.refetch()}
              retrying={query.isFetching}
            />
          </Card>
        )}
        full={({ phrase }) => <PhraseForm key={phrase ?? ''} saved={phrase} />}
      />
    </SubPage>
  );
}
