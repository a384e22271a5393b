// For tests of archived parts: a ledger whose parts are closed, sealed and moved out at will.
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import * as ledger from '#ledger';
import { sql } from '#platform/db';
import { openSigningKeys, type SigningKeys } from '#platform/signing-keys';
import type { World } from '#test/ledger-world';

/** Days that parts stay here. */
export const KEEP_DAYS = 31;

export type ArchiveWorld = {
  readonly folder: string;
  /** Folder of the signing keys, for another process. */
  readonly keys: string;
  readonly signingKeys: SigningKeys;
  seal(): Promise<number>;
  /** Seals all there is, closes the part that is written to, and lets it grow old enough. */
  closePart(): Promise<void>;
  archive(order?: {
    tries?: number;
    tell?: (step: ledger.Step) => void;
  }): ReturnType<typeof ledger.archiveParts>;
  /** Every law, and the chain; with the files of the archive unless they are not to be read. */
  faults(options?: { read?: boolean }): Promise<string[]>;
};

export function archiveWorld({ db, owner, urls, clock }: World): ArchiveWorld {
  const root = fs.mkdtempSync(join(tmpdir(), 'archive-'));
  after(() => fs.rmSync(root, { recursive: true, force: true }));
  const [folder, keys] = [join(root, 'archive'), join(root, 'keys')];
  const signingKeys = openSigningKeys({ folder: keys, createIfNone: true, newKeyId: () => 'k-1', now: clock.now() }); // prettier-ignore
  const seal = () => ledger.sealWhatIsWritten({ db, clock, signingKeys });
  return {
    folder,
    keys,
    signingKeys,
    seal,
    async closePart() {
      await seal();
      await sql`select ledger.rotate_journal(${clock.now().toString()})`.execute(db.read);
      clock.advance({ hours: 24 * KEEP_DAYS + 1 });
    },
    archive: (order = {}) =>
      ledger.archiveParts(
        { owner, ownerUrl: urls.ownerUrl, clock, signingKeys },
        { folder, keepDays: KEEP_DAYS, tries: 20, ...order },
      ),
    async faults({ read = true } = {}) {
      const chain = await ledger.verifySeals(db, {
        keys: signingKeys.published,
        archive: read ? folder : undefined,
      });
      return [...(await ledger.verify(db)), ...chain.violations].map(
        ({ law, subject, found }) => `${law.slice(0, 2)} ${subject}: ${found}`,
      );
    },
  };
}
