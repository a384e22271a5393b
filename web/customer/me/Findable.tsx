import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import type { OkOf } from '#common/api/route';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { Card } from '#ui/Card.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { SkeletonText } from '#ui/Skeleton.tsx';
import { call } from '#web/call.ts';
import { useSubmit } from '#web/use-submit.ts';
import { SubPage } from '../app/SubPage.tsx';
import { meQuery } from '../session.ts';

type FindableBy = OkOf<typeof api.me>['findableBy'];
const WAYS = {
  email: m.customer_findable_email,
  phone: m.customer_findable_phone,
  handle: m.customer_findable_handle,
} as const;

/** By what others find the owner to pay; each way can be switched off. */
export function Findable(): ReactElement {
  const { data: me } = useQuery(meQuery);
  useEffect(() => {
    document.title = `${m.customer_findable_title()} · OKPay`;
  }, []);
  return (
    <SubPage bar={<AppBar title={m.customer_findable_title()} back={<Link to="/me" />} />}>
      <p className="prose text-ink-2">{m.customer_findable_about()}</p>
      {me ? <Ways findableBy={me.findableBy} /> : <SkeletonText lines={3} />}
    </SubPage>
  );
}

function Ways({ findableBy }: { findableBy: FindableBy }): ReactElement {
  const queries = useQueryClient();
  const submit = useSubmit(
    useCallback(
      async (wanted: FindableBy) => {
        const before = queries.getQueryData(meQuery.queryKey);
        // The box follows the finger; a refusal puts it back.
        queries.setQueryData(meQuery.queryKey, before && { ...before, findableBy: wanted });
        try {
          queries.setQueryData(meQuery.queryKey, await call(api.updateMe, { body: { findableBy: wanted } }));
        } catch (error) {
          queries.setQueryData(meQuery.queryKey, before);
          throw error;
        }
      },
      [queries],
    ),
  );
  const ways = Object.keys(WAYS) as (keyof typeof WAYS)[];
  return (
    <>
      <Card pad className="grid gap-2">
        {ways.map((way) => (
          <Checkbox
            key={way}
            checked={findableBy[way]}
            disabled={submit.busy}
            onChange={(checked) => void submit.run({ ...findableBy, [way]: checked })}
          >
            {WAYS[way]()}
          </Checkbox>
        ))}
      </Card>
      {submit.failure ? (
        <p className="hint bad" role="alert">
          {submit.failure}
        </p>
      ) : null}
      {ways.some((way) => findableBy[way]) ? null : <p className="hint">{m.customer_findable_none()}</p>}
    </>
  );
}
