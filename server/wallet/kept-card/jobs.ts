import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import { defineJob } from '#platform/jobs';
import { subscribe } from '#platform/outbox';
import type { WalletDeps } from '../deps.ts';
import { askAboutCard } from './ask-about-card.ts';
import { forgetCard } from './forget-card.ts';
import { takeAllAway } from './settle-keeping.ts';
import { ASK_JOB, FORGET_JOB } from './work.ts';

const askPayload = z.object({ id: idSchema('kc') });
const forgetPayload = askPayload.extend({ vaultId: z.string() });

/** What kept cards do by themselves when their time comes. */
export function defineKeptCardJobs(deps: WalletDeps): void {
  defineJob(ASK_JOB, askPayload, async ({ id }) => {
    await askAboutCard(deps, id, 'scheduled');
  });
  defineJob(FORGET_JOB, forgetPayload, (card, { lastAttempt }) => forgetCard(deps, card, { lastAttempt }));
  subscribe('wallet.kept_cards', ['customer.closed'], (tx, { customerId }) =>
    takeAllAway(tx, deps.clock, customerId),
  );
}
