import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { signedText, type PublishedKey } from '#common/signature';
import type { Temporal } from './clock.ts';
import { KeysMissing } from './keys.ts';

/**
 * Keys for what outsiders must be able to check: Ed25519, one file `<id>.signing.json` each, readable by its owner only.
 * Ids sort by age; the newest that is not revoked signs, all of them are published.
 */
export type SigningKeys = {
  /** A signature over purpose and text (`#common/signature`), and the key it was made with. */
  sign(purpose: string, text: string): { readonly keyId: string; readonly signature: string };
  /** Id of the key that signs now, for papers that name it within what is signed. */
  readonly current: string;
  readonly published: readonly PublishedKey[];
};

const keyFile = z.object({
  id: z.string().regex(/^[\w-]{1,40}$/),
  validFrom: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  /** Why, for everybody to read; files from before revocations had reasons carry none. */
  revocationReason: z.string().min(1).max(200).nullable().default(null),
  /** Private and public part in base64url, as a JWK has them. Source: RFC 8037 §2. */
  d: z.string().regex(/^[\w-]{43}$/),
  x: z.string().regex(/^[\w-]{43}$/),
});
type SigningKey = z.output<typeof keyFile>;
const SUFFIX = '.signing.json';

/** Makes a key in memory, e.g. for a test or before it is written. */
export function newSigningKey(id: string, validFrom: Temporal.Instant): SigningKey {
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return keyFile.parse({
    id,
    validFrom: validFrom.toString(),
    revokedAt: null,
    revocationReason: null,
    d,
    x,
  });
}

/** Writes a new key that only the owner can read. Never overwrites. */
export function createSigningKey(folder: string, id: string, validFrom: Temporal.Instant): void {
  const file = join(folder, id + SUFFIX);
  writeFileSync(file, `${JSON.stringify(newSigningKey(id, validFrom), null, 2)}\n`, {
    mode: 0o600,
    flag: 'wx',
  });
  chmodSync(file, 0o600);
}

/** Reads the key files of a folder; `createIfNone` (the sandbox) makes the first one. */
export function openSigningKeys({
  folder,
  createIfNone,
  newKeyId,
  now,
}: {
  folder: string;
  createIfNone: boolean;
  newKeyId: () => string;
  now: Temporal.Instant;
}): SigningKeys {
  if (createIfNone) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (signingFiles(folder).length === 0) createSigningKey(folder, newKeyId(), now);
  }
  const files = signingFiles(folder);
  if (files.length === 0) throw new KeysMissing(`no signing key (*${SUFFIX}) in ${folder}`);
  return signingKeysOf(files.map((file) => readSigningKey(join(folder, file))));
}

const signingFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .sort();

function readSigningKey(file: string): SigningKey {
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) !== 0)
    throw new KeysMissing(`${file} can be read by others (mode ${mode.toString(8)}); run: chmod 600 ${file}`);
  const parsed = keyFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new KeysMissing(`${file} is not a signing key`);
  return parsed.data;
}

/** Keys in memory; `openSigningKeys` is what the server uses. */
export function signingKeysOf(keys: readonly SigningKey[]): SigningKeys {
  const byAge = keys.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const current = byAge.findLast(({ revokedAt }) => revokedAt === null);
  if (!current) throw new KeysMissing('every signing key is revoked; a new one is needed');
  const privateKey: KeyObject = createPrivateKey({
    key: { kty: 'OKP', crv: 'Ed25519', d: current.d, x: current.x },
    format: 'jwk',
  });
  return {
    current: current.id,
    sign: (purpose, text) => ({
      keyId: current.id,
      signature: sign(null, Buffer.from(signedText(purpose, text)), privateKey).toString('base64url'),
    }),
    published: byAge.map(publishedOf),
  };
}

const publishedOf = ({ id, x, validFrom, revokedAt, revocationReason }: SigningKey): PublishedKey => ({
  id,
  algorithm: 'Ed25519',
  publicKey: x,
  validFrom,
  revokedAt,
  revocationReason,
});

/** The public halves of a folder's keys, revoked ones too; none where there is no such folder. */
export function publishedKeysIn(folder: string): PublishedKey[] {
  if (!existsSync(folder)) return [];
  return signingFiles(folder).map((file) => publishedOf(readSigningKey(join(folder, file))));
}

export type Revocation = { readonly id: string; readonly reason: string; readonly at: Temporal.Instant };

/** Says in a key's file that it may have been stolen. The last good key is not revoked: first there is a new one. */
export function revokeSigningKey(
  folder: string,
  { id, reason, at }: Revocation,
): 'revoked' | 'unknown' | 'revoked_before' | 'last_one' {
  const keys = existsSync(folder)
    ? signingFiles(folder).map((file) => readSigningKey(join(folder, file)))
    : [];
  const key = keys.find((each) => each.id === id);
  if (!key) return 'unknown';
  if (key.revokedAt !== null) return 'revoked_before';
  if (!keys.some((each) => each.id !== id && each.revokedAt === null)) return 'last_one';
  const file = join(folder, id + SUFFIX);
  const revoked = keyFile.parse({ ...key, revokedAt: at.toString(), revocationReason: reason });
  // Beside it and then over it, so that no crash leaves half a key.
  writeFileSync(`${file}.new`, `${JSON.stringify(revoked, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return 'revoked';
}
