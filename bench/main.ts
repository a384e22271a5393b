// `npm run bench -- SUITE [--json FILE]`: measures the product on this machine. docs/BENCHMARKS.md tells how to read the figures.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { stopProducts } from '../test/support/product.ts';
import { bankSuite } from './bank/suite.ts';
import { httpSuite } from './http/suite.ts';
import { growthSuite } from './ledger/growth.ts';
import { ledgerSuite } from './ledger/suite.ts';
import { listsSuite } from './lists/suite.ts';
import { riskSuite } from './risk/suite.ts';
import { machine, type Outcome, table, writeJson } from './report.ts';
import { startSuite } from './start/suite.ts';
import { statementsSuite } from './statements/suite.ts';

export type SuiteOptions = {
  /** Fewer and shorter measurements: to see that the suite works, not to learn anything. */
  readonly quick: boolean;
  /** Folder for CPU profiles of the product, or none. */
  readonly profile: string | undefined;
  /** Folder of a checkout of pgledger, or none. */
  readonly pgledgerFolder: string | undefined;
  /** A part of the suite to run by itself, or none: all of it. */
  readonly only: string | undefined;
  /** Tells what is being done, since a suite takes minutes. */
  readonly tell: (what: string) => void;
};

const SUITES: Record<string, { about: string; run: (options: SuiteOptions) => Promise<Outcome> }> = {
  start: { about: 'cold start with a fresh data folder, and warm start', run: startSuite },
  http: { about: 'a whole payment to a person beside a bare Fastify POST', run: httpSuite },
  ledger: { about: 'durable transfers beside pgledger (--pgledger DIR) and plain SQL', run: ledgerSuite },
  risk: { about: 'a payment decided by 200 rules over a million payments of history', run: riskSuite },
  lists: { about: 'pages, filters and searches of the history with 10 million operations', run: listsSuite },
  statements: { about: 'a statement of 100,000 lines in every form: time and memory', run: statementsSuite },
  bank: { about: 'a file of a bank with 100,000 bookings: time and memory', run: bankSuite },
  growth: { about: 'posting and reading at 1, 5 and 20 million rows', run: growthSuite },
};

const USAGE = `npm run bench -- SUITE [--json FILE] [--quick] [--profile DIR] [--pgledger DIR] [--only PART]

${Object.entries(SUITES)
  .map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`)
  .join('\n')}
`;

class UsageError extends Error {}

function asked(args: readonly string[]) {
  const { values, positionals } = parse(args);
  const [name, ...more] = positionals;
  const suite = name === undefined ? undefined : SUITES[name];
  if (name === undefined || !suite || more.length > 0)
    throw new UsageError(
      name === undefined || more.length > 0
        ? 'name one suite'
        : `there is no suite "${name}" yet; there are ${Object.keys(SUITES).join(' and ')}`,
    );
  if (values.only !== undefined && (name !== 'ledger' || values.only !== 'payment'))
    throw new UsageError('by itself can be run: ledger --only payment');
  return { name, suite, ...values };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'string' },
        only: { type: 'string' },
        pgledger: { type: 'string' },
        profile: { type: 'string' },
        quick: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Paths are the caller's: npm itself goes to the root of the repository. */
const fromCaller = (path: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

async function main(): Promise<void> {
  const { name, suite, json, quick = false, profile, pgledger, only } = asked(process.argv.slice(2));
  const on = machine();
  const outcome = await suite.run({
    quick,
    only,
    profile: profile === undefined ? undefined : fromCaller(profile),
    pgledgerFolder: pgledger === undefined ? undefined : fromCaller(pgledger),
    tell: (what) => console.error(what),
  });
  console.log(table(name, on, outcome));
  if (quick) console.log('A quick run: its figures say only that the suite works.');
  if (json !== undefined) writeJson(fromCaller(json), name, on, outcome);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void stopProducts().finally(() => process.exit(1)));

try {
  await main();
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
} finally {
  await stopProducts();
}
