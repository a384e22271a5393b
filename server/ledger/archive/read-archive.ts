// Archived parts, read again for `verify`: their files are those that were signed, and make what stays of them in the database.
import fs from 'node:fs';
import type { PublishedKey } from '#common/signature';
import type { Tx } from '#platform/db';
import { OperatorError } from '#platform/operator-error';
import { PART_BITS } from '../parts/store.ts';
import { carriedHashOf } from './carry-over.ts';
import { Fold } from './fold.ts';
import { digestOf, type Manifest, manifestFault, readManifest } from './manifest.ts';
import { filesFault, readRows } from './part-file.ts';
import * as store from './store.ts';

export type ArchiveFault = { readonly subject: string; readonly found: string };
const faultOf = (number: number, found: string): ArchiveFault => ({
  subject: `archived part ${number}`,
  found,
});

type Known = { readonly part: store.ArchivedPart; readonly manifest: Manifest };

/** What the database says of its archived parts, against what was signed; nothing is read from files. */
export async function keptFaults(
  tx: Tx,
  parts: readonly store.ArchivedPart[],
  { keys, rowsAreRead }: { keys: readonly PublishedKey[]; rowsAreRead: boolean },
): Promise<ArchiveFault[]> {
  const faults: ArchiveFault[] = [];
  let previous = '';
  for (const [index, part] of parts.entries()) {
    const fault = (found: string): void => void faults.push(faultOf(part.number, found));
    if (part.number !== index) fault(`is kept, but part ${index} is not`);
    const manifest = readManifest(part.manifest);
    if (!manifest || manifest.part !== part.number) fault('its manifest cannot be read');
    else {
      const unsigned = await manifestFault(manifest, keys, { rowsAreRead });
      if (unsigned !== null) fault(`its manifest proves nothing: ${unsigned}`);
      if (manifest.previous !== previous) fault('its manifest names another part before it than the one that is there'); // prettier-ignore
      if (!isSameAs(part, manifest)) fault('it was entered with other figures than were signed');
      for (const found of await changedSince(tx, manifest)) fault(found);
    }
    previous = digestOf(part.manifest);
  }
  return faults;
}

const isSameAs = (part: store.ArchivedPart, manifest: Manifest): boolean =>
  part.rows.toString() === manifest.rows &&
  part.refused.toString() === manifest.refused &&
  part.rows_hash.toString('hex') === manifest.rowsHash &&
  part.ids_hash.toString('hex') === manifest.idsHash &&
  part.carried_hash.toString('hex') === manifest.carriedHash;

async function changedSince(tx: Tx, manifest: Manifest): Promise<string[]> {
  const kept = await store.keptNow(tx, manifest.part);
  const found: string[] = [];
  if (kept.rows.toString() !== manifest.rows || kept.ids_hash.toString('hex') !== manifest.idsHash)
    found.push(`of its ${manifest.rows} used ids ${kept.rows} stand here, or some were changed`);
  if (kept.carried_hash.toString('hex') !== manifest.carriedHash)
    found.push('where it left the accounts was changed');
  if (kept.reasons.toString() !== manifest.refused)
    found.push(`of the reasons of its ${manifest.refused} refusals ${kept.reasons} stand here`);
  return found;
}

/** The rows of all archived parts, in order, as far as they can be read; what is wrong is told to `hear` on the way. */
export class ArchiveReader {
  /** Rows that were read and compared. */
  rows = 0n;
  /** Whether a file could not be believed: then nothing after it is read. */
  isBroken = false;
  private readonly stream: AsyncGenerator<Buffer>;
  private ahead: Buffer | undefined;

  constructor(
    tx: Tx,
    {
      folder,
      parts,
      hear,
    }: { folder: string; parts: readonly store.ArchivedPart[]; hear: (fault: ArchiveFault) => void },
  ) {
    // prettier-ignore
    if (!fs.existsSync(folder)) throw new OperatorError(`${folder} is not there`);
    this.stream = this.read(tx, folder, parts, hear);
  }

  /** The rows up to this number that were not handed out yet. */
  async upTo(last: bigint): Promise<Buffer[]> {
    const rows: Buffer[] = [];
    for (;;) {
      if (!this.ahead) {
        const next = await this.stream.next();
        if (next.done) return rows;
        this.ahead = next.value;
      }
      if (this.ahead.readBigInt64BE(0) > last) return rows;
      rows.push(this.ahead);
      this.ahead = undefined;
    }
  }

  private async *read(
    tx: Tx,
    folder: string,
    parts: readonly store.ArchivedPart[],
    hear: (fault: ArchiveFault) => void,
  ): AsyncGenerator<Buffer> {
    // prettier-ignore
    for (const part of parts) {
      const manifest = readManifest(part.manifest);
      const fault = manifest ? await filesFault(folder, manifest, part.manifest) : 'its manifest cannot be read'; // prettier-ignore
      if (!manifest || fault !== null) {
        this.isBroken = true;
        hear(faultOf(part.number, fault ?? ''));
        return;
      }
      const first = BigInt(part.number) << PART_BITS;
      const fold = new Fold(await store.earlierHolds(tx, { first, last: first + (1n << PART_BITS) - 1n }));
      for await (const row of readRows(folder, manifest.file)) {
        const wrong = fold.add(row);
        if (wrong !== null) hear(faultOf(part.number, wrong));
        this.rows += 1n;
        yield row;
      }
      for (const found of await differences(tx, { part, manifest }, fold)) hear(faultOf(part.number, found));
    }
  }
}

/** What the file makes, against what was signed when it was archived. */
async function differences(tx: Tx, { manifest }: Known, fold: Fold): Promise<string[]> {
  const found: string[] = [];
  const { rows, refused, rowsHash, idsHash } = fold.result();
  const same = rows.toString() === manifest.rows && refused.toString() === manifest.refused && rowsHash.toString('hex') === manifest.rowsHash && idsHash.toString('hex') === manifest.idsHash; // prettier-ignore
  if (!same) found.push('its file holds other rows than were signed');
  const carried = await carriedHashOf(tx, manifest.part, fold);
  if ('fault' in carried) found.push(carried.fault);
  else if (carried.hash.toString('hex') !== manifest.carriedHash)
    found.push('its file leaves the accounts elsewhere than was signed');
  return found;
}
