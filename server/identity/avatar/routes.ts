import { profileApi } from '#common/api/profile';
import type { CustomerId } from '#common/id';
import { ok } from '#common/result';
import type { Reader } from '#platform/db';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { drawAnew } from './draw-anew.ts';
import * as store from './store.ts';

/** A picture as an address that holds it: it is small, and nobody has to be asked who may fetch it. */
export async function pictureOf(q: Reader, customer: CustomerId): Promise<string | null> {
  const jpeg = await store.findAvatar(q, customer);
  return jpeg && `data:image/jpeg;base64,${jpeg.toString('base64')}`;
}

export function avatarRoutes(server: Server, { db, clock }: IdentityDeps): void {
  const shown = async (customer: CustomerId) => ({ picture: await pictureOf(db.read, customer) });
  serve(server, profileApi.avatar, ({ actor }) => shown(actor.id));
  serve(server, profileApi.setAvatar, async ({ actor, body }) => {
    const drawn = await drawAnew(Buffer.from(body.image, 'base64'));
    if (!drawn.ok) return drawn;
    await db.transaction((tx) => store.saveAvatar(tx, actor.id, { jpeg: drawn.value, at: clock.now() }));
    return ok(await shown(actor.id));
  });
  serve(server, profileApi.removeAvatar, async ({ actor }) => {
    await db.transaction((tx) => store.deleteAvatar(tx, actor.id));
    return shown(actor.id);
  });
}
