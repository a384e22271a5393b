import { money } from '#common/money';
import { err, invariant, ok, type Result } from '#common/result';
import {
  type ArchivedLeg,
  type PostCommand,
  type Posted,
  type PostedLeg,
  type PostRefusal,
  type TransferKind,
  TRANSFER_KINDS,
} from '../transfer.ts';
import type { LegAnswer } from './store.ts';

export type PostResult = Result<Posted, PostRefusal>;

/** One result per command, in order, from the answers to their legs. */
export function toResults(commands: readonly PostCommand[], answers: readonly LegAnswer[]): PostResult[] {
  let next = 0;
  return commands.map((command) => {
    const own = answers.slice(next, (next += command.legs.length));
    invariant(own.length === command.legs.length, 'post_batch answers every leg');
    return toResult(command, own);
  });
}

/** Outcomes of what was posted: now or before, or so long ago that its part of the journal is archived. */
const MOVED: ReadonlySet<string> = new Set(['created', 'archived']);

function toResult(command: PostCommand, answers: readonly LegAnswer[]): PostResult {
  const refused =
    answers.find(({ outcome }) => !MOVED.has(outcome) && outcome !== 'chain_failed') ??
    answers.find(({ outcome }) => !MOVED.has(outcome));
  if (refused) return err(toRefusal(refused));
  if (answers.some(({ outcome }) => outcome === 'archived'))
    return ok({
      status: 'archived',
      legs: command.legs.map((leg, index) => toArchivedLeg(leg.id, answers[index])),
    });
  const legs = command.legs.map((leg, index) => toPostedLeg(leg.id, answers[index]));
  return ok({ status: answers[0]?.replayed ? 'exists' : 'created', legs });
}

const KIND_NAMES = new Map<number, TransferKind>([
  [TRANSFER_KINDS.single, 'single'],
  [TRANSFER_KINDS.hold, 'hold'],
  [TRANSFER_KINDS.capture, 'capture'],
  [TRANSFER_KINDS.void, 'void'],
  [TRANSFER_KINDS.expire, 'expire'],
  [TRANSFER_KINDS.reversal, 'reversal'],
]);
/** The word for a stored kind. */
export function kindName(kind: number): TransferKind {
  return known(KIND_NAMES.get(kind), 'kind');
}

function toArchivedLeg(id: string, answer: LegAnswer | undefined): ArchivedLeg {
  invariant(answer !== undefined, 'every leg has its answer');
  return {
    id,
    seq: known(answer.seq, 'seq'),
    kind: kindName(answer.kind),
    amount: money(known(answer.amount_minor, 'amount'), known(answer.currency, 'currency')),
    debit: known(answer.debit_account, 'debit account'),
    credit: known(answer.credit_account, 'credit account'),
  };
}

function toPostedLeg(id: string, answer: LegAnswer | undefined): PostedLeg {
  invariant(answer !== undefined, 'every leg has its answer');
  return {
    ...toArchivedLeg(id, answer),
    postedAt: known(answer.posted_at, 'time'),
    debitAfter: known(answer.debit_after_minor, 'balance'),
    creditAfter: known(answer.credit_after_minor, 'balance'),
    debitVersion: known(answer.debit_version, 'version'),
    creditVersion: known(answer.credit_version, 'version'),
  };
}

function toRefusal(answer: LegAnswer): PostRefusal {
  const { leg, replayed, outcome, facts } = answer;
  const base = { leg, replayed };
  switch (outcome) {
    case 'insufficient_funds': {
      const available = money(known(answer.available_minor, 'available'), known(answer.currency, 'currency'));
      return { ...base, code: outcome, account: known(answer.account_id, 'account'), available };
    }
    case 'account_frozen_out':
    case 'account_frozen_in':
    case 'account_closed':
      return { ...base, code: outcome, account: known(answer.account_id, 'account') };
    case 'attachment_refused':
      return { ...base, code: outcome, facts: known(facts, 'facts') };
    case 'id_already_failed':
      return { ...base, code: outcome, first: String(known(facts, 'facts')['first']) };
    default:
      invariant(isPlain(outcome), `post_batch answers with a known code, not ${outcome}`);
      return { ...base, code: outcome };
  }
}

/** Codes that carry nothing but themselves. */
const PLAIN = [
  'account_not_found',
  'hold_not_found',
  'hold_already_resolved',
  'hold_expired',
  'hold_not_expired',
  'exceeds_hold',
  'original_not_found',
  'original_not_reversible',
  'exceeds_original',
  'amount_not_positive',
  'amount_too_large',
  'same_account',
  'currency_mismatch',
  'id_reused',
  'chain_failed',
] as const;
const isPlain = (code: string): code is (typeof PLAIN)[number] => (PLAIN as readonly string[]).includes(code);

function known<T>(value: T | null | undefined, what: string): T {
  invariant(value !== null && value !== undefined, `post_batch answers with a ${what}`);
  return value;
}
