import type { CrossBorderState } from '#common/api/entry-kinds';
import type { NoticeKind } from './kinds.ts';

/** Each state of a transfer abroad is told, also that nobody has confirmed it. */
export const CROSS_BORDER_NOTICES: Readonly<Record<CrossBorderState, NoticeKind | null>> = {
  in_review: 'cross_border_in_review',
  processing: 'cross_border_requested',
  sent: 'cross_border_sent',
  with_correspondent: 'cross_border_with_correspondent',
  unconfirmed: 'cross_border_unconfirmed',
  checking: 'cross_border_checking',
  conflict: 'cross_border_conflict',
  delivered: 'cross_border_delivered',
  returned: 'cross_border_returned',
  rejected: 'cross_border_rejected',
  cancelled: 'cross_border_cancelled',
  expired: 'cross_border_expired',
  failed: 'cross_border_failed',
};

/** What became of a request to have it back. */
export const RECALL_NOTICES = {
  asked: 'cross_border_recall_asked',
  accepted: 'cross_border_recall_accepted',
  refused: 'cross_border_recall_refused',
} as const satisfies Record<string, NoticeKind>;
