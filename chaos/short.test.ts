// The short form of `npm run chaos`: a few people and clients, some seconds of everything that can break.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const SECONDS = '12';
const SEED = '3';

/** Milliseconds that it may take on a busy machine; alone it needs half a minute. */
const PATIENCE_MS = 600_000;

test(
  'what is acknowledged is neither lost nor doubled while everything breaks',
  { timeout: PATIENCE_MS },
  (t, done) => {
    // On a disk of its own one run at a time is enough memory for; the full disk belongs to the long form.
    const args = [
      join(import.meta.dirname, 'main.ts'),
      '--small',
      '--no-disk',
      '--seconds',
      SECONDS,
      '--seed',
      SEED,
    ];
    execFile(process.execPath, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      t.diagnostic(stdout.replaceAll(/\s+/g, ' '));
      assert.ifError(error && new Error(`${error.message}\n${stderr.slice(-8_000)}`));
      const { acknowledged, lost, doubled, unbalanced, notLinearizable, faults } = JSON.parse(
        stdout,
      ) as Record<string, unknown>;
      assert.deepEqual(
        { lost, doubled, unbalanced, notLinearizable },
        { lost: 0, doubled: 0, unbalanced: 0, notLinearizable: 0 },
      );
      assert.ok(
        Number(acknowledged) > 0 && Object.keys(faults as object).length > 3,
        'something was done, and something broke',
      );
      done();
    });
  },
);
