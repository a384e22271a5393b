import { randomUUID } from 'node:crypto';
import type { SimulatedClock } from '../shared/clock.ts';
import { type Book, openBook } from '../shared/book.ts';
import { isIban, minorOf, type PaymentFile, readFile, TEST_ACCOUNTS } from './payments.ts';
import { type Booking, camt053, camt054, pain002, type Verdict } from './reports.ts';

/** Minutes from the arrival of a file to the booking of its payments, and hours until one is sent back. */
const BOOKED_AFTER_MILLIS = 30 * 60_000;
const BACK_AFTER_MILLIS = 20 * 3_600_000;
const DAY_MILLIS = 86_400_000;

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
};
export const NO_TROUBLE: Knobs = { upload: 'taken', reports: 'sent', reject: null, sendBack: null, bookMore: 0 };

type Taken = { kind: 'file'; id: string; digest: string; xml: string; at: number; verdicts: Verdict[]; backs: [string, string][] };
type Booked = { kind: 'booked'; account: string; file: string; at: number; bookings: Booking[] };
type Reported = { kind: 'report'; number: number; xml: string };
type Closed = { kind: 'closed'; day: string };
export type Line = Taken | Booked | Reported | Closed;

export type Books = Awaited<ReturnType<typeof openBooks>>;

/** The bank's own books: files, bookings, reports, all that it ever answered for. It runs by its own clock. */
export async function openBooks(
  path: string,
  { clock, accounts, knobs }: { clock: SimulatedClock; accounts: ReadonlyMap<string, string>; knobs: Knobs },
) {
  const files = new Map<string, Taken>();
  const booked: Booked[] = [];
  const reports = new Map<number, string>();
  const closedDays = new Set<string>();
  let waiting: string[] = [];
  const book: Book<Line> = await openBook<Line>(path, replay);
  function replay(line: Line): void {
    if (line.kind === 'file') files.set(line.id, line);
    else if (line.kind === 'booked') booked.push(line);
    else if (line.kind === 'report') reports.set(line.number, line.xml);
    else closedDays.add(line.day);
  }
  async function write(line: Line): Promise<void> {
    replay(line);
    await book.append(line);
  }
  const dayOf = (millis: number): string => new Date(millis).toISOString().slice(0, 10);
  const head = () => ({ id: `R${randomUUID().replaceAll('-', '').slice(0, 20)}`, at: clock.text() });

  async function report(xml: string): Promise<void> {
    if (knobs.reports === 'held') return void waiting.push(xml);
    const text = knobs.reports === 'garbled' ? xml.slice(0, xml.length / 2) : xml;
    for (let copy = 0; copy < (knobs.reports === 'twice' ? 2 : 1); copy++)
      await write({ kind: 'report', number: reports.size + 1, xml: text });
  }

  const happening = (account: string) => TEST_ACCOUNTS.find(({ ending }) => account.endsWith(ending));
  function verdictOn({ endToEndId, amount, currency, creditorAccount: to }: PaymentFile['payments'][number]): Verdict {
    const minor = minorOf(amount, currency);
    const test = happening(to);
    const code =
      knobs.reject ??
      (test?.happens === 'rejected' ? test.code : null) ??
      (minor === null || minor <= 0n ? 'AM12' : null) ??
      (/^[A-Z]{2}/.test(to) && !isIban(to) ? 'AC01' : null);
    return { endToEndId, status: code === null ? 'ACSP' : 'RJCT', code };
  }

  /** Takes a file, once per id. `wrong`: it cannot be taken as a whole, with the code for that. */
  async function take(id: string, xml: string, digest: string): Promise<'taken' | 'file_reused' | { wrong: string }> {
    const known = files.get(id);
    if (known) return known.digest === digest ? 'taken' : 'file_reused';
    const file = readFile(xml);
    if (file?.messageId !== id) return { wrong: 'FF01' };
    const sum = file.payments.reduce((total, { amount, currency }) => total + (minorOf(amount, currency) ?? 0n), 0n);
    const currency = accounts.get(file.debtorAccount);
    if (currency === undefined) return { wrong: 'AC02' };
    const isWhole =
      Number(file.count) === file.payments.length &&
      minorOf(file.sum, currency) === sum &&
      file.payments.every((payment) => payment.currency === currency);
    if (!isWhole) return { wrong: 'AM10' };
    const verdicts = file.payments.map(verdictOn);
    const backs = file.payments.flatMap(({ endToEndId, creditorAccount }): [string, string][] => {
      const test = happening(creditorAccount);
      const code = knobs.sendBack ?? (test?.happens === 'returned' ? test.code : null);
      return code === null ? [] : [[endToEndId, code]];
    });
    const taken: Taken = { kind: 'file', id, digest, xml, at: clock.millis(), verdicts, backs };
    await write(taken);
    await report(pain002(head(), id, verdicts));
    arm(taken);
    return 'taken';
  }

  /** What of a file is still to be done, by the clock; after a restart too. */
  function arm(file: Taken): void {
    const due = (millis: number, work: () => Promise<void>) => clock.at(file.at + millis, () => void enqueue(work));
    due(BOOKED_AFTER_MILLIS, () => bookFile(file));
    if (file.backs.length > 0) due(BOOKED_AFTER_MILLIS + BACK_AFTER_MILLIS, () => sendBack(file));
    due(DAY_MILLIS, () => closeDay(dayOf(file.at)));
  }
  let last: Promise<void> = Promise.resolve();
  /** One piece of work after the other, so that books never interleave. */
  function enqueue(work: () => Promise<void>): Promise<void> {
    last = last.then(work).catch((error: unknown) => void process.stderr.write(`${String(error)}\n`));
    return last;
  }

  const isBooked = (file: string, direction: Booking['direction']): boolean =>
    booked.some((line) => line.file === file && line.bookings.some((booking) => booking.direction === direction));
  async function bookFile({ id, xml, verdicts }: Taken): Promise<void> {
    const file = readFile(xml);
    if (!file || isBooked(id, 'DBIT')) return;
    const good = new Set(verdicts.filter(({ status }) => status === 'ACSP').map(({ endToEndId }) => endToEndId));
    const bookings = file.payments
      .filter(({ endToEndId }) => good.has(endToEndId))
      .map(({ endToEndId, amount, currency }) => {
        const minor = (minorOf(amount, currency) ?? 0n) + BigInt(knobs.bookMore);
        return booking(endToEndId, { direction: 'DBIT', minor, currency, returnCode: null });
      });
    await keep(file.debtorAccount, id, bookings);
  }
  async function sendBack({ id, xml, backs }: Taken): Promise<void> {
    const file = readFile(xml);
    if (!file || isBooked(id, 'CRDT')) return;
    const out = booked.filter((line) => line.file === id).flatMap((line) => line.bookings);
    const bookings = backs.flatMap(([endToEndId, returnCode]) => {
      const gone = out.find((each) => each.endToEndId === endToEndId);
      if (!gone) return [];
      return [booking(endToEndId, { direction: 'CRDT', minor: BigInt(gone.minor), currency: gone.currency, returnCode })];
    });
    await keep(file.debtorAccount, id, bookings);
  }
  const booking = (
    endToEndId: string,
    { minor, ...it }: Pick<Booking, 'direction' | 'currency' | 'returnCode'> & { minor: bigint },
  ): Booking => ({
    ...it,
    minor: minor.toString(),
    endToEndId,
    reference: `B${randomUUID().replaceAll('-', '').slice(0, 24)}`,
    day: dayOf(clock.millis()),
  });
  async function keep(account: string, file: string, bookings: Booking[]): Promise<void> {
    if (bookings.length === 0) return;
    await write({ kind: 'booked', account, file, at: clock.millis(), bookings });
    await report(camt054(head(), account, bookings));
  }

  const movedBy = (account: string, which: (day: string) => boolean): bigint =>
    booked
      .filter((line) => line.account === account)
      .flatMap((line) => line.bookings)
      .filter(({ day }) => which(day))
      .reduce((sum, { direction, minor }) => sum + (direction === 'CRDT' ? BigInt(minor) : -BigInt(minor)), 0n);
  /** The statement of a day says again what the notifications said, with the balances. */
  async function closeDay(day: string): Promise<void> {
    if (closedDays.has(day)) return;
    await write({ kind: 'closed', day });
    for (const [account, currency] of accounts) {
      const own = booked.filter((line) => line.account === account).flatMap((line) => line.bookings);
      const bookings = own.filter((each) => each.day === day);
      if (bookings.length === 0) continue;
      const opening = movedBy(account, (each) => each < day);
      const closing = movedBy(account, (each) => each <= day);
      await report(camt053(head(), account, { day, currency, opening, closing }, bookings));
    }
  }
  for (const file of files.values()) arm(file);
  return {
    take: (id: string, xml: string, digest: string) =>
      new Promise<Awaited<ReturnType<typeof take>>>((resolve) => {
        void enqueue(async () => resolve(await take(id, xml, digest)));
      }),
    has: (id: string): boolean => files.has(id),
    reportsAfter: (number: number): number[] => [...reports.keys()].filter((each) => each > number).sort((a, b) => a - b),
    report: (number: number): string | undefined => reports.get(number),
    /** What every account has gained or lost, in minor units. */
    balances: () =>
      Object.fromEntries([...accounts].map(([account, currency]) => [currency, movedBy(account, () => true).toString()])),
    files: () => [...files.values()].map(({ id, verdicts }) => ({ id, verdicts })),
    async letGo(): Promise<void> {
      const held = waiting;
      waiting = [];
      await enqueue(async () => {
        for (const xml of held) await report(xml);
      });
    },
    /** Hands a report of whatever content over, as tests of bad input want it. */
    say: (xml: string): Promise<void> => enqueue(() => write({ kind: 'report', number: reports.size + 1, xml })),
    /** Resolves when everything that is due by now has been done. */
    settled: (): Promise<void> => enqueue(async () => undefined),
    close: () => book.close(),
  };
}
