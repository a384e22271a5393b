import type { WithdrawalState } from '#common/api/entry-kinds';
import type { NoticeKind } from './kinds.ts';

/** Each state of a payout is told; it goes with the file within seconds after it was put in, which is no news. */
export const WITHDRAWAL_NOTICES: Readonly<Record<WithdrawalState, NoticeKind | null>> = {
  in_review: 'withdrawal_in_review',
  requested: 'withdrawal_requested',
  in_batch: null,
  sent: 'withdrawal_sent',
  accepted: 'withdrawal_accepted',
  checking: 'withdrawal_checking',
  conflict: 'withdrawal_conflict',
  paid: 'withdrawal_paid',
  returned: 'withdrawal_returned',
  rejected: 'withdrawal_rejected',
  cancelled: 'withdrawal_cancelled',
  expired: 'withdrawal_expired',
  failed: 'withdrawal_failed',
};
