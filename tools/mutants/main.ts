// `npm run test:mutants`: plants one fault after the other in a copy of the tree and says which tests notice. One that nobody notices
// fails the run. `npm run test:mutants -- FILE.patch…` plants the faults of others; with `--tests PATH` by tests of one's choice.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Fault, FAULTS, ALWAYS_GREEN } from './faults.ts';
import { copyTree, failuresIn, type Outcome, type Tree } from './tree.ts';

const USAGE = `npm run test:mutants [-- [FILE.patch …] [--only TEXT] [--tests PATH …] [--list]]\n`;

/** Paths are the caller's: npm itself goes to the root of the repository. */
const fromCaller = (path: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

type Verdict = 'caught' | 'survived' | 'broken';

/** A fault that stops the tests from running at all has not been noticed by them: it proves nothing. `red`: tests that fail without it. */
export function verdictOf({ passed, failed, isLate, text }: Outcome, red: readonly string[] = []): Verdict {
  if (isLate) return 'caught';
  if (passed === 0) return 'broken';
  const isNew = red.length === 0 || failuresIn(text).some((name) => !red.includes(name));
  return failed > 0 && isNew ? 'caught' : 'survived';
}

/** Each text must stand in its file once: a fault that hits nothing would be survived in silence. */
export function plant(tree: Pick<Tree, 'read' | 'write'>, { name, changes }: Fault): () => void {
  const before = [...new Set(changes.map(({ file }) => file))].map(
    (file) => [file, tree.read(file)] as const,
  );
  for (const { file, from, to } of changes) {
    const text = tree.read(file);
    const places = text.split(from).length - 1;
    if (places !== 1) throw new Error(`${name}: the text stands ${places} times in ${file}:\n${from}`);
    tree.write(
      file,
      text.replace(from, () => to),
    );
  }
  return () => before.forEach(([file, text]) => tree.write(file, text));
}

function tell(name: string, outcome: Outcome, red: readonly string[] = []): Verdict {
  const verdict = verdictOf(outcome, red);
  const [first = outcome.isLate ? 'the tests did not come to an end' : '', ...others] = failuresIn(
    outcome.text,
  );
  const by =
    verdict === 'caught' ? ` by “${first}”${others.length > 0 ? ` and ${others.length} more` : ''}` : '';
  console.log(`${verdict.padEnd(8)} ${name}${by}`);
  if (verdict === 'broken') console.log(outcome.text.slice(-3_000));
  return verdict;
}

async function plantAll(tree: Tree, faults: readonly Fault[], red: readonly string[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const fault of faults) {
    const heal = plant(tree, fault);
    verdicts.push(tell(fault.name, await tree.test([...fault.tests, ALWAYS_GREEN]), red));
    heal();
  }
  return verdicts;
}

/** The tests of the rooms that a patch touches, and the ledger's with a migration. */
const testsFor = (files: readonly string[]): string[] => [
  ...new Set(
    files.flatMap((file) => {
      const room = /^server\/[a-z]+\//.exec(file)?.[0].slice(0, -1);
      return room
        ? [room]
        : /^(simulators|chaos|common|tools)\//.test(file)
          ? [file.split('/')[0] ?? '']
          : ['server/ledger'];
    }),
  ),
];

/** Each patch in a tree of its own, after the same tests without it: what is red anyway has not noticed anything. */
async function plantPatches(patches: readonly string[], wanted: readonly string[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const patch of patches) {
    const tree = copyTree();
    try {
      const touched = tree.touchedBy(fromCaller(patch));
      const tests = wanted.length > 0 ? wanted : testsFor(touched);
      const red = await redIn(tree, tests);
      tree.apply(fromCaller(patch));
      verdicts.push(tell(patch, await tree.test([...tests, ALWAYS_GREEN]), red));
    } finally {
      tree.remove();
    }
  }
  return verdicts;
}

async function plantOurs(only: string): Promise<Verdict[]> {
  const faults = FAULTS.filter(({ name }) => name.includes(only));
  const tree = copyTree();
  try {
    const red = await redIn(tree, [...new Set(faults.flatMap(({ tests }) => tests))]);
    return await plantAll(tree, faults, red);
  } finally {
    tree.remove();
  }
}

/** Milliseconds that all of the tests may take together. */
const ALL_TESTS_MS = 1_800_000;

/** Tests that are red anyway would notice every fault. */
async function redIn(tree: Tree, tests: readonly string[]): Promise<string[]> {
  const outcome = await tree.test([...tests, ALWAYS_GREEN], ALL_TESTS_MS);
  const red = failuresIn(outcome.text);
  if (verdictOf(outcome) === 'broken' || outcome.isLate)
    throw new Error(`without any fault the tests do not run:\n${outcome.text.slice(-6_000)}`);
  if (red.length > 0) console.log(`red without any fault: ${red.join('; ')}`);
  return red;
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', default: '' },
      tests: { type: 'string', multiple: true, default: [] },
      list: { type: 'boolean', default: false },
    },
  });
  if (values.list) {
    for (const { name, tests } of FAULTS) console.log(`${name}\n    ${tests.join(' ')}`);
    return true;
  }
  const verdicts =
    positionals.length > 0 ? await plantPatches(positionals, values.tests) : await plantOurs(values.only);
  const count = (wanted: Verdict): number => verdicts.filter((verdict) => verdict === wanted).length;
  console.log(
    `\n${verdicts.length} planted: ${count('caught')} caught, ${count('survived')} survived, ${count('broken')} broken`,
  );
  return verdicts.length > 0 && count('caught') === verdicts.length;
}

if (import.meta.main) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  try {
    process.exitCode = (await main()) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? `${error.message}\n\n${USAGE}` : error);
    process.exitCode = 2;
  }
}
