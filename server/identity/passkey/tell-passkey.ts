import type { Passkey } from './passkey.ts';

/** A passkey as the API tells it. */
export const tellPasskey = ({ id, name, backedUp, addedAt, lastUsedAt }: Passkey) => ({
  id,
  name,
  backedUp,
  addedAt: addedAt.toString(),
  lastUsedAt: lastUsedAt?.toString() ?? null,
});
