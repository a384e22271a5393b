// A process that takes a job and never ends it, to be killed by a test: node test/support/job-process.ts '{"appUrl":…,"jobsUrl":…}'
import { z } from 'zod';
import { systemClock } from '#platform/clock';
import { openDb } from '#platform/db';
import { defineJob, startWorkers } from '#platform/jobs';
import { createLog } from '#platform/log';

const { appUrl, jobsUrl } = z
  .object({ appUrl: z.string(), jobsUrl: z.string() })
  .parse(JSON.parse(process.argv[2] ?? '{}'));
defineJob('test.long', z.object({}), async () => {
  process.stdout.write('taken\n');
  await new Promise(() => {});
});
startWorkers({
  jobsUrl,
  db: openDb(appUrl),
  clock: systemClock,
  log: createLog({ level: 'silent' }),
  life: { beatSeconds: 0.1, deadAfterSeconds: 1 },
});
setInterval(() => {}, 1_000);
