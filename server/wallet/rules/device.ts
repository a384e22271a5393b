/** Characters of the mark: 132 bits of a hash of a random token, so that no two browsers share one and none can be told from it. */
const MARK_LENGTH = 22;

/** What decisions name the browser by that they were confirmed on. */
export const deviceMark = (hash: Uint8Array | null): string | null =>
  hash && Buffer.from(hash).toString('base64url').slice(0, MARK_LENGTH);
