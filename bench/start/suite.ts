// How long a newcomer and an operator wait: from the spawn of the launcher to the first 200 of `/health/ready`.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { join } from 'node:path';
import { dataFolder, startProduct } from '../../test/support/product.ts';
import type { SuiteOptions } from '../main.ts';
import { type Outcome, spread } from '../report.ts';

const ROOT = join(import.meta.dirname, '../..');
const RUNS = 7;

export async function startSuite({ quick, tell, profile }: SuiteOptions): Promise<Outcome> {
  const runs = quick ? 2 : RUNS;
  const node = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  // Files that nobody has read yet measure the disk; whoever starts for the first time has just installed them.
  await once(node);
  const cold: number[] = [];
  const warm: number[] = [];
  // In turn, so that a neighbour's busy minute falls on both.
  for (let run = 1; run <= runs; run++) {
    const [first, second] = await once(node);
    tell(`${run} of ${runs}: cold ${Math.round(first)} ms, warm ${Math.round(second)} ms`);
    cold.push(first);
    warm.push(second);
  }
  return {
    figures: {
      ...spread('cold', 'ms', cold),
      ...spread('warm', 'ms', warm),
      ...spread('setup_check', 'ms', Array.from({ length: runs }, setupCheck)),
    },
    goals: [
      { figure: 'cold_median_ms', atMost: 5_000 },
      { figure: 'warm_median_ms', atMost: 2_000 },
    ],
  };
}

/** A start on a folder that does not exist yet, an orderly end, and a start on what it has left. */
async function once(node: readonly string[]): Promise<[cold: number, warm: number]> {
  const data = dataFolder();
  try {
    const first = await startProduct({ data, node });
    await first.stop();
    const second = await startProduct({ data, node });
    await second.stop();
    return [first.readyAfterMs, second.readyAfterMs];
  } finally {
    fs.rmSync(data, { recursive: true, force: true });
  }
}

/** What `npm start` does before the launcher when nothing has to be installed or built. */
function setupCheck(): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['scripts/setup.mjs'], { cwd: ROOT });
  if (status !== 0) throw new Error(`scripts/setup.mjs failed: ${stderr.toString()}`);
  return performance.now() - began;
}
