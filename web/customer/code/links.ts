import type { CodeKind } from '#common/pay-code';
import { draft } from '#web/draft.ts';

/** What a link or a code carries waits in the tab while somebody signs in: it stands in no address that a server sees. */
const kept = draft<{ kind: string; token: string }>('link', ['kind', 'token']);
/** Longer are those of money to pick up. */
const FORM = { person: /^[\w-]{22}$/, request: /^[\w-]{22}$/, pickup: /^[\w-]{43}$/ } as const;
export type LinkKind = CodeKind | 'pickup';

export const keepLink = ({ kind, token }: { kind: LinkKind; token: string }): void =>
  kept.write({ kind, token });

/** The token of a link of this kind; null where there is none, or it is not whole. */
export function keptLink(kind: LinkKind): string | null {
  const link = kept.read();
  return link?.kind === kind && FORM[kind].test(link.token) ? link.token : null;
}

/** It has done its work. */
export const forgetLink = (): void => kept.clear();
