import { randomUUID } from 'node:crypto';
import type { SimulatedClock } from '../shared/clock.ts';
import { type Book, openBook } from '../shared/book.ts';
import { type Answering, type Question, readQuestion } from '../shared/question.ts';
import { findPayment, isAboutRecall, resolutionOf, statusOf } from './answers.ts';
import { isIban, minorOf, type PaymentFile, readFile, TEST_ACCOUNTS } from './payments.ts';
import {
  type Booking,
  camt029,
  camt053,
  camt054,
  type Head,
  pain002,
  type Sender,
  statusReport,
  type Verdict,
} from './reports.ts';

/** Minutes from the arrival of a file to the booking of its payments, and hours until one is sent back. */
const BOOKED_AFTER_MILLIS = 30 * 60_000;
const BACK_AFTER_MILLIS = 20 * 3_600_000;
const DAY_MILLIS = 86_400_000;
/** When it answers what it is asked, and when what it gives back is booked. */
const ANSWERED_AFTER_MILLIS = 10 * 60_000;
const GIVEN_BACK_AFTER_MILLIS = 20 * 60_000;

/** What tests and the sandbox desk want of the next files and reports. */
export type Knobs = {
  /** `drop_answer`: the file is taken, and the line is cut before the answer. */
  upload: 'taken' | 'unavailable' | 'drop_answer' | 'drop_before';
  /** `held`: nothing is reported until it is let go. */
  reports: 'sent' | 'held' | 'twice' | 'garbled';
  /** A code with which every payment is refused, or sent back after it was booked. */
  reject: string | null;
  sendBack: string | null;
  /** Minor units more than were asked for are booked. */
  bookMore: number;
  /** How it answers a question about a payment. */
  answers: Answering;
};
export const NO_TROUBLE: Knobs = {
  upload: 'taken',
  reports: 'sent',
  reject: null,
  sendBack: null,
  bookMore: 0,
  answers: 'honest',
};

export type Taken = {
  kind: 'file';
  id: string;
  digest: string;
  xml: string;
  at: number;
  verdicts: Verdict[];
  backs: [string, string][];
};
export type Booked = { kind: 'booked'; account: string; file: string; at: number; bookings: Booking[] };
type Reported = { kind: 'report'; number: number; xml: string };
type Closed = { kind: 'closed'; day: string };
type Questioned = { kind: 'question'; question: Question; digest: string; at: number };
/** A question that has its answer, or that somebody turned a knob to leave without one. */
type Answered = { kind: 'answered'; id: string };
export type Line = Taken | Booked | Reported | Closed | Questioned | Answered;

type State = {
  readonly clock: SimulatedClock;
  /** Our customers' accounts with their currencies. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly knobs: Knobs;
  readonly files: Map<string, Taken>;
  readonly questions: Map<string, Questioned>;
  readonly answered: Set<string>;
  readonly booked: Booked[];
  readonly reports: Map<number, string>;
  readonly closedDays: Set<string>;
  append: (line: Line) => Promise<void>;
  waiting: string[];
  last: Promise<void>;
};

function replay({ files, questions, answered, booked, reports, closedDays }: State, line: Line): void {
  if (line.kind === 'file') files.set(line.id, line);
  else if (line.kind === 'question') questions.set(line.question.id, line);
  else if (line.kind === 'answered') answered.add(line.id);
  else if (line.kind === 'booked') booked.push(line);
  else if (line.kind === 'report') reports.set(line.number, line.xml);
  else closedDays.add(line.day);
}
async function write(state: State, line: Line): Promise<void> {
  replay(state, line);
  await state.append(line);
}
const dayOf = (millis: number): string => new Date(millis).toISOString().slice(0, 10);
const headOf = ({ clock }: State): Head => ({
  id: `R${randomUUID().replaceAll('-', '').slice(0, 20)}`,
  at: clock.text(),
});

async function report(state: State, xml: string, copies = 1): Promise<void> {
  const { knobs, reports } = state;
  if (knobs.reports === 'held') return void state.waiting.push(xml);
  const text = knobs.reports === 'garbled' ? xml.slice(0, xml.length / 2) : xml;
  for (let copy = 0; copy < (knobs.reports === 'twice' ? 2 : copies); copy++)
    await write(state, { kind: 'report', number: reports.size + 1, xml: text });
}

const happening = (account: string) => TEST_ACCOUNTS.find(({ ending }) => account.endsWith(ending));
function verdictOn(
  { knobs }: State,
  { endToEndId, amount, currency, creditorAccount: to }: PaymentFile['payments'][number],
): Verdict {
  const minor = minorOf(amount, currency);
  const test = happening(to);
  const code =
    knobs.reject ??
    (test?.happens === 'rejected' ? test.code : null) ??
    (minor === null || minor <= 0n ? 'AM12' : null) ??
    (/^[A-Z]{2}/.test(to) && !isIban(to) ? 'AC01' : null);
  return { endToEndId, status: code === null ? 'ACSP' : 'RJCT', code };
}

type TakeAnswer = 'taken' | 'file_reused' | { wrong: string };
/** Takes a file, once per id. `wrong`: it cannot be taken as a whole, with the code for that. */
async function take(state: State, id: string, xml: string, digest: string): Promise<TakeAnswer> {
  const { files, accounts, knobs, clock } = state;
  const known = files.get(id) ?? state.questions.get(id);
  if (known) return known.digest === digest ? 'taken' : 'file_reused';
  const question = readQuestion(xml);
  if (question) return question.id === id ? takeQuestion(state, question, digest) : { wrong: 'FF01' };
  const file = readFile(xml);
  if (file?.messageId !== id) return { wrong: 'FF01' };
  const currency = accounts.get(file.debtorAccount);
  if (currency === undefined) return { wrong: 'AC02' };
  const sum = file.payments.reduce((total, { amount }) => total + (minorOf(amount, currency) ?? 0n), 0n);
  const isWhole =
    Number(file.count) === file.payments.length &&
    minorOf(file.sum, currency) === sum &&
    file.payments.every((payment) => payment.currency === currency);
  if (!isWhole) return { wrong: 'AM10' };
  const verdicts = file.payments.map((payment) => verdictOn(state, payment));
  const backs = file.payments.flatMap(({ endToEndId, creditorAccount }): [string, string][] => {
    const test = happening(creditorAccount);
    const code = knobs.sendBack ?? (test?.happens === 'returned' ? test.code : null);
    return code === null ? [] : [[endToEndId, code]];
  });
  const taken: Taken = { kind: 'file', id, digest, xml, at: clock.millis(), verdicts, backs };
  await write(state, taken);
  await report(state, pain002(headOf(state), id, verdicts));
  arm(state, taken);
  return 'taken';
}

async function takeQuestion(state: State, question: Question, digest: string): Promise<TakeAnswer> {
  const it: Questioned = { kind: 'question', question, digest, at: state.clock.millis() };
  await write(state, it);
  armQuestion(state, it);
  return 'taken';
}
function armQuestion(state: State, it: Questioned): void {
  const due = (millis: number, work: () => Promise<void>) =>
    state.clock.at(it.at + millis, () => void enqueue(state, work));
  due(ANSWERED_AFTER_MILLIS, () => answer(state, it));
  if (it.question.kind === 'recall') due(GIVEN_BACK_AFTER_MILLIS, () => giveBack(state, it));
}
/** Answers from its own books, unless somebody wants something else of it. */
async function answer(state: State, { question }: Questioned): Promise<void> {
  if (state.answered.has(question.id)) return;
  await write(state, { kind: 'answered', id: question.id });
  const { answers } = state.knobs;
  if (answers === 'silent') return;
  const found = findPayment(state, question.payment);
  // Of another payment it says what is true of this one.
  const told =
    answers === 'other'
      ? question.payment.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
      : question.payment;
  const about = { question: question.id, payment: told };
  const xml = isAboutRecall(question)
    ? camt029(headOf(state), about, resolutionOf(found))
    : statusReport(headOf(state), about, statusOf(found, state.clock.millis()));
  await report(state, xml, answers === 'twice' ? 2 : 1);
}
/** Only what was promised comes back, as a booking like any other. */
async function giveBack(state: State, { question: { payment } }: Questioned): Promise<void> {
  const found = findPayment(state, payment);
  const { answers } = state.knobs;
  const isWilling = answers === 'honest' || answers === 'twice';
  if (!found?.out || !isWilling || resolutionOf(found).status !== 'CNCL') return;
  const { minor, currency } = found.out.booking;
  const back = { direction: 'CRDT', minor: BigInt(minor), currency, returnCode: 'FOCR' } as const;
  const bookings = [bookingOf(state, payment, back)];
  await keep(state, { account: found.file.debtorAccount, file: found.file.messageId, bookings });
}

/** What of a file is still to be done, by the clock; after a restart too. */
function arm(state: State, file: Taken): void {
  const due = (millis: number, work: () => Promise<void>) =>
    state.clock.at(file.at + millis, () => void enqueue(state, work));
  due(BOOKED_AFTER_MILLIS, () => bookFile(state, file));
  if (file.backs.length > 0) due(BOOKED_AFTER_MILLIS + BACK_AFTER_MILLIS, () => sendBack(state, file));
  armClosing(state, file.at);
}
/** One piece of work after the other, so that books never interleave. */
function enqueue(state: State, work: () => Promise<void>): Promise<void> {
  state.last = state.last
    .then(work)
    .catch((error: unknown) => void process.stderr.write(`${String(error)}\n`));
  return state.last;
}

const isBooked = ({ booked }: State, file: string, direction: Booking['direction']): boolean =>
  booked.some(
    (line) => line.file === file && line.bookings.some((booking) => booking.direction === direction),
  );
async function bookFile(state: State, { id, xml, verdicts }: Taken): Promise<void> {
  const file = readFile(xml);
  if (!file || isBooked(state, id, 'DBIT')) return;
  const good = new Set(
    verdicts.filter(({ status }) => status === 'ACSP').map(({ endToEndId }) => endToEndId),
  );
  const bookings = file.payments
    .filter(({ endToEndId }) => good.has(endToEndId))
    .map(({ endToEndId, amount, currency }) => {
      const minor = (minorOf(amount, currency) ?? 0n) + BigInt(state.knobs.bookMore);
      return bookingOf(state, endToEndId, { direction: 'DBIT', minor, currency, returnCode: null });
    });
  await keep(state, { account: file.debtorAccount, file: id, bookings });
}
async function sendBack(state: State, { id, xml, backs }: Taken): Promise<void> {
  const file = readFile(xml);
  if (!file || isBooked(state, id, 'CRDT')) return;
  const out = state.booked.filter((line) => line.file === id).flatMap((line) => line.bookings);
  const bookings = backs.flatMap(([endToEndId, returnCode]) => {
    const gone = out.find((each) => each.endToEndId === endToEndId);
    if (!gone) return [];
    const [minor, currency] = [BigInt(gone.minor), gone.currency];
    return [bookingOf(state, endToEndId, { direction: 'CRDT', minor, currency, returnCode })];
  });
  await keep(state, { account: file.debtorAccount, file: id, bookings });
}
const bookingOf = (
  { clock }: State,
  endToEndId: string,
  { minor, ...it }: Pick<Booking, 'direction' | 'currency' | 'returnCode'> & { minor: bigint },
): Booking => ({
  ...it,
  minor: minor.toString(),
  endToEndId,
  reference: `B${randomUUID().replaceAll('-', '').slice(0, 24)}`,
  day: dayOf(clock.millis()),
});
async function keep(state: State, it: Pick<Booked, 'account' | 'file' | 'bookings'>): Promise<void> {
  if (it.bookings.length === 0) return;
  await write(state, { kind: 'booked', at: state.clock.millis(), ...it });
  await report(state, camt054(headOf(state), it.account, it.bookings));
}

/** Somebody sends money to one of the accounts. */
export type Arrival = { currency: string; minor: string; from: Sender };
async function arrive(state: State, { currency, minor, from }: Arrival): Promise<string | null> {
  const account = [...state.accounts].find(([, each]) => each === currency)?.[0];
  if (account === undefined) return null;
  const what = { direction: 'CRDT', minor: BigInt(minor), currency, returnCode: null } as const;
  const booking = { ...bookingOf(state, 'NOTPROVIDED', what), from };
  await keep(state, { account, file: '', bookings: [booking] });
  armClosing(state, state.clock.millis());
  return booking.reference;
}

/** What the bank does by itself: its fees, interest, a mistake, a booking that it takes back. */
export type OwnBooking = {
  currency: string;
  minor: string;
  direction: Booking['direction'];
  subFamily?: string;
  reverses?: string;
};
async function bookOwn(
  state: State,
  { currency, minor, direction, ...what }: OwnBooking,
): Promise<string | null> {
  const account = [...state.accounts].find(([, each]) => each === currency)?.[0];
  if (account === undefined) return null;
  const it = { direction, minor: BigInt(minor), currency, returnCode: null };
  const booking: Booking = { ...bookingOf(state, 'NOTPROVIDED', it), ...what };
  await keep(state, { account, file: '', bookings: [booking] });
  armClosing(state, state.clock.millis());
  return booking.reference;
}
const armClosing = (state: State, at: number): void =>
  state.clock.at(at + DAY_MILLIS, () => void enqueue(state, () => closeDay(state, dayOf(at))));

const bookingsOn = ({ booked }: State, account: string): Booking[] =>
  booked.filter((line) => line.account === account).flatMap((line) => line.bookings);
const movedBy = (state: State, account: string, which: (day: string) => boolean): bigint =>
  bookingsOn(state, account)
    .filter(({ day }) => which(day))
    .reduce((sum, { direction, minor }) => sum + (direction === 'CRDT' ? BigInt(minor) : -BigInt(minor)), 0n);
/** The statement of a day says again what the notifications said, with the balances. */
async function closeDay(state: State, day: string): Promise<void> {
  if (state.closedDays.has(day)) return;
  await write(state, { kind: 'closed', day });
  for (const [account, currency] of state.accounts) {
    const bookings = bookingsOn(state, account).filter((each) => each.day === day);
    if (bookings.length === 0) continue;
    const opening = movedBy(state, account, (each) => each < day);
    const closing = movedBy(state, account, (each) => each <= day);
    await report(state, camt053(headOf(state), account, { day, currency, opening, closing }, bookings));
  }
}

type Given = Pick<State, 'clock' | 'accounts' | 'knobs'>;
/** The bank's own books: files, bookings, reports, all that it ever answered for. It runs by its own clock. */
export async function openBooks(path: string, given: Given) {
  const state: State = {
    ...given,
    files: new Map(),
    questions: new Map(),
    answered: new Set(),
    booked: [],
    reports: new Map(),
    closedDays: new Set(),
    append: async () => undefined,
    waiting: [],
    last: Promise.resolve(),
  };
  const book: Book<Line> = await openBook<Line>(path, (line) => replay(state, line));
  state.append = book.append;
  for (const file of state.files.values()) arm(state, file);
  for (const question of state.questions.values()) armQuestion(state, question);
  for (const { file, at } of state.booked) if (file === '') armClosing(state, at);
  const { reports, files, questions, accounts } = state;
  return {
    take: (id: string, xml: string, digest: string) =>
      new Promise<TakeAnswer>((resolve) => {
        void enqueue(state, async () => resolve(await take(state, id, xml, digest)));
      }),
    has: (id: string): boolean => files.has(id) || questions.has(id),
    /** The bank's reference of the booking; null where there is no account of that currency. */
    arrive: (it: Arrival) =>
      new Promise<string | null>((resolve) => {
        void enqueue(state, async () => resolve(await arrive(state, it)));
      }),
    bookOwn: (it: OwnBooking) =>
      new Promise<string | null>((resolve) => {
        void enqueue(state, async () => resolve(await bookOwn(state, it)));
      }),
    reportsAfter: (number: number): number[] =>
      [...reports.keys()].filter((each) => each > number).sort((a, b) => a - b),
    report: (number: number): string | undefined => reports.get(number),
    /** What every account has gained or lost, in minor units. */
    balances: () =>
      Object.fromEntries(
        [...accounts].map(([account, currency]) => [
          currency,
          movedBy(state, account, () => true).toString(),
        ]),
      ),
    files: () => [...files.values()].map(({ id, verdicts }) => ({ id, verdicts })),
    questions: () => [...questions.values()].map(({ question }) => question),
    /** Lets out what was held back. */
    letGo: (): Promise<void> =>
      enqueue(state, async () => {
        for (const xml of state.waiting.splice(0)) await report(state, xml);
      }),
    /** Hands a report of whatever content over, as tests of bad input want it. */
    say: (xml: string): Promise<void> =>
      enqueue(state, () => write(state, { kind: 'report', number: reports.size + 1, xml })),
    /** Resolves when everything that has begun is done. */
    settled: (): Promise<void> => enqueue(state, async () => undefined),
    close: () => book.close(),
  };
}
