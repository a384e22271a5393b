// What proves the ledger from outside, from the command line: its laws, its chain, anchors, and keys that are not to be believed any more.
import fs from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { supportApi } from '#common/api/support';
import type { PublishedKey } from '#common/signature';
import {
  type Anchor,
  exportAnchor,
  LAW_COUNT,
  readAnchor,
  SEAL_LAW_COUNT,
  verify,
  verifySeals,
} from '#ledger';
import { brokenStaffRecord, STAFF_LAW_COUNT } from '#identity';
import { brokenCounterHomes, COUNTER_LAW_COUNT } from '#risk';
import { type Clock, systemClock } from '#platform/clock';
import { parseSettings } from '#platform/config';
import type { Db } from '#platform/db';
import { OperatorError } from '#platform/operator-error';
import { openSigningKeys, publishedKeysIn, revokeSigningKey } from '#platform/signing-keys';
import { newKeyId } from './parts.ts';

type Opened = { readonly db: Db; readonly clock: Clock };
type Env = NodeJS.ProcessEnv;

export const keysFolder = (env: Env): string => join(parseSettings(env, ['data']).data, 'keys');

function contentOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new OperatorError(`${file} cannot be read`, { cause: error });
  }
}

/** Published keys as `/.well-known/okpay-keys.json` gives them, from a copy that was kept, else those of this machine. */
function keysFrom(file: string | undefined, env: Env): readonly PublishedKey[] {
  if (file === undefined) return publishedKeysIn(keysFolder(env));
  try {
    return z.parse(supportApi.publicKeys.ok, JSON.parse(contentOf(file))).keys;
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(`${file} does not hold published keys`, { cause: error });
  }
}

function anchorFrom(file: string | undefined): Anchor | null {
  if (file === undefined) return null;
  const anchor = readAnchor(contentOf(file));
  if (!anchor) throw new OperatorError(`${file} is no anchor`);
  return anchor;
}

/** Every law, and the chain of blocks. Ends with 1 if something is not as it should be, and names it. */
export async function verifyLedger({ db }: Opened, args: string[], env: Env): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { anchor: { type: 'string' }, keys: { type: 'string' }, archive: { type: 'string' } },
  });
  const anchor = anchorFrom(values.anchor);
  const { archive } = values;
  const chain = await verifySeals(db, { keys: keysFrom(values.keys, env), anchor, archive });
  const violations = [
    ...(await verify(db)),
    ...chain.violations,
    ...(await brokenCounterHomes(db.read)),
    ...(await brokenStaffRecord(db.read)),
  ];
  for (const { law, subject, found } of violations) console.log(`${law}: ${subject}: ${found}`);
  console.log(
    `${chain.blocks} blocks sealed, ${chain.unsealed} transfers not yet; ${anchor ? `anchored at block ${anchor.number}` : 'no anchor given: an end that was cut off would not show'}`,
  );
  const { parts, rowsRead } = chain.archived;
  if (parts > 0 || archive !== undefined)
    console.log(
      `${parts} parts of the journal are archived; ${archive === undefined ? 'their files were not read: --archive DIR does' : `${rowsRead} rows read from ${archive}`}`,
    );
  console.log(
    `${LAW_COUNT + SEAL_LAW_COUNT + COUNTER_LAW_COUNT + STAFF_LAW_COUNT} laws checked, ${violations.length} violations`,
  );
  if (violations.length > 0) process.exitCode = 1;
}

export async function writeAnchor({ db, clock }: Opened, file: string | undefined, env: Env): Promise<void> {
  if (!file) throw new OperatorError('name the file: npm run okpay -- export anchor FILE');
  const signingKeys = openSigningKeys({
    folder: keysFolder(env),
    createIfNone: false,
    newKeyId,
    now: clock.now(),
  });
  const anchor = await exportAnchor(db.read, { clock, signingKeys });
  if (!anchor) throw new OperatorError('nothing is sealed yet; a running server seals about every second');
  fs.writeFileSync(file, anchor.text);
  console.log(
    `Block ${anchor.block} is anchored in ${file}. Keep it where nobody who can reach the database can.`,
  );
}

export function revokeKey(args: string[], env: Env): void {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { reason: { type: 'string' } },
  });
  const [id] = positionals;
  const { reason } = values;
  if (!id || !reason || reason.length > 200)
    throw new OperatorError('usage: npm run okpay -- keys revoke ID --reason TEXT (at most 200 letters)');
  switch (revokeSigningKey(keysFolder(env), { id, reason, at: systemClock.now() })) {
    case 'revoked':
      console.log(
        `${id} is revoked. Restart every server process: until then it signs on, and nobody is told.`,
      );
      return;
    case 'unknown':
      throw new OperatorError(`${id} is no signing key of ${keysFolder(env)}`);
    case 'revoked_before':
      throw new OperatorError(`${id} is revoked already`);
    case 'last_one':
      throw new OperatorError(
        `${id} is the only key that signs; make another one first: npm run okpay -- keys create`,
      );
  }
}
