import type { BankTopUpState } from '#common/api/entry-kinds';
import type { NoticeKind } from './kinds.ts';

/** Money by transfer comes when nobody looks: each of its states is news. */
export const BANK_TOP_UP_NOTICES: Readonly<Record<BankTopUpState, NoticeKind>> = {
  settled: 'bank_top_up_arrived',
  put_aside: 'bank_top_up_put_aside',
  sending_back: 'bank_top_up_sending_back',
  sent_back: 'bank_top_up_sent_back',
};

/** States of a top-up that people hear of. On the way there they are looking at the screen; a chargeback has an event of its own. */
export const TOP_UP_NOTICES: Readonly<Record<string, NoticeKind>> = {
  settled: 'top_up_settled',
  failed: 'top_up_failed',
  expired: 'top_up_expired',
  checking: 'top_up_checking',
  conflict: 'top_up_conflict',
  in_review: 'top_up_in_review',
  refunding: 'top_up_refunding',
  refunded: 'top_up_refunded',
};
