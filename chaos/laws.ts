// What must be true of a run, judged by its journals and by what stands in the database. Pure: the same findings from the same facts.
import { type Caused, type Facts, MOVES, type Row } from './facts.ts';
import { judgeHistories } from './histories.ts';
import type { Answer, Operation, ToldLeg } from './journal.ts';

export type Findings = {
  /** Told as done, and not in the database. */
  lost: string[];
  /** One id with two effects or two answers, a refusal with an effect, an effect that nobody asked for or that is not what was told. */
  doubled: string[];
  notLinearizable: string[];
};

export function judge(facts: Facts): Findings {
  const findings: Findings = { lost: [], doubled: [], notLinearizable: [] };
  const byId = indexed(facts.rows, findings);
  const known = new Set<string>();
  for (const operation of facts.operations.values()) {
    judgeAnswers(operation, findings);
    if (operation.asked.road === 'ledger') judgeLedger(operation, byId, known, findings);
    else judgeEntry(operation, facts.caused.get(operation.op), findings);
  }
  for (const row of facts.rows)
    if ((facts.own.has(row.debit) || facts.own.has(row.credit)) && !known.has(row.id))
      findings.doubled.push(`transfer ${row.id} moves ${row.amount}, and no client asked for it`);
  findings.notLinearizable.push(...judgeHistories(facts));
  return findings;
}

function indexed(rows: readonly Row[], { doubled }: Findings): Map<string, Row> {
  const byId = new Map<string, Row>();
  for (const row of rows) {
    if (byId.has(row.id)) doubled.push(`transfer ${row.id} stands in the database twice`);
    byId.set(row.id, row);
  }
  return byId;
}

const firstOf = ({ answers }: Operation): Answer | undefined => answers[0];
const isDone = (answer: Answer): boolean => answer.how === 'created' || answer.how === 'exists';

/** Whatever is asked twice is answered the same. Top-ups and payouts go on meanwhile, so only their refusal must stay. */
function judgeAnswers({ op, asked, answers }: Operation, { doubled }: Findings): void {
  const told = answers.map((answer) => JSON.stringify(isDone(answer) ? { ...answer, how: 'done' } : answer));
  const kinds = answers.map(({ how }) => how === 'refused');
  const goesOn = asked.road === 'top_up' || asked.road === 'withdrawal';
  const differs = goesOn ? new Set(kinds).size > 1 : new Set(told).size > 1;
  if (differs)
    doubled.push(`${op} was answered in two ways: ${[...new Set(told)].slice(0, 2).join(' and ')}`);
  if (answers.filter(({ how }) => how === 'created').length > 1) doubled.push(`${op} was created twice`);
}

function judgeLedger(
  operation: Operation,
  byId: ReadonlyMap<string, Row>,
  known: Set<string>,
  { lost, doubled, notLinearizable }: Findings,
): void {
  const { op, asked } = operation;
  if (asked.road !== 'ledger') return;
  const answer = firstOf(operation);
  const there = asked.legs.filter(({ id }) => byId.has(id));
  for (const { id } of there) known.add(id);
  if (answer?.how === 'refused' && there.length > 0)
    doubled.push(`${op} was refused (${answer.code}) and has an effect`);
  if (answer?.how === 'created' || answer?.how === 'exists') {
    if (there.length < asked.legs.length)
      lost.push(`${op} was told as ${answer.how}, ${there.length} of ${asked.legs.length} legs are there`);
    if (answer.legs.length !== asked.legs.length)
      doubled.push(`${op} was answered with another number of legs`);
    for (const leg of answer.legs) {
      const row = byId.get(leg.id);
      if (row && !isAsTold(row, leg))
        notLinearizable.push(`${op}: told ${JSON.stringify(leg)}, stands as ${JSON.stringify(row)}`);
    }
  }
  for (const { id, kind, debit, credit, amount } of asked.legs) {
    const row = byId.get(id);
    const isSame =
      !row ||
      ((kind === 'void' || row.amount === amount) &&
        (debit === 0 || (row.debit === debit && row.credit === credit)));
    if (!isSame)
      doubled.push(
        `${op}: asked to move ${amount} from ${debit} to ${credit}, stands as ${JSON.stringify(row)}`,
      );
  }
}

const isAsTold = (row: Row, leg: ToldLeg): boolean =>
  (
    ['debit', 'credit', 'amount', 'debitAfter', 'creditAfter', 'debitVersion', 'creditVersion'] as const
  ).every((name) => row[name] === leg[name]);

/** A payment, a top-up or a payout by HTTP: what it was told as, beside the transfers that it caused. */
function judgeEntry(operation: Operation, caused: Caused | undefined, findings: Findings): void {
  const { op, asked } = operation;
  const answer = firstOf(operation);
  const moved = (caused?.rows ?? []).filter(({ kind }) => MOVES.has(kind));
  if (answer?.how === 'refused' && moved.length > 0)
    findings.doubled.push(`${op} was refused (${answer.code}) and has an effect`);
  if (asked.road === 'payment' && moved.length > 1)
    findings.doubled.push(`${op} moved ${moved.length} times`);
  if (answer?.how !== 'entry') return;
  const isDoneState = answer.state === 'completed' || answer.state === 'settled';
  if (isDoneState && moved.length === 0)
    findings.lost.push(`${op} was told as ${answer.state} and moved nothing`);
  if (answer.state === 'failed' && moved.length > 0)
    findings.doubled.push(`${op} was told as failed and has an effect`);
  if (asked.road === 'payment' && isDoneState && moved[0] && moved[0].amount !== asked.amount)
    findings.doubled.push(`${op}: asked to move ${asked.amount}, moved ${moved[0].amount}`);
  if (isDoneState && answer.after !== null && answer.after !== caused?.ownerAfter)
    findings.notLinearizable.push(`${op}: told a balance of ${answer.after}, it was ${caused?.ownerAfter}`);
}
