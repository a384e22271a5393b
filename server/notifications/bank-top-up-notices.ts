import type { BankTopUpState } from '#common/api/entry-kinds';
import type { NoticeKind } from './kinds.ts';

/** Money by transfer comes when nobody looks: each of its states is news. */
export const BANK_TOP_UP_NOTICES: Readonly<Record<BankTopUpState, NoticeKind>> = {
  settled: 'bank_top_up_arrived',
  put_aside: 'bank_top_up_put_aside',
  sending_back: 'bank_top_up_sending_back',
  sent_back: 'bank_top_up_sent_back',
};
