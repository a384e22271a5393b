import { isIP } from 'node:net';

/** For whom passkeys are made: the host name, and the origins of pages that may ask for them. */
export type RelyingParty = {
  /** Null where people reach us by an address: browsers make passkeys for names only. */
  readonly id: string | null;
  readonly origins: readonly string[];
};

/** Follows from the address that the operator has set. A computer's own address has the name localhost. */
export function relyingPartyOf(publicUrl: string): RelyingParty {
  const url = new URL(publicUrl);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '127.0.0.1' || host === '::1' || host === 'localhost')
    return { id: 'localhost', origins: [Object.assign(new URL(url), { hostname: 'localhost' }).origin] };
  return isIP(host) ? { id: null, origins: [] } : { id: host, origins: [url.origin] };
}
