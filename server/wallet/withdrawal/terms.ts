import type { z } from 'zod';
import { withdrawalTermsSchema } from '#common/api/withdrawal-terms';
import type { BankAccountId } from '#common/id';
import { fromWire, type Money } from '#common/money';
import type { Quote } from '#operations';
import { Temporal } from '#platform/clock';

export type WireTerms = z.output<typeof withdrawalTermsSchema>;
export type Terms = {
  readonly amount: Money;
  readonly fee: Money;
  readonly total: Money;
  readonly bankAccount: BankAccountId;
  readonly account: string;
  readonly cutOffAt: Temporal.Instant;
  readonly arrivesBy: Temporal.Instant;
};

/** Reads the terms back from a quote that has proved genuine. */
export function termsOf({ terms }: Pick<Quote, 'terms'>): { wire: WireTerms; terms: Terms } {
  const wire = withdrawalTermsSchema.parse(terms);
  return {
    wire,
    terms: {
      amount: fromWire(wire.amount),
      fee: fromWire(wire.fee),
      total: fromWire(wire.total),
      bankAccount: wire.bankAccountId,
      account: wire.account,
      cutOffAt: Temporal.Instant.from(wire.cutOffAt),
      arrivesBy: Temporal.Instant.from(wire.arrivesBy),
    },
  };
}
