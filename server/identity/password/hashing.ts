import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Keyring } from '#platform/keys';
import { Refused } from '#platform/problem';

/** OWASP's first choice for argon2id: 19 MiB (what PASSWORD_MEMORY_KIB says when nothing is said), two passes, one lane. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** KiB that each new hash takes. A change re-hashes each password at its next sign-in. */
let memory = MEMORY_KIB;
const prefix = (): string => `$argon2id$v=19$m=${memory},t=${PASSES},p=${LANES}$`;

/** Sets what the operator's PASSWORD_MEMORY_KIB says, before anything is hashed. */
export function hashWith({ memoryKiB }: { memoryKiB: number }): void {
  memory = memoryKiB;
}

/** Bounds of what a stored string may ask for, so that a damaged row cannot take the machine's memory. */
const MEMORY_KIB_MAX = 262_144;
const PASSES_MAX = 16;

/** Computations at once: libuv has four threads, and files and names need one too. Each takes 19 MiB while it runs. */
const AT_ONCE = 3;
/** Computations that may wait; at 30 ms each the last of them has an answer within three seconds. */
const WAITING_MAX = 300;

const deriveKey = promisify(argon2);
const waiting: (() => void)[] = [];
let running = 0;
let computed = 0;

/** How busy the hashing is, and how many hashes were computed since the start; equal work is counted by it. */
export const hashingLoad = (): { running: number; waiting: number; computed: number } => ({
  running,
  waiting: waiting.length,
  computed,
});

/** Runs at most `AT_ONCE` at a time, in order of arrival; who would wait too long is told to come back. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < AT_ONCE) running += 1;
  else if (waiting.length >= WAITING_MAX)
    throw new Refused({ code: 'temporarily_unavailable' }, { retryAfterSeconds: 3 });
  else await new Promise<void>((go) => waiting.push(go)); // Whoever ends hands its place on.
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

type Cost = { memory: number; passes: number; parallelism: number };

function compute(password: string, salt: Uint8Array, cost: Cost, bytes: number): Promise<Buffer> {
  computed += 1;
  // NFKC, so that the same keys pressed on another system give the same password. Source: NIST SP 800-63B §3.1.1.2.
  const message = Buffer.from(password.normalize('NFKC'), 'utf8');
  return inTurn(() => deriveKey('argon2id', { message, nonce: salt, ...cost, tagLength: bytes }));
}

const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** A PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const begins = prefix();
  const hash = await compute(password, salt, { memory, passes: PASSES, parallelism: LANES }, HASH_BYTES);
  return `${begins}${unpadded(salt)}$${unpadded(hash)}`;
}

/** Stands in where there is no account, so that the work and the time are those of a wrong password. Its hash belongs to no password. */
export const noPassword = (): string =>
  `${prefix()}${unpadded(randomBytes(SALT_BYTES))}$${unpadded(randomBytes(HASH_BYTES))}`;

export async function isPassword(phc: string, password: string): Promise<boolean> {
  const { cost, salt, hash } = parsePhc(phc);
  return timingSafeEqual(await compute(password, salt, cost, hash.length), hash);
}

/** True when it was hashed with parameters that are no longer ours. */
export const isOutdated = (phc: string): boolean => !phc.startsWith(prefix());

/** The open part of a PHC string, as it is kept beside the sealed one. */
export const parametersOf = (phc: string): string => {
  const [, kind = '', , parameters = ''] = phc.split('$');
  return `${kind} ${parameters}`;
};

function parsePhc(phc: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(phc);
  if (!match) throw new Error('a stored password is no argon2id string');
  const [, memory, passes, lanes, salt = '', hash = ''] = match;
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(lanes) };
  if (cost.memory > MEMORY_KIB_MAX || cost.passes > PASSES_MAX)
    throw new Error('a stored password asks for too much work');
  return { cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
}

/** A hash as it is kept: sealed with a key outside of the database (the pepper) and bound to whose it is, so that it fits no other row. */
export type SealedPassword = { box: string; parameters: string };
export const sealPassword = (keys: Keyring, phc: string, whose: string): SealedPassword => ({
  box: keys.encrypt(phc, whose),
  parameters: parametersOf(phc),
});
export const openPassword = (keys: Keyring, sealed: { box: string }, whose: string): string =>
  keys.decrypt(sealed.box, whose);
