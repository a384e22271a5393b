// A batch of plain transfers, decided in memory and laid out as the columns that ledger.post_singles takes.
import { CURRENCIES, type Currency, MAX_AMOUNT_MINOR } from '#common/money';
import { invariant } from '#common/result';
import { Temporal } from '#platform/clock';
import type { LedgerAccountId } from '../accounts/accounts.ts';
import { MOVEMENTS } from '../movements.ts';
import { operationRef } from '../operation-ref.ts';
import type { Leg, PostCommand, WindowUse } from '../transfer.ts';
import { Column } from './binary.ts';
import { fingerprintHexOf } from './fingerprint.ts';
import type { Call, RememberedAccount } from './remembered-accounts.ts';
import { firstOfMonth, NOT_USED, type UsedWindow, withOneMore } from './windows.ts';

/** Legs of one call; the sequence gives each call more numbers than that. */
export const SINGLES_MAX_LEGS = 4_000;

/** Places in the list of currencies that each call brings along. */
const CURRENCY_PLACE = Object.fromEntries(
  CURRENCIES.map((currency, index) => [currency, index + 1]),
) as Record<Currency, number>;

const FLAG = {
  neverBelowZeroCredit: 1,
  neverBelowZeroDebit: 2,
  frozenOut: 4,
  frozenIn: 8,
  closed: 16,
} as const;

export type SingleLeg = Extract<Leg, { kind: 'single' }>;
export type SinglesCommand = Omit<PostCommand, 'legs'> & {
  readonly legs: readonly [SingleLeg, ...SingleLeg[]];
};
export const isOfSingles = (command: PostCommand): command is SinglesCommand =>
  command.legs.every(({ kind }) => kind === 'single');

/** An account in a batch: as it was found, and what the batch does to it. */
type Touched = {
  readonly account: RememberedAccount;
  readonly net: bigint;
  readonly version: number;
  readonly last: number;
  readonly lastCall: Call | undefined;
  debits: bigint;
  credits: bigint;
  touches: number;
  /** The last leg of the batch that touches it, 0 for none yet. */
  lastLeg: number;
  /** Its place among the accounts of the call. */
  position: number;
  /** What the batch uses of its spending window. */
  window: UsedWindow | undefined;
};

/** What a leg leaves behind, and the leg of the batch before it on either account. */
export type LegTrace = {
  readonly leg: SingleLeg;
  readonly debit: Touched;
  readonly credit: Touched;
  readonly debitAfter: bigint;
  readonly creditAfter: bigint;
  readonly debitTouch: number;
  readonly creditTouch: number;
  readonly debitPrev: number;
  readonly creditPrev: number;
};

/** The columns of `ledger.post_singles` in its order. */
class Columns {
  readonly accounts = {
    account: new Column('int8', 2 * SINGLES_MAX_LEGS),
    currency: new Column('int2', 2 * SINGLES_MAX_LEGS),
    flags: new Column('int4', 2 * SINGLES_MAX_LEGS),
    held: new Column('int8', 2 * SINGLES_MAX_LEGS),
    net: new Column('int8', 2 * SINGLES_MAX_LEGS),
    version: new Column('int8', 2 * SINGLES_MAX_LEGS),
    last: new Column('int8', 2 * SINGLES_MAX_LEGS),
    debits: new Column('int8', 2 * SINGLES_MAX_LEGS),
    credits: new Column('int8', 2 * SINGLES_MAX_LEGS),
    touches: new Column('int4', 2 * SINGLES_MAX_LEGS),
    lastLeg: new Column('int4', 2 * SINGLES_MAX_LEGS),
  };
  readonly legs = {
    id: new Column('uuid', SINGLES_MAX_LEGS),
    fingerprint: new Column('int8', SINGLES_MAX_LEGS),
    operationKind: new Column('int2', SINGLES_MAX_LEGS),
    operationTail: new Column('int4', SINGLES_MAX_LEGS),
    code: new Column('int2', SINGLES_MAX_LEGS),
    leg: new Column('int2', SINGLES_MAX_LEGS),
    legs: new Column('int2', SINGLES_MAX_LEGS),
    debit: new Column('int4', SINGLES_MAX_LEGS),
    credit: new Column('int4', SINGLES_MAX_LEGS),
    amount: new Column('int8', SINGLES_MAX_LEGS),
    debitAfter: new Column('int8', SINGLES_MAX_LEGS),
    creditAfter: new Column('int8', SINGLES_MAX_LEGS),
    debitTouch: new Column('int4', SINGLES_MAX_LEGS),
    creditTouch: new Column('int4', SINGLES_MAX_LEGS),
    debitPrev: new Column('int4', SINGLES_MAX_LEGS),
    creditPrev: new Column('int4', SINGLES_MAX_LEGS),
  };
  readonly windows = {
    minor: new Column('int8', 2 * SINGLES_MAX_LEGS),
    dayLimit: new Column('int8', 2 * SINGLES_MAX_LEGS),
    monthLimit: new Column('int8', 2 * SINGLES_MAX_LEGS),
  };
}

/** What goes into one call. Used again and again: `begin`, `add` each command in its turn, `layOut`, `taken`. */
export class Singles {
  private readonly columns = new Columns();
  private readonly touched = new Map<LedgerAccountId, Touched>();
  /** One per leg of the commands that were accepted, in order. */
  readonly traces: LegTrace[] = [];
  /** The latest day of the windows that are used, on which all of it counts; null: none is used, and nothing is said about any. */
  private windowDay: Temporal.PlainDate | null = null;
  /** Whether an account's newest row is a leg of a call that is not answered yet: of the one before this. */
  follows = false;

  begin(): void {
    this.touched.clear();
    this.traces.length = 0;
    this.follows = false;
    this.windowDay = null;
  }

  /**
   * Decides a command on what the ones before it left: whether all of its legs go through. If not, nothing of it is kept: it is for
   * `ledger.post_batch`, which says why and writes it down.
   */
  add(command: SinglesCommand, known: (id: LedgerAccountId) => RememberedAccount | undefined): boolean {
    const first = this.traces.length;
    for (const leg of command.legs) {
      if (this.move(leg, known)) continue;
      while (this.traces.length > first) this.takeBack();
      return false;
    }
    if (command.window) this.useWindow(command.window, this.traces[first]?.debit);
    return true;
  }

  private useWindow(use: WindowUse, payer: Touched | undefined): void {
    invariant(payer !== undefined, 'every leg left a trace');
    payer.window = withOneMore(payer.window, use);
    const { windowDay: latest } = this;
    // Payments of a day share its object, so they are seldom compared.
    if (latest === null || (latest !== use.day && Temporal.PlainDate.compare(latest, use.day) < 0))
      this.windowDay = use.day;
  }

  private move(leg: SingleLeg, known: (id: LedgerAccountId) => RememberedAccount | undefined): boolean {
    const { debit, credit, amount } = leg;
    const [from, to] = [this.touch(debit, known), this.touch(credit, known)];
    if (!from || !to || from === to || amount.minor <= 0n || amount.minor > MAX_AMOUNT_MINOR) return false;
    const [payer, payee] = [from.account, to.account];
    if (payer.currency !== amount.currency || payee.currency !== amount.currency) return false;
    if (payer.flags & (FLAG.frozenOut | FLAG.closed) || payee.flags & (FLAG.frozenIn | FLAG.closed))
      return false;
    const [debitAfter, creditAfter] = [payer.net - amount.minor, payee.net + amount.minor];
    if (payer.flags & FLAG.neverBelowZeroCredit && debitAfter < payer.held) return false;
    if (payee.flags & FLAG.neverBelowZeroDebit && -creditAfter < payee.held) return false;
    payer.net = debitAfter;
    payee.net = creditAfter;
    from.debits += amount.minor;
    to.credits += amount.minor;
    this.traces.push({
      leg,
      debit: from,
      credit: to,
      debitAfter,
      creditAfter,
      debitTouch: (from.touches += 1),
      creditTouch: (to.touches += 1),
      debitPrev: from.lastLeg,
      creditPrev: to.lastLeg,
    });
    from.lastLeg = to.lastLeg = this.traces.length;
    return true;
  }

  private touch(
    id: LedgerAccountId,
    known: (id: LedgerAccountId) => RememberedAccount | undefined,
  ): Touched | undefined {
    const already = this.touched.get(id);
    if (already) return already;
    const account = known(id);
    if (!account) return undefined;
    const { net, version, last, lastCall } = account;
    const touched: Touched = {
      account,
      net,
      version,
      last,
      lastCall,
      debits: 0n,
      credits: 0n,
      touches: 0,
      lastLeg: 0,
      position: 0,
      window: undefined,
    };
    this.touched.set(id, touched);
    return touched;
  }

  private takeBack(): void {
    const trace = this.traces.pop();
    invariant(trace !== undefined, 'only what was done is taken back');
    const { debit, credit, leg } = trace;
    debit.account.net += leg.amount.minor;
    credit.account.net -= leg.amount.minor;
    debit.debits -= leg.amount.minor;
    credit.credits -= leg.amount.minor;
    debit.touches -= 1;
    credit.touches -= 1;
    debit.lastLeg = trace.debitPrev;
    credit.lastLeg = trace.creditPrev;
  }

  /** Writes down what was accepted, under the call that it will be; its accounts remember that they are touched by it. */
  layOut(commands: readonly SinglesCommand[], call: Call): void {
    for (const column of Object.values(this.columns.accounts)) column.reset();
    for (const column of Object.values(this.columns.legs)) column.reset();
    for (const column of Object.values(this.columns.windows)) column.reset();
    // The order of ids is the order of locks. An account that only commands without success would have touched is not among them.
    const accounts = [...this.touched.values()]
      .filter(({ touches }) => touches > 0)
      .toSorted((a, b) => (a.account.id < b.account.id ? -1 : 1));
    for (const [index, one] of accounts.entries()) {
      one.position = index + 1;
      this.layOutAccount(one);
      one.account.version += one.touches;
      one.account.last = one.lastLeg;
      one.account.lastCall = call;
    }
    let next = 0;
    for (const command of commands) {
      const { kind, tail } = operationRef(command.operationId);
      const fingerprint = fingerprintHexOf(command);
      for (let leg = 1; leg <= command.legs.length; leg += 1) {
        const {
          id,
          fingerprint: prints,
          operationKind,
          operationTail,
          leg: number,
          legs,
        } = this.columns.legs;
        const trace = this.traces[next];
        invariant(trace !== undefined, 'every leg left a trace');
        next += 1;
        id.pushHex(trace.leg.id);
        prints.pushHex(fingerprint);
        operationKind.pushInt2(kind);
        operationTail.pushInt4(tail);
        number.pushInt2(leg);
        legs.pushInt2(command.legs.length);
        this.layOutLeg(trace);
      }
    }
  }

  private layOutAccount(one: Touched): void {
    const { account, lastCall } = one;
    const columns = this.columns.accounts;
    columns.account.pushInt8(account.id);
    columns.currency.pushInt2(CURRENCY_PLACE[account.currency]);
    columns.flags.pushInt4(account.flags);
    columns.held.pushInt8(account.held);
    columns.net.pushInt8(one.net);
    columns.version.pushSafeInt8(one.version);
    const isOpen = lastCall !== undefined && lastCall.base === undefined;
    if (isOpen) this.follows = true;
    columns.last.pushSafeInt8(isOpen ? -one.last : one.last + (lastCall?.base ?? 0));
    columns.debits.pushInt8(one.debits);
    columns.credits.pushInt8(one.credits);
    columns.touches.pushInt4(one.touches);
    columns.lastLeg.pushInt4(one.lastLeg);
    if (this.windowDay === null) return;
    const { minor, dayLimit, monthLimit } = one.window ?? NOT_USED;
    const { windows } = this.columns;
    windows.minor.pushInt8(minor);
    windows.dayLimit.pushInt8(dayLimit);
    windows.monthLimit.pushInt8(monthLimit);
  }

  private layOutLeg(trace: LegTrace): void {
    const { leg, debit, credit } = trace;
    const columns = this.columns.legs;
    columns.code.pushInt2(MOVEMENTS[leg.code]);
    columns.debit.pushInt4(debit.position);
    columns.credit.pushInt4(credit.position);
    columns.amount.pushInt8(leg.amount.minor);
    columns.debitAfter.pushInt8(trace.debitAfter);
    columns.creditAfter.pushInt8(trace.creditAfter);
    columns.debitTouch.pushInt4(trace.debitTouch);
    columns.creditTouch.pushInt4(trace.creditTouch);
    columns.debitPrev.pushInt4(trace.debitPrev);
    columns.creditPrev.pushInt4(trace.creditPrev);
  }

  /** The columns as they were laid out, to be sent before the next `layOut`. */
  taken(): Buffer[] {
    return [...Object.values(this.columns.accounts), ...Object.values(this.columns.legs)].map((column) =>
      column.taken(),
    );
  }

  /** What is used of windows, as it was laid out: the day, the first of its month, the columns. */
  takenWindows(): (string | Buffer | null)[] {
    const { windowDay: day } = this;
    if (day === null) return [null, null, null, null, null];
    const columns = Object.values(this.columns.windows).map((column) => column.taken());
    return [day.toString(), firstOfMonth(day).toString(), ...columns];
  }

  /** The accounts that were looked at. */
  accountIds(): Iterable<LedgerAccountId> {
    return this.touched.keys();
  }
}
