import type { BankAnswer, PaymentWord, Said, StatementEntry, StatementHead } from '#connectors';
import { parseId } from '#common/id';
import { unreachable } from '#common/result';
import type { Tx } from '#platform/db';
import { takeCredits } from '../bank-top-up/take-credits.ts';
import { takeReturnWords } from '../bank-top-up/take-return-words.ts';
import { takeStated } from '../reconciliation/take-stated.ts';
import { hearAnswers } from '../trace/hear-answer.ts';
import { takeWords } from '../withdrawal/take-words.ts';
import type { CollectDeps } from './collect-reports.ts';
import { openLine } from './sealed.ts';
import * as store from './store.ts';

/** Lines of one transaction: what it locks is many people's, so it is short. */
const LINES_MAX = 100;

type Subject = 'credit' | 'return' | 'payout' | 'answer' | 'statement';
const isStated = (said: Said): said is StatementEntry | StatementHead =>
  said.kind === 'entry' || said.kind === 'statement';
const isAnswer = (said: Said): said is BankAnswer => said.kind === 'answer';
const isPayment = (said: Said): said is PaymentWord =>
  said.kind !== 'came' && !isAnswer(said) && !isStated(said);

/** What a line is about; each has its own locks, in its own order, so lines of two kinds never share a transaction. */
function subjectOf(said: Said): Subject {
  if (isStated(said)) return 'statement';
  if (said.kind === 'came') return 'credit';
  if (said.kind === 'answer') return 'answer';
  const id = 'file' in said ? (said.payment ?? said.file) : said.payment;
  return parseId('rt', id) === null ? 'payout' : 'return';
}

/** Works off what was taken, in the bank's order, until nothing is left. Whoever is killed meanwhile leaves whole steps behind. */
export async function workLines(deps: CollectDeps): Promise<void> {
  while (await store.isAnyToWork(deps.db.read)) await workSome(deps);
}

async function workSome(deps: CollectDeps): Promise<void> {
  const { db, clock, keys } = deps;
  await db.transaction(async (tx) => {
    const report = await store.lockNextToWork(tx);
    if (!report) return; // Another process was faster.
    const lines = await store.nextLines(tx, report, LINES_MAX);
    const said = lines.map((line) => ({ ...line, said: openLine(keys, report.reading, line) }));
    const [first] = said;
    if (!first) return store.markWorked(tx, report.number, clock.now());
    const subject = subjectOf(first.said);
    const other = said.findIndex((line) => subjectOf(line.said) !== subject);
    const run = other === -1 ? said : said.slice(0, other);
    const last = run.at(-1) ?? first;
    await takeRun(tx, deps, {
      subject,
      report: report.number,
      words: run,
    });
    await store.markLines(tx, report, last.place);
    if (run.length === said.length && lines.length < LINES_MAX)
      await store.markWorked(tx, report.number, clock.now());
  });
}

type Told = { readonly line: number; readonly said: Said };
type Run = { readonly subject: Subject; readonly report: bigint; readonly words: readonly Told[] };

function takeRun(tx: Tx, deps: CollectDeps, { subject, report, words: told }: Run): Promise<void> {
  const words = told.map(({ said }) => said);
  switch (subject) {
    case 'answer':
      return hearAnswers(tx, deps, { channel: 'bank', report, answers: words.filter(isAnswer) });
    case 'credit':
      return takeCredits(
        tx,
        deps,
        report,
        words.filter((word) => word.kind === 'came'),
      );
    case 'return':
      return takeReturnWords(tx, deps, words.filter(isPayment));
    case 'payout':
      return takeWords(
        tx,
        deps,
        report,
        told.flatMap(({ said, line }) => (isPayment(said) ? [{ word: said, line }] : [])),
      );
    case 'statement':
      return takeStated(tx, deps, report, words.filter(isStated));
    default:
      return unreachable(subject);
  }
}
