import { consoleReviewApi as api } from '#common/api/console-reviews';
import { parseId } from '#common/id';
import { serve, type Server } from '#platform/http';
import { recordLooks } from '#risk';
import { decideReview, decideReviewProposal } from '#wallet';
import type { SupportDeps } from '../deps.ts';
import { queueView } from './review-view.ts';

/** The queue of held payments for staff for risk. What is decided stands under the own name, with its ground. */
export function reviewRoutes(server: Server, { db, clock, limits }: SupportDeps): void {
  serve(server, api.reviewQueue, async ({ actor }) => {
    const items = await queueView(db.read, clock);
    const customers = items
      .flatMap(({ payer, payee }) => [payer.id, payee?.id ?? ''])
      .flatMap((id) => parseId('cus', id) ?? []);
    await recordLooks({ db, clock }, { staff: actor.id, customers, desk: 'reviews' });
    return { items };
  });
  serve(server, api.decideReview, ({ actor, params: { id }, body }) =>
    db.transaction((tx) => decideReview(tx, { clock, limits }, { id, ...body, by: actor.id })),
  );
  serve(server, api.decideReviewProposal, ({ actor, params: { id }, body: { decision } }) =>
    db.transaction((tx) => decideReviewProposal(tx, { clock, limits }, { id, by: actor.id, decision })),
  );
}
