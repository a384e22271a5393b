import { z } from 'zod';
import { quoteSchema } from '#common/api/top-up-quote';
import { fromWire, type Money, toWire } from '#common/money';
import type { Quote } from '#operations';
import { Temporal } from '#platform/clock';
import type { Arrival } from './tariff.ts';

/** What a quote of a card top-up promises. */
export type Terms = {
  readonly credited: Money;
  readonly fee: Money;
  readonly total: Money;
  readonly feeBasisPoints: number;
  readonly atOnce: Money;
  readonly delayed: Money;
  readonly delayedUntil: Temporal.Instant | null;
  readonly arrival: Arrival;
};

/** The terms in the form in which the customer gets them, and which is signed. */
export const wireTermsOf = (terms: Terms) => ({
  credited: toWire(terms.credited),
  lines: [
    { kind: 'amount', amount: toWire(terms.credited) },
    { kind: 'fee', amount: toWire(terms.fee) },
  ],
  total: toWire(terms.total),
  feeBasisPoints: terms.feeBasisPoints,
  spendableAtOnce: toWire(terms.atOnce),
  delayed: toWire(terms.delayed),
  delayedUntil: terms.delayedUntil?.toString() ?? null,
  arrival: { ...terms.arrival },
});

const termsSchema = quoteSchema
  .pick({
    credited: true,
    total: true,
    feeBasisPoints: true,
    spendableAtOnce: true,
    delayed: true,
    delayedUntil: true,
    arrival: true,
  })
  .extend({
    lines: z.tuple([
      z.object({ kind: z.literal('amount') }).loose(),
      z.object({ kind: z.literal('fee'), amount: quoteSchema.shape.total }),
    ]),
  });

/** Reads the terms back from a quote that has proved genuine. */
export function termsOf(quote: Quote): Terms {
  const wire = termsSchema.parse(quote.terms);
  return {
    credited: fromWire(wire.credited),
    fee: fromWire(wire.lines[1].amount),
    total: fromWire(wire.total),
    feeBasisPoints: wire.feeBasisPoints,
    atOnce: fromWire(wire.spendableAtOnce),
    delayed: fromWire(wire.delayed),
    delayedUntil: wire.delayedUntil === null ? null : Temporal.Instant.from(wire.delayedUntil),
    arrival: wire.arrival,
  };
}
