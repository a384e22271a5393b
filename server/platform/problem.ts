import type { FieldError, Problem } from '#common/api/route';
import type { Locale } from '#common/locale';
import { type Refusal, wireReason, type WireReason } from '#common/reasons';
import { statusOf } from '#common/reasons';
import { Temporal } from '#platform/clock';

/** The sentences of a reason. Handed in by the wiring, as the platform knows no words. */
export type RenderReason = (
  reason: WireReason,
  locale: Locale,
) => { readonly title: string; readonly detail: string };

/** Thrown by the platform where a request ends before its handler; handlers return their refusals as values. */
export class Refused extends Error {
  readonly refusal: Refusal;
  readonly fields: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;
  constructor(
    refusal: Refusal,
    { fields = [], retryAfterSeconds }: { fields?: readonly FieldError[]; retryAfterSeconds?: number } = {},
  ) {
    super(refusal.code);
    this.name = 'Refused';
    this.refusal = refusal;
    this.fields = fields;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

type Telling = {
  readonly render: RenderReason;
  readonly locale: Locale;
  readonly requestId: string;
  readonly fields?: readonly FieldError[];
};

/** RFC 9457 problem details of a refusal. */
export function problemOf(refusal: Refusal, { render, locale, requestId, fields = [] }: Telling): Problem {
  const reason = wireReason(refusal);
  return {
    type: `/help/errors/${reason.code}`,
    ...render(reason, locale),
    status: statusOf(reason.code),
    ...reason,
    request_id: requestId,
    ...(fields.length > 0 ? { fields } : {}),
  };
}

/** Seconds to name in `Retry-After`: from a refusal's own `until`, at least one. */
export function retryAfter(refusal: Refusal, now: Temporal.Instant): number | undefined {
  if (!('until' in refusal) || typeof refusal.until !== 'string') return undefined;
  return Math.max(1, Math.ceil(now.until(Temporal.Instant.from(refusal.until)).total('seconds')));
}
