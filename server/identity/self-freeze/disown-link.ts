import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import type { CustomerId } from '#common/id';
import type { Clock } from '#platform/clock';
import { randomToken } from '#platform/crypto';
import type { Keyring } from '#platform/keys';

/** Days a "this wasn't me" link works: people read such mails late, and what it does can be undone. */
export const DISOWN_DAYS = 7;
/** What the token is good for: this and nothing else. */
const CONTEXT = 'disown link';
const content = z.strictObject({ c: idSchema('cus'), until: z.number().int(), salt: z.string() });

type Sealing = { readonly clock: Clock; readonly keys: Keyring };

/**
 * The token of a link that freezes an account. Sealed instead of kept: nothing is written for the many mails that nobody disowns. It
 * is used up by the restriction that it causes.
 */
export function disownToken({ clock, keys }: Sealing, customer: CustomerId): string {
  const until = clock.now().add({ hours: DISOWN_DAYS * 24 }).epochMilliseconds;
  return keys.encrypt(JSON.stringify({ c: customer, until, salt: randomToken() }), CONTEXT);
}

/** Whose account it freezes; null for a token that is not ours, for another purpose, or too old. */
export function readDisownToken({ clock, keys }: Sealing, token: string): CustomerId | null {
  try {
    const { c, until } = content.parse(JSON.parse(keys.decrypt(token, CONTEXT)));
    return clock.now().epochMilliseconds < until ? c : null;
  } catch {
    return null; // Changed, cut off, sealed for something else or by a key that is gone: to whoever holds it that is all the same.
  }
}

/** Where security notices lead. The token stands behind the `#`, so that no log on the way sees it. */
export const disownPath = (token: string): string => `/not-me#token=${encodeURIComponent(token)}`;
