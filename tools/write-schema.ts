// `npm run schema`: migrates a cluster that is thrown away, and writes db/schema.sql from it.
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '#platform/database-roles';
import { startEmbedded } from '#platform/embedded-postgres';
import { migrate } from '#platform/migrate';
import { schemaOf } from './introspect-schema.ts';

const dir = fs.mkdtempSync(join(tmpdir(), 'okpay-schema-'));
fs.chmodSync(dir, 0o755);
const cluster = await startEmbedded({ dir, durable: false });
try {
  await migrate({ ...cluster, mode: 'sandbox' });
  fs.writeFileSync(
    join(import.meta.dirname, '../db/schema.sql'),
    await withClient(cluster.ownerUrl, schemaOf),
  );
} finally {
  await cluster.stop();
  fs.rmSync(dir, { recursive: true, force: true });
}
