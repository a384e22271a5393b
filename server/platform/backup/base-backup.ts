// A physical copy of a running cluster, as the server itself sends it over the replication protocol: checksums of all pages looked at,
// with the WAL that brings the copy to one moment, and PostgreSQL's own list of files with their SHA-256.
import pg from 'pg';
import { z } from 'zod';
import { OperatorError } from '../operator-error.ts';
import type { Unpacked } from './tar.ts';
import { copyMessages } from './copy-streams.ts';

export type BaseBackup = {
  /** The bytes of the tar, to be read to their end first. */
  readonly tar: AsyncGenerator<Buffer>;
  /** PostgreSQL's list of files; there once the tar was read. */
  readonly fileList: () => Buffer;
};

/** Has the server checkpoint at once and send itself. The slot keeps WAL from being recycled before it was sent. */
export async function withBaseBackup<T>(
  adminUrl: string,
  label: string,
  work: (backup: BaseBackup) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: adminUrl,
    replication: 'true',
  } as pg.ClientConfig);
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(`CREATE_REPLICATION_SLOT okpay_backup_${process.pid} TEMPORARY PHYSICAL RESERVE_WAL`);
    const files: Buffer[] = [];
    const messages = copyMessages(
      client,
      `BASE_BACKUP (label '${label.replaceAll("'", "''")}', checkpoint 'fast', wal true, wait false, manifest 'yes', manifest_checksums 'SHA256')`,
    );
    return await work({ tar: tarOf(messages, files), fileList: () => Buffer.concat(files) });
  } finally {
    await client.end();
  }
}

/** First byte of a message: a new archive, data of what is being sent, progress, the list of files. */
const KIND = { archive: 0x6e, bytes: 0x64, progress: 0x70, fileList: 0x6d };

async function* tarOf(messages: AsyncIterable<Buffer>, fileList: Buffer[]): AsyncGenerator<Buffer> {
  let archives = 0;
  let inFileList = false;
  for await (const message of messages) {
    switch (message[0]) {
      case KIND.archive:
        archives += 1;
        if (archives > 1)
          throw new OperatorError('this cluster has tablespaces, which a backup of ours does not know');
        break;
      case KIND.fileList:
        inFileList = true;
        break;
      case KIND.bytes:
        if (inFileList) fileList.push(message.subarray(1));
        else yield message.subarray(1);
        break;
      case KIND.progress:
        break;
      default:
        throw new OperatorError('PostgreSQL sent something that is not understood while it was copied');
    }
  }
}

const fileListSchema = z.object({
  Files: z.array(
    z.object({
      Path: z.string(),
      Size: z.number(),
      'Checksum-Algorithm': z.literal('SHA256'),
      Checksum: z.string(),
    }),
  ),
});

/** Compares what was unpacked with PostgreSQL's own list. WAL and what is made anew at every start stand outside of it. */
export function refuseUnlike(fileList: Buffer, unpacked: Unpacked): void {
  const { Files: files } = fileListSchema.parse(JSON.parse(fileList.toString()));
  const wrong = files.filter(({ Path, Size, Checksum }) => {
    const found = unpacked.get(Path);
    return !found || found.size !== Size || found.sha256 !== Checksum;
  });
  if (files.length === 0 || wrong.length > 0)
    throw new OperatorError(
      `${wrong.length} files are not as PostgreSQL sent them, first ${wrong[0]?.Path ?? 'none'}: take another backup`,
    );
}
