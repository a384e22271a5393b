import { randomUUID } from 'node:crypto';
import { type Book, openBook } from '../shared/book.ts';
import type { SimulatedClock } from '../shared/clock.ts';
import type { Answering } from '../shared/question.ts';
import {
  type About,
  type Asked,
  camt029,
  type Head,
  minorOf,
  pacs002,
  pacs004,
  readAsked,
} from './messages.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** When the bank of the account has it, and when it says what became of it; times after the message. */
const THERE_AFTER = 30 * MINUTE;
const ENDS_AFTER = 20 * HOUR;
const ANSWERS_AFTER = 10 * MINUTE;
const COMES_BACK_AFTER = 20 * MINUTE;

/** What becomes of a payment. */
export const HAPPENINGS = [
  'delivered',
  'rejected',
  'wrong_account',
  'closed',
  'regulatory',
  'silent',
  'documents',
  'twice',
  'another_amount',
  'recall_refused',
] as const;
export type Happening = (typeof HAPPENINGS)[number];
/** What the last four signs of an account make happen, for whoever tries: a test bank has such accounts. */
export const TEST_ACCOUNTS: readonly { ending: string; happens: Happening }[] = [
  { ending: '0401', happens: 'rejected' },
  { ending: '0501', happens: 'wrong_account' },
  { ending: '0504', happens: 'closed' },
  { ending: '0604', happens: 'regulatory' },
  { ending: '0707', happens: 'silent' },
  { ending: '0808', happens: 'documents' },
  { ending: '0202', happens: 'twice' },
  { ending: '0303', happens: 'another_amount' },
  { ending: '0909', happens: 'recall_refused' },
];
const RETURN_CODES: Partial<Record<Happening, string>> = {
  wrong_account: 'AC01',
  closed: 'AC04',
  regulatory: 'RR04',
};

/** What tests and the sandbox desk want of the next messages. `drop_answer`: taken, and the line is cut before the answer. */
export type Knobs = {
  upload: 'taken' | 'unavailable' | 'drop_answer' | 'drop_before';
  messages: 'sent' | 'held' | 'garbled';
  /** Null: what the account says. */
  happens: Happening | null;
  /** How it answers a question about a payment, and a request to give one back. */
  answers: Answering;
};
export const NO_TROUBLE: Knobs = { upload: 'taken', messages: 'sent', happens: null, answers: 'honest' };

type Taken = { kind: 'taken'; asked: Asked; digest: string; at: number; happens: Happening };
type Said = { kind: 'said'; number: number; xml: string };
/** A step that has been done, so that a restart does not do it again. */
type Done = { kind: 'done'; id: string; step: Step; moved: string };
type Step = 'accept' | 'reject' | 'there' | 'deliver' | 'return' | 'answer' | 'recall_return';
export type Line = Taken | Said | Done;

type State = {
  readonly clock: SimulatedClock;
  readonly accounts: ReadonlyMap<string, string>;
  readonly knobs: Knobs;
  readonly taken: Map<string, Taken>;
  readonly said: Map<number, string>;
  readonly done: Map<string, Done>;
  append: (line: Line) => Promise<void>;
  waiting: string[];
  last: Promise<void>;
};

function replay({ taken, said, done }: State, line: Line): void {
  if (line.kind === 'taken') taken.set(line.asked.id, line);
  else if (line.kind === 'said') said.set(line.number, line.xml);
  else done.set(`${line.id} ${line.step}`, line);
}
async function write(state: State, line: Line): Promise<void> {
  replay(state, line);
  await state.append(line);
}
/** One piece of work after the other, so that books never interleave. */
function enqueue(state: State, work: () => Promise<void>): Promise<void> {
  state.last = state.last
    .then(work)
    .catch((error: unknown) => void process.stderr.write(`${String(error)}\n`));
  return state.last;
}
const headOf = ({ clock }: State): Head => ({
  id: `C${randomUUID().replaceAll('-', '').slice(0, 20)}`,
  at: clock.text(),
});

async function say(state: State, xml: string, copies = 1): Promise<void> {
  const { knobs, said } = state;
  if (knobs.messages === 'held') return void state.waiting.push(xml);
  const text = knobs.messages === 'garbled' ? xml.slice(0, xml.length / 2) : xml;
  for (let copy = 0; copy < copies; copy++)
    await write(state, { kind: 'said', number: said.size + 1, xml: text });
}

const aboutOf = ({ asked }: Taken, more = 0n): About => ({
  payment: asked.payment,
  uetr: asked.uetr,
  minor: ((minorOf(asked.amount, asked.currency) ?? 0n) + more).toString(),
  currency: asked.currency,
});

/** Does a step once, whatever is restarted; `moved` is what our customer's account with us gains by it. */
async function once(
  state: State,
  { asked: { id } }: Taken,
  { step, moved = 0n }: { step: Step; moved?: bigint },
  xml: () => string,
  copies = 1,
): Promise<void> {
  if (state.done.has(`${id} ${step}`)) return;
  await write(state, { kind: 'done', id, step, moved: moved.toString() });
  await say(state, xml(), copies);
}
const isDone = ({ done }: State, { asked: { id } }: Taken, step: Step): boolean => done.has(`${id} ${step}`);

type TakeAnswer = 'taken' | 'reused' | { wrong: string };
async function take(state: State, id: string, xml: string, digest: string): Promise<TakeAnswer> {
  const known = state.taken.get(id);
  if (known) return known.digest === digest ? 'taken' : 'reused';
  const asked = readAsked(xml);
  if (asked?.id !== id) return { wrong: 'FF01' };
  const minor = minorOf(asked.amount, asked.currency);
  const isKept = [...state.accounts.values()].includes(asked.currency);
  const isQuestion = asked.kind === 'status' || asked.kind === 'recall_status';
  if (!isQuestion && (minor === null || minor <= 0n)) return { wrong: 'AM12' };
  if (asked.kind === 'payment' && !isKept) return { wrong: 'AC02' };
  const about = paymentIn(state, asked.payment);
  if (asked.kind === 'recall' && !about) return { wrong: 'NOOR' };
  const happens =
    state.knobs.happens ??
    about?.happens ??
    TEST_ACCOUNTS.find(({ ending }) => asked.account.endsWith(ending))?.happens ??
    'delivered';
  const taken: Taken = { kind: 'taken', asked, digest, at: state.clock.millis(), happens };
  await write(state, taken);
  if (asked.kind === 'payment') await begin(state, taken);
  arm(state, taken);
  return 'taken';
}
const paymentIn = ({ taken }: State, payment: string): Taken | undefined =>
  [...taken.values()].find(({ asked }) => asked.kind === 'payment' && asked.payment === payment);

async function begin(state: State, it: Taken): Promise<void> {
  const about = aboutOf(it);
  if (it.happens === 'rejected')
    return once(state, it, { step: 'reject' }, () =>
      pacs002(headOf(state), about, { status: 'RJCT', code: 'AC01' }),
    );
  const told = aboutOf(it, it.happens === 'another_amount' ? 1n : 0n);
  await once(
    state,
    it,
    { step: 'accept', moved: -BigInt(about.minor) },
    () => pacs002(headOf(state), told, { status: 'ACSP', code: null }),
    it.happens === 'twice' ? 2 : 1,
  );
}

/** What is still to be done, by the clock; after a restart too. */
function arm(state: State, it: Taken): void {
  const due = (millis: number, work: () => Promise<void>) =>
    state.clock.at(it.at + millis, () => void enqueue(state, work));
  if (it.asked.kind === 'status' || it.asked.kind === 'recall_status') {
    due(ANSWERS_AFTER, () => answerStatus(state, it));
    return;
  }
  if (it.asked.kind === 'recall') {
    due(ANSWERS_AFTER, () => answerRecall(state, it));
    due(COMES_BACK_AFTER, () => giveBack(state, it));
    return;
  }
  if (it.happens === 'rejected' || it.happens === 'silent') return;
  due(THERE_AFTER, () => isThere(state, it));
  due(ENDS_AFTER, () => endOf(state, it));
}

const isBack = (state: State, it: Taken): boolean =>
  isDone(state, it, 'return') ||
  [...state.taken.values()].some(
    (each) =>
      each.asked.kind === 'recall' &&
      each.asked.payment === it.asked.payment &&
      isDone(state, each, 'recall_return'),
  );

async function isThere(state: State, it: Taken): Promise<void> {
  if (isBack(state, it)) return;
  const code = it.happens === 'documents' ? 'G003' : 'G002';
  await once(state, it, { step: 'there' }, () =>
    pacs002(headOf(state), aboutOf(it), { status: 'ACSP', code }),
  );
}
async function endOf(state: State, it: Taken): Promise<void> {
  // Papers that nobody brings are waited for.
  if (isBack(state, it) || it.happens === 'documents') return;
  const code = RETURN_CODES[it.happens];
  if (code === undefined)
    return once(
      state,
      it,
      { step: 'deliver' },
      () => pacs002(headOf(state), aboutOf(it), { status: 'ACCC', code: null }),
      it.happens === 'twice' ? 2 : 1,
    );
  await comeBack(state, it, { step: 'return', of: it, code });
}
const comeBack = (state: State, it: Taken, { step, of, code }: { step: Step; of: Taken; code: string }) =>
  once(state, it, { step, moved: BigInt(aboutOf(of).minor) }, () =>
    pacs004(headOf(state), aboutOf(of), {
      code,
      reference: `R${randomUUID().replaceAll('-', '').slice(0, 24)}`,
    }),
  );

type Told = { about: About; recall: string; copies: number };
/** To whom and about what an answer goes; null where somebody wants none of it. */
function toldBy({ knobs: { answers } }: State, payment: Taken, recall: string): Told | null {
  if (answers === 'silent') return null;
  const about = aboutOf(payment);
  // Of another payment it says what is true of this one.
  const told =
    answers === 'other' ? about.payment.replace(/.$/, (last) => (last === '0' ? '1' : '0')) : about.payment;
  return { about: { ...about, payment: told }, recall, copies: answers === 'twice' ? 2 : 1 };
}

async function answerRecall(state: State, it: Taken, recall = it.asked.id): Promise<void> {
  const payment = paymentIn(state, it.asked.payment);
  const told = payment && toldBy(state, payment, recall);
  if (!payment || !told) return;
  const isGranted = it.happens !== 'recall_refused' && !isBack(state, payment);
  const code = isGranted ? null : isBack(state, payment) ? 'ARDT' : 'CUST';
  await once(
    state,
    it,
    { step: 'answer' },
    () => camt029(headOf(state), told.about, { isGranted, code, recall: told.recall }),
    told.copies,
  );
}

/** Says how a payment stands by its own books, or how a request to give it back does. */
async function answerStatus(state: State, it: Taken): Promise<void> {
  const { kind, id, payment: asked } = it.asked;
  if (kind === 'recall_status') return answerRecall(state, it, id);
  const payment = paymentIn(state, asked);
  const never: Told = {
    about: { payment: asked, uetr: '', minor: '0', currency: '' },
    recall: '',
    copies: 1,
  };
  const told = payment ? toldBy(state, payment, '') : never;
  if (!told) return;
  const status = payment ? standing(state, payment) : { status: 'RJCT', code: 'NOOR' };
  const xml = () => pacs002(headOf(state), told.about, { ...status, question: id });
  await once(state, it, { step: 'answer' }, xml, told.copies);
}

function standing(state: State, payment: Taken): { status: string; code: string | null } {
  if (isDone(state, payment, 'reject')) return { status: 'RJCT', code: 'AC01' };
  if (isBack(state, payment)) return { status: 'RJCT', code: RETURN_CODES[payment.happens] ?? 'FOCR' };
  if (isDone(state, payment, 'deliver')) return { status: 'ACCC', code: null };
  if (payment.happens === 'documents') return { status: 'ACSP', code: 'G003' };
  return { status: 'ACSP', code: isDone(state, payment, 'there') ? 'G002' : null };
}
async function giveBack(state: State, it: Taken): Promise<void> {
  const payment = paymentIn(state, it.asked.payment);
  if (!payment || it.happens === 'recall_refused' || isBack(state, payment)) return;
  await comeBack(state, it, { step: 'recall_return', of: payment, code: 'FOCR' });
}

type Given = Pick<State, 'clock' | 'accounts' | 'knobs'>;
/** The correspondent's own books: what it was asked, what it did, and all that it ever said. It runs by its own clock. */
export async function openBooks(path: string, given: Given) {
  const state: State = {
    ...given,
    taken: new Map(),
    said: new Map(),
    done: new Map(),
    append: async () => undefined,
    waiting: [],
    last: Promise.resolve(),
  };
  const book: Book<Line> = await openBook<Line>(path, (line) => replay(state, line));
  state.append = book.append;
  for (const taken of state.taken.values()) arm(state, taken);
  const { said, taken, done, accounts } = state;
  return {
    take: (id: string, xml: string, digest: string) =>
      new Promise<TakeAnswer>((resolve) => {
        void enqueue(state, async () => resolve(await take(state, id, xml, digest)));
      }),
    has: (id: string): boolean => taken.has(id),
    after: (number: number): number[] =>
      [...said.keys()].filter((each) => each > number).toSorted((a, b) => a - b),
    message: (number: number): string | undefined => said.get(number),
    /** What every account of ours with this bank has gained or lost, in minor units. */
    balances: () =>
      Object.fromEntries(
        [...new Set(accounts.values())].map((currency) => [
          currency,
          [...done.values()]
            .filter(({ id }) => taken.get(id)?.asked.currency === currency)
            .reduce((sum, { moved }) => sum + BigInt(moved), 0n)
            .toString(),
        ]),
      ),
    payments: () =>
      [...taken.values()].map(({ asked: { id, kind, payment, account }, happens }) => ({
        id,
        kind,
        payment,
        account: account.slice(-4),
        happens,
      })),
    /** Lets out what was held back. */
    letGo: (): Promise<void> =>
      enqueue(state, async () => {
        for (const xml of state.waiting.splice(0)) await say(state, xml);
      }),
    /** Hands over a message of whatever content, as tests of bad input want it. */
    say: (xml: string): Promise<void> =>
      enqueue(state, () => write(state, { kind: 'said', number: said.size + 1, xml })),
    settled: (): Promise<void> => enqueue(state, async () => undefined),
    close: () => book.close(),
  };
}
