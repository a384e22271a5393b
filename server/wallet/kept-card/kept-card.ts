import { isExpired, type KeptCardState } from '#common/kept-card';
import type { CustomerId, KeptCardId, TopUpId } from '#common/id';
import type { ReasonCode, Refusal } from '#common/reasons';
import type { CardFace } from '#connectors';
import type { Temporal } from '#platform/clock';

export type KeptCard = {
  readonly id: KeptCardId;
  readonly customer: CustomerId;
  readonly state: KeptCardState;
  readonly topUp: TopUpId | null;
  readonly replaces: KeptCardId | null;
  /** What it is charged by at the acquirer. */
  readonly vaultId: string | null;
  readonly fingerprint: string | null;
  readonly face: CardFace | null;
  readonly challengeUrl: string | null;
  readonly failure: KeepingFailure | null;
  readonly isDefault: boolean;
  readonly asks: number;
  readonly dueAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
  readonly keptAt: Temporal.Instant | null;
  readonly removedAt: Temporal.Instant | null;
};

/** Why a card is not kept; each tells the card if it is known. */
export const KEEPING_FAILURES = [
  'card_number_wrong',
  'card_code_wrong',
  'card_expired',
  'card_not_supported',
  'card_authentication_failed',
  'kept_card_refused',
  'kept_card_challenge_expired',
  'kept_card_unavailable',
] as const satisfies readonly ReasonCode[];
export type KeepingFailure = (typeof KEEPING_FAILURES)[number];

export type KeptCardEvent = 'ask' | 'challenge' | 'keep' | 'fail' | 'remove';
/** What may follow what. `start` stands for a card that is not there yet; the database holds the same rows. */
export const TRANSITIONS: Readonly<
  Record<KeptCardState | 'start', Partial<Record<KeptCardEvent, KeptCardState>>>
> = {
  start: { ask: 'asked', keep: 'kept', remove: 'removed' },
  asked: { challenge: 'challenged', keep: 'kept', fail: 'failed', remove: 'removed' },
  challenged: { keep: 'kept', fail: 'failed', remove: 'removed' },
  kept: { remove: 'removed' },
  failed: {},
  removed: {},
};

/** The day that an expiry is held against, in UTC: a card that has a day left somewhere is not refused by us. */
const dayOf = (now: Temporal.Instant): string => now.subtract({ hours: 12 }).toString().slice(0, 10);
export const isPast = (face: CardFace, now: Temporal.Instant): boolean => isExpired(face.expiry, dayOf(now));

export type SourceRefusal = Refusal<'not_found' | 'kept_card_expired'>;
