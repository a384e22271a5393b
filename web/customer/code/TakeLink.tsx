import { useRouter } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import type { CodeKind } from '#common/pay-code';
import * as m from '#messages';
import { keepLink } from './links.ts';

const KINDS: Record<string, CodeKind | undefined> = { '/requests/link': 'request', '/code/link': 'person' };
/** Null on another address: the page may be drawn once more on the way to signing in. */
function readLink(): { kind: CodeKind; token: string } | null {
  const kind = KINDS[location.pathname];
  return kind ? { kind, token: location.hash.slice(1) } : null;
}

/** Where a link to a request or a person leads, signed in or not. Its token stands behind the `#`. */
export function TakeLink(): ReactElement {
  const router = useRouter();
  const [link] = useState(readLink);
  useEffect(() => {
    if (!link) return;
    keepLink(link);
    void router.navigate({ to: link.kind === 'request' ? '/requests/open' : '/pay/code', replace: true });
  }, [link, router]);
  return <p className="sr">{m.persons_link_opening()}</p>;
}
