// A copy of the tree to plant faults in: everything that git would know, and links to what is installed and built.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** Not in git, and the same for every copy. */
const LINKED = ['node_modules', 'generated', 'dist'];
/** Milliseconds that the tests of one fault may take; one that makes them wait for ever is noticed too. */
const PATIENCE_MS = 240_000;

/** Random histories are the same for each fault: whether it is noticed must not be luck. */
const OKPAY_SEED = '5';

export type Tree = {
  readonly folder: string;
  read(file: string): string;
  /** Runs test files of the copy, for so many milliseconds at most. */
  test(files: readonly string[], patienceMs?: number): Promise<Outcome>;
  /** Files that a patch, as `git diff` writes it, would change. */
  touchedBy(patch: string): string[];
  apply(patch: string): void;
  write(file: string, text: string): void;
  remove(): void;
};
export type Outcome = { passed: number; failed: number; text: string; isLate: boolean };

export function copyTree(): Tree {
  const folder = fs.mkdtempSync(join(tmpdir(), 'okpay-mutants-'));
  fs.chmodSync(folder, 0o755); // PostgreSQL's own user must pass.
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter((name) => name !== '' && fs.existsSync(join(ROOT, name)))) {
    fs.mkdirSync(dirname(join(folder, file)), { recursive: true });
    fs.copyFileSync(join(ROOT, file), join(folder, file));
  }
  for (const name of LINKED.filter((one) => fs.existsSync(join(ROOT, one))))
    fs.symlinkSync(join(ROOT, name), join(folder, name));
  const remove = (): void => fs.rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const write = (file: string, text: string): void => fs.writeFileSync(join(folder, file), text);
  return {
    folder,
    read: (file) => fs.readFileSync(join(folder, file), 'utf8'),
    write,
    test: (files, patienceMs = PATIENCE_MS) => runTests(folder, files, patienceMs),
    touchedBy: (patch) =>
      git(folder, ['apply', '--numstat', patch])
        .split('\n')
        .flatMap((line) => line.split('\t')[2] ?? []),
    apply: (patch) => void git(folder, ['apply', patch]),
    remove,
  };
}

const git = (cwd: string, args: readonly string[]): string =>
  execFileSync('git', args, { cwd, encoding: 'utf8' });

function runTests(folder: string, files: readonly string[], patienceMs: number): Promise<Outcome> {
  return new Promise((done) => {
    const { INIT_CWD: _called, ...own } = process.env;
    const env = { OKPAY_SEED, ...own };
    const child = spawn(process.execPath, ['scripts/test.ts', ...files], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
    let isLate = false;
    const stop = (): void => void child.kill('SIGTERM');
    process.once('exit', stop);
    const patience = setTimeout(() => {
      isLate = true;
      stop(); // The run ends its own PostgreSQL.
    }, patienceMs);
    child.once('exit', () => {
      clearTimeout(patience);
      process.off('exit', stop);
      const [, passed = '0', failed = '0'] = /(\d+) passed, (\d+) failed/.exec(text) ?? [];
      done({ passed: Number(passed), failed: Number(failed), text, isLate });
    });
  });
}

/** Names of the tests that failed. */
export const failuresIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/^\s*✖ (.+?) \([\d.]+ms\)$/gm)].flatMap(([, name]) => name ?? [])),
];
