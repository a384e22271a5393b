import {
  type CardAcquirer,
  type Ewallet,
  type EwalletReportFailure,
  type EwalletSettlement,
  type SettledDay,
  type Settlement,
  signedOf,
} from '#connectors';
import type { RailName, ReportFault } from '#common/reconciliation';
import { err, ok, type Result } from '#common/result';
import type { WalletDeps } from '../deps.ts';
import type { RailItem } from './rail.ts';

/** A line of a provider's report as it is compared. */
export type SettledLine = Pick<RailItem, 'key' | 'amountMinor' | 'refs' | 'code' | 'isReversal'>;
export type Report = SettledDay & {
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  readonly lines: readonly SettledLine[];
};
/** Nobody answered; or what was answered is no report, and why. */
export type NoReport =
  | { readonly code: 'unavailable'; readonly cause: string }
  | { readonly code: 'report_refused'; readonly fault: ReportFault; readonly line: number };

/** A company that settles by day and is asked for its reports. */
export type Settling = {
  readonly rail: RailName;
  readonly days: (after: string | null) => Promise<Result<readonly SettledDay[], NoReport>>;
  readonly report: (of: SettledDay) => Promise<Result<Report, NoReport>>;
};

/** Its fee for a payment, in the lines of a provider; booked by rule. */
export const PROVIDER_FEE = 'provider_fee';

const unavailable = ({ cause }: { cause: string }): NoReport => ({ code: 'unavailable', cause });

export const settlingOf = ({
  acquirer,
  ewallet,
}: Pick<WalletDeps, 'acquirer' | 'ewallet'>): readonly Settling[] => [
  byCard(acquirer),
  ...(ewallet === null ? [] : [byEwallet(ewallet)]),
];

const byCard = (acquirer: CardAcquirer): Settling => ({
  rail: 'rail:card',
  days: async (after) => withFailure(await acquirer.settlementsAfter(after), unavailable),
  report: async (of) => {
    const told = withFailure(await acquirer.settlement(of), unavailable);
    return told.ok ? ok(reportOf(told.value, chargeLine)) : told;
  },
});

const byEwallet = (ewallet: Ewallet): Settling => ({
  rail: 'rail:ewallet',
  days: async (after) => withFailure(await ewallet.settlementsAfter(after), failureOf),
  report: async (of) => {
    const told = withFailure(await ewallet.settlement(of), failureOf);
    return told.ok ? ok(reportOf(told.value, paymentLine)) : told;
  },
});

const failureOf = (failure: EwalletReportFailure): NoReport =>
  failure.code === 'report_refused' ? failure : unavailable(failure);

const withFailure = <T, E extends { code: string }>(
  result: Result<T, E>,
  told: (error: E) => NoReport,
): Result<T, NoReport> => (result.ok ? result : err(told(result.error)));

const reportOf = <Line>(
  {
    lines,
    ...head
  }: SettledDay & {
    readonly openingMinor: bigint;
    readonly closingMinor: bigint;
    readonly lines: readonly Line[];
  },
  lineOf: (line: Line) => SettledLine,
): Report => ({ ...head, lines: lines.map(lineOf) });

const chargeLine = ({
  id,
  kind,
  charge,
  reference,
  refundReference,
  amountMinor,
}: Settlement['lines'][number]): SettledLine => ({
  key: id,
  amountMinor: kind === 'charge' ? amountMinor : -amountMinor,
  refs: refsOf(reference, charge, refundReference),
  code: kind,
  isReversal: kind !== 'charge',
});

/** A fee is booked by itself: with the names of its payment it would stand in the way of those who are to agree. */
const paymentLine = (line: EwalletSettlement['lines'][number]): SettledLine => {
  const { id, kind, payment, reference, refundReference } = line;
  const isFee = kind === 'fee';
  return {
    key: id,
    amountMinor: signedOf(line),
    refs: isFee ? [id] : refsOf(reference, payment, refundReference),
    code: isFee ? PROVIDER_FEE : kind,
    isReversal: kind === 'refund',
  };
};

const refsOf = (...refs: readonly (string | null)[]): string[] => [
  ...new Set(refs.filter((ref) => ref !== null)),
];
