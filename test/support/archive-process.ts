// A process that archives and stops for ever at a step, to be killed there: node test/support/archive-process.ts '{"ownerUrl":…,"stopAt":…}'
import { z } from 'zod';
import { archiveParts } from '#ledger';
import { Temporal } from '#platform/clock';
import { openDb } from '#platform/db';
import { openSigningKeys } from '#platform/signing-keys';
import { KEEP_DAYS } from '#test/archive';

const given = z
  .object({ ownerUrl: z.string(), folder: z.string(), keys: z.string(), now: z.string(), stopAt: z.string() })
  .parse(JSON.parse(process.argv[2] ?? '{}'));
const now = Temporal.Instant.from(given.now);
await archiveParts(
  {
    ownerUrl: given.ownerUrl,
    owner: openDb(given.ownerUrl, { size: 2, patienceMs: 60_000 }),
    clock: { now: () => now },
    signingKeys: openSigningKeys({ folder: given.keys, createIfNone: false, newKeyId: () => 'none', now }),
  },
  {
    folder: given.folder,
    keepDays: KEEP_DAYS,
    tell({ done }) {
      process.stdout.write(`${done}\n`);
      if (done === given.stopAt) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  },
);
