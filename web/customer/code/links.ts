import type { CodeKind } from '#common/pay-code';
import { draft } from '#web/draft.ts';

/** What a link or a code carries waits in the tab while somebody signs in: it stands in no address that a server sees. */
const kept = draft<{ kind: string; token: string }>('link', ['kind', 'token']);
const FORM = /^[A-Za-z0-9_-]{22}$/;

export const keepLink = ({ kind, token }: { kind: CodeKind; token: string }): void =>
  kept.write({ kind, token });

/** The token of a link of this kind; null where there is none, or it is not whole. */
export function keptLink(kind: CodeKind): string | null {
  const link = kept.read();
  return link?.kind === kind && FORM.test(link.token) ? link.token : null;
}
