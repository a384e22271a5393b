// What a client asked and what it was told, line by line in a file of its own. A line is with the system before the next thing
// happens, so a client that is killed leaves a true journal behind.
import fs from 'node:fs';
import { join } from 'node:path';

/** A step as it was sent: of a hold, a capture or a void `debit` and `credit` are 0 where the hold knows them. */
export type SentLeg = {
  kind: 'single' | 'hold' | 'capture' | 'void';
  id: string;
  debit: number;
  credit: number;
  amount: number;
  hold?: string;
};
/** The witness of one leg: both accounts with the balance after it and the version. */
export type ToldLeg = {
  id: string;
  debit: number;
  credit: number;
  amount: number;
  debitAfter: number;
  creditAfter: number;
  debitVersion: number;
  creditVersion: number;
};

/** What was asked for: of the ledger itself, or of the product by HTTP. */
export type Asked =
  | { road: 'ledger'; legs: SentLeg[] }
  | { road: 'payment'; from: string; to: string; amount: number }
  | { road: 'top_up'; customer: string; amount: number }
  | { road: 'withdrawal'; customer: string; amount: number; fee: number };

export type Answer =
  | { how: 'created' | 'exists'; legs: ToldLeg[] }
  /** An entry of the history. `after`: the customer's own balance after its movement, if the answer told one. */
  | { how: 'entry'; state: string; after: number | null }
  | { how: 'refused'; code: string; account?: number; available?: number };

/** Times in microseconds of the machine's monotonic clock: comparable between all processes of a run. */
export type Line =
  | { k: 'sent'; at: number; op: string; asked: Asked }
  /** The same once more, after no answer or on purpose. */
  | { k: 'again'; at: number; op: string }
  | { k: 'told'; at: number; op: string; answer: Answer }
  /** An attempt ended without an answer: it has happened or it has not. */
  | { k: 'unknown'; at: number; op: string; why: string };

const now = (): number => Number(process.hrtime.bigint() / 1000n);

type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never;
export type Journal = { write(line: Untimed<Line>): void; close(): void };

export function openJournal(folder: string, client: string): Journal {
  const file = fs.openSync(join(folder, `${client}.jsonl`), 'a', 0o600);
  return {
    write: (line) => void fs.writeSync(file, `${JSON.stringify({ ...line, at: now() })}\n`),
    close: () => fs.closeSync(file),
  };
}

/** The lines of one client. The last one may be half written, if the client was killed over it: then nothing came of it. */
export function readJournal(path: string): Line[] {
  if (!fs.existsSync(path)) return [];
  const text = fs.readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  // A client that came back has written on after the half line.
  return whole.flatMap((line) => (line.startsWith('{') && line.endsWith('}') ? parsed(line) : []));
}

function parsed(line: string): Line[] {
  try {
    return [JSON.parse(line) as Line];
  } catch {
    return [];
  }
}

/** One operation over all of its attempts. */
export type Operation = {
  op: string;
  asked: Asked;
  /** When it was first sent. */
  sentAt: number;
  /** When it was first answered; undefined if it never was. */
  toldAt: number | undefined;
  answers: Answer[];
  /** Whether an attempt came back without an answer, or the client was killed over it. */
  wasUnknown: boolean;
};

/** Every operation of every client. */
export function readJournals(folder: string): Map<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.jsonl')))
    for (const line of readJournal(join(folder, file))) take(operations, line);
  return operations;
}

export function take(operations: Map<string, Operation>, line: Line): void {
  if (line.k === 'sent') {
    const { op, asked, at } = line;
    if (operations.has(op)) throw new Error(`two clients sent ${op}`);
    operations.set(op, { op, asked, sentAt: at, toldAt: undefined, answers: [], wasUnknown: false });
    return;
  }
  const operation = operations.get(line.op);
  if (!operation) throw new Error(`a journal answers ${line.op}, which nobody sent`);
  if (line.k === 'unknown' || (line.k === 'again' && operation.toldAt === undefined))
    operation.wasUnknown = true;
  if (line.k !== 'told') return;
  operation.toldAt ??= line.at;
  operation.answers.push(line.answer);
}
