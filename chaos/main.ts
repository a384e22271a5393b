// `npm run chaos -- [--seconds N] [--seed S] [--json FILE]`: two processes of the product and two posters on one PostgreSQL, with clients
// that write down what they are told, while everything is killed, frozen, cut and lied to. README.md tells how to read the figures.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { dataFolder } from '../test/support/product.ts';
import { run } from './run.ts';
import type { Verdict } from './check.ts';

const USAGE = `npm run chaos -- [--seconds N] [--seed S] [--json FILE] [--small] [--keep] [--no-disk]

  --seconds N  how long things break (60)
  --seed S     what is drawn; a run prints its own
  --json FILE  the figures
  --small      fewer people and clients, as in npm test
  --keep       leaves the folder with journals, logs and database
  --no-disk    no small disk that can be full
`;

const FULL = { people: 16, clients: 64, callers: 400 };
const SMALL = { people: 4, clients: 8, callers: 24 };

type Wanted = {
  seconds: number;
  seed: number;
  json: string | undefined;
  small: boolean;
  keep: boolean;
  disk: boolean;
};

function asked(): Wanted {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      json: { type: 'string' },
      small: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      'no-disk': { type: 'boolean', default: false },
    },
  });
  const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
  if (!(seconds > 0) || !Number.isInteger(seed)) throw new TypeError('--seconds and --seed are numbers');
  return {
    seconds,
    seed,
    json: values.json,
    small: values.small,
    keep: values.keep,
    disk: !values['no-disk'],
  };
}

type Judged = Omit<Verdict, 'findings'> & { findings: Record<string, number> };

/** Another process judges: it knows nothing but files and the database. */
async function judged(folder: string, url: string): Promise<Judged> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'check.ts'), folder, url],
    { maxBuffer: 1 << 26 },
  );
  process.stderr.write(stderr);
  return JSON.parse(stdout) as Judged;
}

/** Paths are the caller's: npm itself goes to the root of the repository. */
const fromCaller = (path: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

async function main(wanted: Wanted): Promise<boolean> {
  const { seconds, seed, json, small, keep } = wanted;
  const folder = dataFolder();
  const tell = (what: string): void => console.error(what);
  tell(`seed ${seed}, ${seconds} s, in ${folder}`);
  const size = small ? SMALL : FULL;
  const isKept = (verdict: Judged | undefined): boolean => keep || !verdict || !isClean(verdict);
  const ran = await run({
    folder,
    seed,
    seconds,
    size,
    disk: wanted.disk,
    tell,
    judge: judged,
    keep: isKept,
  });
  const { findings, unanswered, ...counts } = ran.verdict;
  const { faults, skipped } = ran;
  const result = { ...counts, ...findings, unanswered, faults, skipped, seconds, seed };
  console.log(JSON.stringify(result, null, 2));
  if (json !== undefined) fs.writeFileSync(fromCaller(json), `${JSON.stringify(result, null, 2)}\n`);
  if (isKept(ran.verdict)) tell(`journals, logs and books are in ${folder}`);
  else fs.rmSync(folder, { recursive: true, force: true });
  return isClean(ran.verdict);
}

/** A run in which nobody was told anything proves nothing. */
const isClean = ({ findings, unanswered, acknowledged, byHttp }: Judged): boolean =>
  unanswered === 0 &&
  acknowledged > byHttp &&
  byHttp > 0 &&
  Object.values(findings).every((found) => found === 0);

try {
  process.exitCode = (await main(asked())) ? 0 : 1;
} catch (error) {
  console.error(error instanceof TypeError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
process.exit();
