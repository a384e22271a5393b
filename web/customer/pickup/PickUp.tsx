import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { pickupApi } from '#common/api/pickup';
import type { OkOf } from '#common/api/route';
import { formatMoney, formatTime } from '#common/format';
import { fromWire } from '#common/money';
import * as m from '#messages';
import { Amount } from '#ui/Amount.tsx';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { useTimeFormat } from '#ui/format.ts';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { Loaded } from '../app/Loaded.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { BrokenLink } from '../code/BrokenLink.tsx';
import { forgetLink, keptLink } from '../code/links.ts';

/** What waits behind the link, for whoever has proven its address; one press credits it. */
export function PickUp(): ReactElement {
  const [token] = useState(() => keptLink('pickup'));
  useEffect(() => {
    document.title = `${m.persons_pickup_title()} · OKPay`;
  }, []);
  return token === null ? <BrokenLink /> : <Known token={token} />;
}

function Known({ token }: { token: string }): ReactElement {
  const query = useQuery({
    queryKey: ['pickup', token],
    queryFn: ({ signal }) => call(pickupApi.openPickup, { body: { token }, signal }),
    retry: false,
  });
  return (
    <SubPage bar={<AppBar title={m.persons_pickup_title()} back={<Link to="/home" />} />}>
      <Loaded
        query={query}
        loading={<SkeletonText lines={4} />}
        failed={{ title: m.persons_pickup_failed(), text: m.persons_pickup_failed_text() }}
      >
        {(waiting) =>
          waiting.entry === null ? (
            <Waiting token={token} waiting={waiting} />
          ) : (
            <Theirs entry={waiting.entry} />
          )
        }
      </Loaded>
    </SubPage>
  );
}

/** The link was followed once more after the money had come: its entry says the rest. */
function Theirs({ entry }: { entry: string }): ReactElement {
  const router = useRouter();
  useEffect(() => {
    forgetLink();
    router.history.replace(`/entry/${entry}`);
  }, [entry, router]);
  return <SkeletonText lines={4} />;
}

type Props = { token: string; waiting: OkOf<typeof pickupApi.openPickup> };

function Waiting({ token, waiting: { amount, from, note, until } }: Props): ReactElement {
  const format = useTimeFormat();
  const queries = useQueryClient();
  const router = useRouter();
  const sum = fromWire(amount);
  const submit = useSubmit(
    useCallback(async () => {
      const entry = await call(pickupApi.pickUp, { body: { token } });
      forgetLink();
      for (const queryKey of [['accounts'], ['entries']]) void queries.invalidateQueries({ queryKey });
      router.history.replace(`/entry/${entry.id}`);
    }, [queries, router, token]),
  );
  return (
    <>
      <section>
        <div className="text-13 text-ink-2">{m.persons_pickup_from({ name: from })}</div>
        <Amount money={sum} size="big" />
        {note ? <p className="mt-1 text-13 text-ink-2">{m.customer_note({ note })}</p> : null}
      </section>
      <p className="prose text-ink-2">{m.persons_pickup_until({ when: formatTime(until, format) })}</p>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : null}
      <Button
        variant="primary"
        wide
        busy={submit.busy}
        busyLabel={m.persons_pickup_doing()}
        onClick={() => void submit.run()}
      >
        {m.persons_pickup_do({ amount: formatMoney(sum, { locale: format.locale }) })}
      </Button>
    </>
  );
}
