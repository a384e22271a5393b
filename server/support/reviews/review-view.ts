import type { z } from 'zod';
import type { paymentReviewSchema } from '#common/api/console-reviews';
import { toWire } from '#common/money';
import { customerNames, maskedNameOf } from '#identity';
import { type Clock, textOf } from '#platform/clock';
import type { Reader } from '#platform/db';
import { DECIDE_REVIEW, openProposals, reviewsByDue, rulesNamed } from '#risk';
import { namesOf } from '../restrictions/staff-view.ts';
import { namedFacts } from '../rules/rule-view.ts';

/** Rows of the queue; what is due first stands first, so the rest can wait. */
const QUEUE_MAX = 100;
const PROPOSALS_MAX = 500;

/** Held payments with people's masked names, the facts of the decision, and what waits for a colleague. */
export async function queueView(read: Reader, clock: Clock): Promise<z.input<typeof paymentReviewSchema>[]> {
  const reviews = await reviewsByDue(read, QUEUE_MAX);
  const rules = await rulesNamed(
    read,
    reviews.flatMap(({ matched }) => matched),
  );
  const proposals = await openProposals(read, clock, DECIDE_REVIEW, { limit: PROPOSALS_MAX });
  const waiting = new Map(proposals.map((one) => [one.subject, one]));
  const staff = await namesOf(
    read,
    proposals.map(({ proposedBy }) => proposedBy),
  );
  const customers = await customerNames(read, [
    ...new Set(reviews.flatMap(({ payer, payee }) => (payee ? [payer, payee] : [payer]))),
  ]);
  const masked = (id: (typeof reviews)[number]['payer']) => ({
    id,
    name: maskedNameOf(customers.get(id) ?? ''),
  });
  return reviews.map((review) => {
    const { operation, payer, payee, amount, since, dueAt, needsTwo, matched, listed, facts, countedIn } =
      review;
    const known = matched.flatMap((ref) => rules.get(ref) ?? []);
    const proposal = waiting.get(operation);
    return {
      id: operation,
      payer: masked(payer),
      payee: payee && masked(payee),
      amount: toWire(amount),
      since: textOf(since),
      dueAt: textOf(dueAt),
      needsTwo,
      rules: known.map(({ id, name, reason, writtenBy: by }) => ({ id, name, reason, by })),
      listed: listed && [...listed],
      currency: countedIn,
      facts: namedFacts(facts),
      proposal: proposal
        ? {
            id: proposal.id,
            ...proposal.parameters,
            note: proposal.reason,
            by: { id: proposal.proposedBy, name: staff.get(proposal.proposedBy) ?? proposal.proposedBy },
            expiresAt: textOf(proposal.expiresAt),
          }
        : null,
    };
  });
}
