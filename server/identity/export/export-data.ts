import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import type { CustomerId } from '#common/id';
import { invariant } from '#common/result';
import { paperText } from '#common/signed-paper';
import { receiptOf } from '#ledger';
import type { DataPart } from '#common/data-part';
import type { Reader } from '#platform/db';
import { findAvatar } from '../avatar/store.ts';
import type { IdentityDeps } from '../deps.ts';
import { findCustomer } from '../profile/store.ts';
import { recordSecurityEvent } from '../session/start-session.ts';
import type { Client } from '../session/client.ts';
import { collectData } from './collect-data.ts';
import { csvOf } from './csv.ts';
import { sentFiles } from './sent-files.ts';

const FORMAT = 'okpay data export v1';
/** Receipts put in, of the newest entries; an older one is saved from its entry. Each costs a walk through the seals. */
const RECEIPTS_MAX = 1_000;

type Files = Record<string, Uint8Array>;
type Asked = { readonly customer: CustomerId; readonly client: Client };

/** Everything that is kept of somebody, in one archive that is made now and kept nowhere. That it was made is a security event. */
export async function exportData(deps: IdentityDeps, { customer, client }: Asked) {
  const { db, clock } = deps;
  await db.transaction((tx) => recordSecurityEvent(tx, clock, customer, 'data_exported', client));
  const files = await filesOf(db.read, deps, customer);
  const day = clock.now().toString().slice(0, 10);
  return { name: `okpay-${day}.zip`, zip: Buffer.from(zipSync(files)).toString('base64') };
}

/** The files of the archive; the last one is the signed list of the others. */
async function filesOf(read: Reader, deps: IdentityDeps, customer: CustomerId): Promise<Files> {
  const { clock, signingKeys } = deps;
  const known = await findCustomer(read, customer);
  invariant(known !== null, 'who asks for the own data exists');
  const { parts, entries } = await collectData(read, deps, customer);
  const issuedAt = clock.now().toString();
  const { locale, timeZone } = known;
  const files: Files = {
    'index.html': strToU8(deps.dataPage(parts, { locale, timeZone, issuedAt })),
    ...partFiles(parts),
    ...(await pictureFile(read, customer)),
    ...(await sentFiles(read, deps, customer)),
    ...(await receiptFiles(
      read,
      deps,
      customer,
      entries.slice(0, RECEIPTS_MAX).map(({ id }) => id),
    )),
  };
  const manifest = {
    format: FORMAT,
    account: customer,
    issuedAt,
    files: Object.entries(files).map(([name, content]) => ({
      name,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    })),
    keyId: signingKeys.current,
  };
  const { signature } = signingKeys.sign(FORMAT, paperText(manifest));
  return { ...files, 'manifest.json': strToU8(JSON.stringify({ ...manifest, signature }, null, 2)) };
}

async function pictureFile(read: Reader, customer: CustomerId): Promise<Files> {
  const jpeg = await findAvatar(read, customer);
  return jpeg ? { 'data/picture.jpg': jpeg } : {};
}

const partFiles = (parts: readonly DataPart[]): Files =>
  Object.fromEntries(
    parts.flatMap(({ name, rows }) => [
      [`data/${name}.json`, strToU8(JSON.stringify(rows, null, 2))],
      [`data/${name}.csv`, strToU8(csvOf(rows))],
    ]),
  );

/** What the ledger wrote of each payment, sealed, as a file that anybody can check. */
async function receiptFiles(
  read: Reader,
  { signingKeys }: Pick<IdentityDeps, 'signingKeys'>,
  owner: CustomerId,
  entries: readonly string[],
): Promise<Files> {
  const files: Files = {};
  for (const operationId of entries) {
    const answer = await receiptOf(read, { operationId, owner }, signingKeys);
    if (answer.state === 'sealed')
      files[`receipts/${operationId}.receipt.json`] = strToU8(JSON.stringify(answer.receipt, null, 2));
  }
  return files;
}
