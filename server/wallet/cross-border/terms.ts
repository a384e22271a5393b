import type { z } from 'zod';
import { crossBorderTermsSchema } from '#common/api/cross-border-terms';
import type { Purpose } from '#common/beneficiary';
import { fromWire, type Money } from '#common/money';
import type { Quote } from '#operations';
import { Temporal } from '#platform/clock';
import type { BeneficiaryId } from '#common/id';
import { type Parts, UNDO_MINUTES } from './cross-border.ts';

export type WireTerms = z.output<typeof crossBorderTermsSchema>;
export type Terms = Parts & {
  readonly total: Money;
  readonly beneficiary: BeneficiaryId;
  readonly country: string;
  readonly rate: string;
  readonly purpose: Purpose;
  readonly purposeText: string | null;
  readonly goesAt: Temporal.Instant;
  readonly arrivesFrom: Temporal.Instant;
  readonly arrivesBy: Temporal.Instant;
};

/** Reads terms and parts back from a quote that has proved genuine. */
export function termsOf({ terms, basis }: Pick<Quote, 'terms' | 'basis'>): { wire: WireTerms; terms: Terms } {
  const wire = crossBorderTermsSchema.parse(terms);
  const part = (name: string): Money => fromWire(crossBorderTermsSchema.shape.get.parse(basis[name]));
  return {
    wire,
    terms: {
      total: fromWire(wire.total),
      fee: fromWire(wire.fee),
      correspondentFee: fromWire(wire.correspondentFee),
      converted: fromWire(wire.converted),
      get: fromWire(wire.get),
      spread: part('spread'),
      rounding: part('rounding'),
      beneficiary: wire.beneficiaryId,
      country: wire.country,
      rate: wire.rate,
      purpose: wire.purpose,
      purposeText: wire.purposeText,
      goesAt: Temporal.Instant.from(wire.goesAt),
      arrivesFrom: Temporal.Instant.from(wire.arrivesFrom),
      arrivesBy: Temporal.Instant.from(wire.arrivesBy),
    },
  };
}

const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(a, b) < 0 ? b : a;

/** What is confirmed now: however old its price is, its owner has the whole time to take it back before it goes. */
export function goingFrom(terms: Terms, now: Temporal.Instant): Terms {
  const goesAt = later(terms.goesAt, now.add({ minutes: UNDO_MINUTES }));
  const arrivesFrom = later(terms.arrivesFrom, goesAt.add({ seconds: 1 }));
  return { ...terms, goesAt, arrivesFrom, arrivesBy: later(terms.arrivesBy, arrivesFrom) };
}
