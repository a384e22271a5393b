import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { moneyRequestApi } from '#common/api/money-request';
import { parseId, type Id } from '#common/id';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Banner } from '#ui/Banner.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call, newId } from '#web/call.ts';
import { draft } from '#web/draft.ts';
import { Loaded } from '../app/Loaded.tsx';
import { NotThere } from '../app/RouteStates.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { ConfirmPayment } from '../pay/ConfirmPayment.tsx';
import type { PayableRequest } from './request-query.ts';

/** The payment of one request: its id is made once, so that every press and every reload is the same payment. */
const payments = draft<{ request: string; id: string }>('request-payment', ['request', 'id']);
function paymentId(request: Id<'rq'>): Id<'tr'> {
  const kept = payments.read();
  const known = kept?.request === request ? parseId('tr', kept.id) : null;
  if (known) return known;
  const id = newId('tr');
  payments.write({ request, id });
  return id;
}

/** Pays a request that the person is asked by. */
export function PayRequest(): ReactElement {
  const id = parseId('rq', useParams({ strict: false, select: ({ id: given }) => given ?? '' }));
  return id ? (
    <PayPayable
      name={id}
      open={(signal) => call(moneyRequestApi.openMoneyRequest, { params: { id }, body: {}, signal })}
    />
  ) : (
    <NotThere />
  );
}

type Props = { name: string; open: (signal: AbortSignal) => Promise<PayableRequest> };

/** Asks whom to pay, by a reference for this sum alone, and has it confirmed. Nothing is paid by opening. */
export function PayPayable({ name, open }: Props): ReactElement {
  const query = useQuery({
    queryKey: ['payable', name],
    queryFn: ({ signal }) => open(signal),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  useEffect(() => {
    document.title = `${m.customer_pay()} · OKPay`;
  }, []);
  if (query.data) return <Confirm payable={query.data} onAgain={() => void query.refetch()} />;
  return (
    <SubPage bar={<AppBar title={m.persons_request_title()} back={<Link to="/requests" />} />}>
      <Loaded
        query={query}
        loading={<SkeletonText lines={5} />}
        failed={{ title: m.persons_requests_failed(), text: m.persons_requests_failed_text() }}
      >
        {() => null}
      </Loaded>
    </SubPage>
  );
}

function Confirm({ payable, onAgain }: { payable: PayableRequest; onAgain: () => void }): ReactElement {
  const { request, payee } = payable;
  const [id] = useState(() => paymentId(request.id));
  const router = useRouter();
  return (
    <ConfirmPayment
      id={id}
      payee={payee}
      amount={fromWire(request.amount)}
      note={request.note ?? ''}
      notice={
        <Banner tone={request.isKnown ? 'quiet' : 'pending'}>
          {request.isKnown ? m.persons_known_person() : m.persons_unknown_person()}
        </Banner>
      }
      onBack={() => router.history.back()}
      onPayeeGone={onAgain}
      onDone={payments.clear}
    />
  );
}
