import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { HandCoins, QrCode } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import { moneyRequestApi } from '#common/api/money-request';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Dialog } from '#ui/Dialog.tsx';
import { ListRow } from '#ui/ListRow.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { TextLink } from '#ui/TextLink.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { Loaded } from '../app/Loaded.tsx';
import { SubPage } from '../app/SubPage.tsx';
import { QrPicture } from './QrPicture.tsx';

const codeQuery = queryOptions({
  queryKey: ['pay-code'],
  queryFn: ({ signal }) => call(moneyRequestApi.payCode, { body: {}, signal }),
});
const ICON = { size: 20, 'aria-hidden': true } as const;

/** How to be paid: the own code, one with a sum, and requests. */
export function MyCode(): ReactElement {
  const query = useQuery(codeQuery);
  useEffect(() => {
    document.title = `${m.persons_code()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.persons_receive()} back={<Link to="/home" />} />}>
      <Loaded
        query={query}
        loading={<SkeletonText lines={6} />}
        failed={{ title: m.persons_code_failed(), text: m.persons_code_failed_text() }}
      >
        {({ code }) => (
          <>
            <QrPicture text={code} name="okpay-code" />
            <p className="prose text-ink-2">{m.persons_code_lead()}</p>
          </>
        )}
      </Loaded>
      <Card>
        <ListRow
          icon={<QrCode {...ICON} />}
          title={m.persons_code_with_sum()}
          render={<Link to="/requests/new" search={{ by: 'link' }} />}
        />
        <ListRow
          icon={<HandCoins {...ICON} />}
          title={m.persons_home_requests()}
          render={<Link to="/requests" />}
        />
      </Card>
      <Renew />
    </SubPage>
  );
}

/** A new code makes the old one worthless, so it is asked for twice. */
function Renew(): ReactElement {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(async () => {
      queries.setQueryData(codeQuery.queryKey, await call(moneyRequestApi.renewPayCode, { body: {} }));
      setAsking(false);
    }, [queries]),
  );
  return (
    <>
      <TextLink alone className="justify-self-start" onPress={() => setAsking(true)}>
        {m.persons_code_renew()}
      </TextLink>
      <Dialog open={asking} onClose={() => setAsking(false)} title={m.persons_code_renew_title()}>
        <p className="prose text-ink-2">{m.persons_code_renew_text()}</p>
        <div className="mt-5 grid gap-3">
          {submit.failure ? (
            <p className="hint bad" role="alert">
              {submit.failure}
            </p>
          ) : null}
          <Button
            variant="danger-line"
            wide
            busy={submit.busy}
            busyLabel={m.persons_code_renewing()}
            onClick={() => void submit.run()}
          >
            {m.persons_code_renew()}
          </Button>
          <Button wide onClick={() => setAsking(false)}>
            {m.persons_code_keep()}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
