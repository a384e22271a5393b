import { consoleReviewApi as api } from '#common/api/console-reviews';
import { serve, type Server } from '#platform/http';
import { decideReview, decideReviewProposal } from '#wallet';
import type { SupportDeps } from '../deps.ts';
import { queueView } from './review-view.ts';

/** The queue of held payments for staff for risk. What is decided stands under the own name, with its ground. */
export function reviewRoutes(server: Server, { db, clock }: SupportDeps): void {
  serve(server, api.reviewQueue, async () => ({ items: await queueView(db.read, clock) }));
  serve(server, api.decideReview, ({ actor, params: { id }, body }) =>
    db.transaction((tx) => decideReview(tx, clock, { id, ...body, by: actor.id })),
  );
  serve(server, api.decideReviewProposal, ({ actor, params: { id }, body: { decision } }) =>
    db.transaction((tx) => decideReviewProposal(tx, clock, { id, by: actor.id, decision })),
  );
}
