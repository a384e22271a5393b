import { profileApi } from '#common/api/profile';
import type { CustomerId } from '#common/id';
import { err, ok } from '#common/result';
import type { Reader } from '#platform/db';
import { serve, type Server } from '#platform/http';
import { squareImage } from '#platform/uploads/image';
import type { IdentityDeps } from '../deps.ts';
import * as store from './store.ts';

/** Sharp on every screen at 48 points; the browser sends a small square, and what is much larger comes from somewhere else. */
const PICTURE = { side: 160, quality: 80, pixelsMax: 4_000_000 };

/** A picture as an address that holds it: it is small, and nobody has to be asked who may fetch it. */
export async function pictureOf(q: Reader, customer: CustomerId): Promise<string | null> {
  const jpeg = await store.findAvatar(q, customer);
  return jpeg && `data:image/jpeg;base64,${jpeg.toString('base64')}`;
}

export function avatarRoutes(server: Server, { db, clock }: IdentityDeps): void {
  const shown = async (customer: CustomerId) => ({ picture: await pictureOf(db.read, customer) });
  serve(server, profileApi.avatar, ({ actor }) => shown(actor.id));
  serve(server, profileApi.setAvatar, async ({ actor, body }) => {
    const jpeg = await squareImage(Buffer.from(body.image, 'base64'), PICTURE);
    if (!jpeg) return err({ code: 'avatar_not_usable' as const });
    await db.transaction((tx) => store.saveAvatar(tx, actor.id, { jpeg, at: clock.now() }));
    return ok(await shown(actor.id));
  });
  serve(server, profileApi.removeAvatar, async ({ actor }) => {
    await db.transaction((tx) => store.deleteAvatar(tx, actor.id));
    return shown(actor.id);
  });
}
