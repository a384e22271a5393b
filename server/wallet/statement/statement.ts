import type { EntrySummary } from '#operations';
import type { StatementId } from '#common/id';
import type { Locale } from '#common/locale';
import type { Currency, Money } from '#common/money';
import type { StatementForm, StatementKind } from '#common/statement';
import type { LineRange } from '#ledger';
import type { Temporal } from '#platform/clock';

/** A stretch of days in a time zone, and the moments that it means. */
export type Period = {
  readonly from: string;
  /** The last day that is in it. */
  readonly to: string;
  readonly timeZone: string;
  readonly begins: Temporal.Instant;
  /** The first moment that is not in it any more; now, if its last day is not over. */
  readonly until: Temporal.Instant;
};

export type KindSum = {
  readonly kind: StatementKind;
  readonly direction: 'in' | 'out';
  readonly count: number;
  readonly amount: Money;
};

/** What a range of lines adds up to. */
export type Figures = {
  readonly opening: Money;
  readonly in: Money;
  readonly out: Money;
  readonly closing: Money;
  /** Lines that moved the balance; holds and releases do not. */
  readonly lines: number;
  readonly kinds: readonly KindSum[];
};

/** One line as a reader of the statement knows it. */
export type Line = {
  readonly at: Temporal.Instant;
  readonly kind: StatementKind;
  readonly direction: 'in' | 'out';
  readonly amount: Money;
  readonly balance: Money;
  readonly reference: string;
  readonly counterparty: EntrySummary['counterparty'] | null;
  readonly note: string | null;
};

/** A statement that was issued. Its files can be made again at any time, from the same lines. */
export type Statement = {
  readonly id: StatementId;
  readonly code: string;
  readonly currency: Currency;
  readonly period: Period;
  readonly range: LineRange;
  readonly figures: Figures;
  readonly linesDigest: string;
  readonly fees: Money;
  readonly issuedAt: Temporal.Instant;
};

/** Everything that stands at the head of a file. */
export type StatementHead = Statement & {
  /** The owner's full name: the file is the owner's own. */
  readonly holder: string;
  readonly locale: Locale;
  /** Where anybody checks it, as it is printed. */
  readonly verifyUrl: string;
};

/** The words of one language. They are handed in, since this room knows none. */
export type StatementWords = {
  readonly title: string;
  readonly columns: Readonly<
    Record<
      'date' | 'time' | 'kind' | 'other' | 'note' | 'reference' | 'in' | 'out' | 'balance' | 'currency',
      string
    >
  >;
  readonly kinds: Readonly<Record<StatementKind, string>>;
  readonly head: Readonly<
    Record<
      'holder' | 'account' | 'period' | 'currency' | 'issued' | 'number' | 'code' | 'byKind' | 'lines',
      string
    >
  >;
  readonly opening: string;
  readonly moneyIn: string;
  readonly moneyOut: string;
  readonly closing: string;
  readonly fees: string;
  readonly none: string;
  period(days: { from: string; to: string }): string;
  zoned(moment: { when: string; zone: string }): string;
  page(numbers: { page: number; pages: number }): string;
  /** How anybody checks it: the address and the code. */
  verify(by: { url: string; code: string }): string;
};

/** Writes a file of a statement, piece by piece. */
export type FormWriter = (
  head: StatementHead,
  lines: AsyncIterable<readonly Line[]>,
  words: StatementWords,
) => AsyncGenerator<string | Buffer>;

export type FormEntry = { readonly extension: string; readonly type: string; readonly write: FormWriter };
export type Forms = Readonly<Record<StatementForm, FormEntry>>;
