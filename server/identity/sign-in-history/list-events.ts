import type { z } from 'zod';
import { type securityEventSchema, SIGN_IN_KINDS } from '#common/api/identity';
import type { CustomerId } from '#common/id';
import type { IdentityDeps } from '../deps.ts';
import * as store from './store.ts';

type Wanted = {
  readonly only?: 'sign_ins' | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};
type Page = { readonly items: z.input<typeof securityEventSchema>[]; readonly next: string | null };

/** A page of a person's own events, each with the place that the operator's data know for it. Null when the cursor is none of ours. */
export async function listEvents(
  { db, placeOf }: Pick<IdentityDeps, 'db' | 'placeOf'>,
  customer: CustomerId,
  { only, cursor, limit }: Wanted,
): Promise<Page | null> {
  const before = cursor === undefined ? null : parseCursor(cursor);
  if (cursor !== undefined && before === null) return null;
  const kinds = only === 'sign_ins' ? SIGN_IN_KINDS : null;
  const rows = await store.listEvents(db.read, customer, { kinds, before, limit: limit + 1 });
  const items = rows.slice(0, limit).map(({ id, at, kind, device, ip }) => ({
    id: String(id),
    at: at.toString(),
    kind,
    device,
    ip,
    place: ip === null ? null : placeOf(ip),
  }));
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? cursorOf(last.id) : null };
}

const cursorOf = (id: string): string => Buffer.from(id).toString('base64url');

function parseCursor(cursor: string): bigint | null {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  return /^\d{1,18}$/.test(text) ? BigInt(text) : null;
}
