import { Link, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { api } from '#common/api/customer';
import * as m from '#messages';
import { AppBar } from '#ui/AppBar.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { call } from '#web/call.ts';
import { draft } from '#web/draft.ts';
import { SubPage } from '../app/SubPage.tsx';
import { PayPayable } from './PayRequest.tsx';

/** The token stands behind the `#`, so that no log sees it; it waits in the tab while somebody signs in. */
const links = draft<{ token: string }>('request-link', ['token']);
const FORM = /^[A-Za-z0-9_-]{22}$/;

/** Where a link to a request leads, signed in or not. */
export function TakeLink(): ReactElement {
  const router = useRouter();
  useEffect(() => {
    links.write({ token: location.hash.slice(1) });
    void router.navigate({ to: '/requests/open', replace: true });
  }, [router]);
  return <p className="sr">{m.persons_link_opening()}</p>;
}

/** The request behind the link, to be confirmed or left. */
export function OpenLink(): ReactElement {
  const [token] = useState(() => links.read()?.token ?? '');
  if (FORM.test(token))
    return (
      <PayPayable name={token} open={(signal) => call(api.openRequestLink, { body: { token }, signal })} />
    );
  return (
    <SubPage bar={<AppBar title={m.persons_request_title()} back={<Link to="/home" />} />}>
      <EmptyState title={m.persons_link_broken()}>{m.persons_link_broken_text()}</EmptyState>
    </SubPage>
  );
}
