import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { moneyRequestApi } from '#common/api/money-request';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { Loaded } from '../app/Loaded.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { Pay } from '../pay/Pay.tsx';
import { BrokenLink } from './BrokenLink.tsx';
import { keptLink } from './links.ts';

/** Pays whose code was scanned: the name is shown first, the sum is the payer's. */
export function PayByCode(): ReactElement {
  const [token] = useState(() => keptLink('person'));
  return token === null ? <BrokenLink /> : <Known token={token} />;
}

function Known({ token }: { token: string }): ReactElement {
  const query = useQuery({
    queryKey: ['payable', token],
    queryFn: ({ signal }) => call(moneyRequestApi.openPayCode, { body: { token }, signal }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (query.data)
    return <Pay key={query.data.reference} found={query.data} onGone={() => void query.refetch()} />;
  return (
    <SubPage bar={<AppBar title={m.customer_pay()} back={<Link to="/scan" />} />}>
      <Loaded
        query={query}
        loading={<SkeletonText lines={5} />}
        failed={{ title: m.persons_code_failed(), text: m.persons_code_failed_text() }}
      >
        {() => null}
      </Loaded>
    </SubPage>
  );
}
