import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hmacSha256, isSameSecret } from '#platform/crypto';
import { OperatorError } from '#platform/operator-error';

/**
 * The installation's own keys. Each file `<id>.key` holds 32 random bytes in base64url; ids sort by age and the last one is used
 * for what is new, the older ones still open what they closed. A purpose never uses a master key itself but one derived from it.
 */
export type Keyring = {
  /** Ids from oldest to newest. */
  readonly ids: readonly string[];
  /** `<key id>.<mac>` over the text; another purpose gives another signature. */
  sign(purpose: string, text: string): string;
  verify(purpose: string, text: string, signature: string): boolean;
  /** AES-256-GCM; `context` (whose field it is) must be given again to open it, so that a box cannot be moved to another row. */
  encrypt(plain: string, context: string): string;
  /** Throws when the box was changed, belongs to another context, or its key is not here. */
  decrypt(box: string, context: string): string;
  /** The same text sealed by the newest key; null when it is already. */
  renew(box: string, context: string): string | null;
};

const KEY_BYTES = 32;
const IV_BYTES = 12; // NIST SP 800-38D §8.2: 96 bits.
const TAG_BYTES = 16;
const FILE = /^([\w-]{1,40})\.key$/;
const BOX_VERSION = 'v1';

export class KeysMissing extends OperatorError {}

/** How every box begins that the newest key has sealed. */
export const newestMark = ({ ids }: Pick<Keyring, 'ids'>): string => `${BOX_VERSION}.${ids.at(-1) ?? ''}.`;

/** Reads the key files of a folder; `createIfNone` (the sandbox) makes the first one. */
export function openKeys({
  folder,
  createIfNone,
  newKeyId,
}: {
  folder: string;
  createIfNone: boolean;
  newKeyId: () => string;
}): Keyring {
  if (createIfNone) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (keyFiles(folder).length === 0) createKey(folder, newKeyId());
  }
  const files = keyFiles(folder);
  if (files.length === 0)
    throw new KeysMissing(`no key file (*.key) in ${folder}; make one with: npm run okpay -- keys create`);
  return keyringOf(new Map(files.map((id) => [id, readKey(folder, id)])));
}

/** Writes a new key that only the owner can read. Never overwrites. */
export function createKey(folder: string, id: string): void {
  const file = join(folder, `${id}.key`);
  writeFileSync(file, `${randomBytes(KEY_BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
}

function keyFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => FILE.exec(entry.name)?.[1] ?? [])
    .sort();
}

function readKey(folder: string, id: string): Buffer {
  const file = join(folder, `${id}.key`);
  const mode = statSync(file).mode & 0o777;
  if ((mode & 0o077) !== 0)
    throw new KeysMissing(`${file} can be read by others (mode ${mode.toString(8)}); run: chmod 600 ${file}`);
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (key.length !== KEY_BYTES)
    throw new KeysMissing(`${file} does not hold ${KEY_BYTES} bytes in base64url`);
  return key;
}

/** A ring around keys in memory; `openKeys` is what the server uses. */
export function keyringOf(keys: ReadonlyMap<string, Buffer>): Keyring {
  const ids = [...keys.keys()].sort();
  const current = ids.at(-1);
  if (current === undefined) throw new KeysMissing('a keyring needs a key');
  const derived = new Map<string, Buffer>();
  const keyFor = (id: string, purpose: string): Buffer | null => {
    const master = keys.get(id);
    if (!master) return null;
    const name = `${id} ${purpose}`;
    const known = derived.get(name);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `okpay ${purpose}`, KEY_BYTES));
    derived.set(name, key);
    return key;
  };
  const mac = (id: string, purpose: string, text: string): string | null => {
    const key = keyFor(id, `sign ${purpose}`);
    return key && hmacSha256(key, text).toString('base64url');
  };
  const ring: Keyring = {
    ids,
    sign: (purpose, text) => `${current}.${mac(current, purpose, text) ?? ''}`,
    verify(purpose, text, signature) {
      const at = signature.lastIndexOf('.');
      const expected = mac(signature.slice(0, Math.max(at, 0)), purpose, text);
      return expected !== null && isSameSecret(signature.slice(at + 1), expected);
    },
    encrypt(plain, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyFor(current, 'encrypt') ?? Buffer.alloc(0), iv, {
        authTagLength: TAG_BYTES,
      });
      cipher.setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [
        BOX_VERSION,
        current,
        ...[iv, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url')),
      ].join('.');
    },
    decrypt(box, context) {
      const [version, id = '', iv = '', sealed = '', tag = ''] = box.split('.');
      const key = keyFor(id, 'encrypt');
      if (version !== BOX_VERSION || !key)
        throw new Error(`no key ${id} for a box of version ${String(version)}`);
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString(
        'utf8',
      );
    },
    renew: (box, context) =>
      box.startsWith(`${BOX_VERSION}.${current}.`) ? null : ring.encrypt(ring.decrypt(box, context), context),
  };
  return ring;
}
