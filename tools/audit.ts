// `npm run audit -- [--strict]`: whether a package that runs in the product has a known hole. Npm asks the registry; one that cannot be asked is said
// to be so, and is no failure unless `--strict`: a machine without a network can still build. Patches: critical within 7 days, high within 30.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
/** Milliseconds that the registry may take. */
const PATIENCE_MS = 60_000;
/** Days within which a hole of this weight is closed. */
const DAYS = { critical: 7, high: 30 } as const;

export type Looked =
  | { readonly outcome: 'not_asked'; readonly why: string }
  | { readonly outcome: 'clean' | 'holes'; readonly critical: number; readonly high: number };

type Report = { metadata?: { vulnerabilities?: { critical?: number; high?: number } } };

/** What npm has said: figures, or why it could not ask. */
export function read(answer: string): Looked {
  let report: Report & { error?: { summary?: string; code?: string }; message?: string };
  try {
    report = JSON.parse(answer) as typeof report;
  } catch {
    return { outcome: 'not_asked', why: 'npm said nothing that can be read' };
  }
  const found = report.metadata?.vulnerabilities;
  if (!found)
    return {
      outcome: 'not_asked',
      why: report.error?.summary || report.error?.code || report.message || 'no figures',
    };
  const { critical = 0, high = 0 } = found;
  return { outcome: critical + high > 0 ? 'holes' : 'clean', critical, high };
}

export function ask(more: readonly string[] = []): Looked {
  const args = ['audit', '--omit=dev', '--json', ...more];
  const { stdout } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8', timeout: PATIENCE_MS });
  return read(stdout);
}

export const isFailure = (looked: Looked, { strict }: { strict: boolean }): boolean =>
  looked.outcome === 'holes' || (strict && looked.outcome === 'not_asked');

function main(): void {
  const looked = ask();
  console.log(
    looked.outcome === 'not_asked'
      ? `audit: the registry could not be asked (${looked.why})`
      : looked.outcome === 'clean'
        ? 'audit: no critical and no high hole is known'
        : `audit: ${looked.critical} critical (${DAYS.critical} days), ${looked.high} high (${DAYS.high} days); \`npm audit\` tells which`,
  );
  if (isFailure(looked, { strict: process.argv.includes('--strict') })) process.exitCode = 1;
}

if (import.meta.main) main();
