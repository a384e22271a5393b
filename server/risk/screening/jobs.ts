import { z } from 'zod';
import { idSchema } from '#common/api/wire';
import { defineJob, enqueue } from '#platform/jobs';
import type { Db, Tx } from '#platform/db';
import { subscribe } from '#platform/outbox';
import { recurring } from '#platform/timers';
import type { ScreeningDeps } from './deps.ts';
import { currentLists, thresholdAt } from './list-store.ts';
import { type Loader, loadLists } from './load-lists.ts';
import { screenAll, screenCustomer } from './screen-customer.ts';
import * as store from './store.ts';
import { watchList } from './watch-list.ts';

const SCREEN_JOB = 'risk.screen_customer';
const LOAD_JOB = 'risk.load_screening_lists';
const WALK_JOB = 'risk.screen_everybody';
/** Customers screened in one transaction: their wallets may be locked for as long. */
const STEP = 50;
const LOOK_MINUTES = 60;

const screenPayload = z.object({ customerId: idSchema('cus') });
const loadPayload = z.object({ by: idSchema('stf').nullish() });
const walkPayload = z.object({ run: z.string().regex(/^\d+$/) });

/** Who registers is screened, and again who has proven to be somebody; the folder is looked at every hour, and whenever somebody asks; a new version screens everybody. */
export function defineScreening(deps: ScreeningDeps): void {
  defineJob(SCREEN_JOB, screenPayload, async ({ customerId }) => {
    await screenCustomer(deps, customerId);
  });
  defineJob(LOAD_JOB, loadPayload, ({ by }) => loadAndWalk(deps, by ?? 'rule:schedule'));
  defineJob(WALK_JOB, walkPayload, ({ run }) => walk(deps, run), { isBulk: true });
  recurring('risk.load_screening_lists', { every: { minutes: LOOK_MINUTES } }, LOAD_JOB);
  subscribe('risk.screen_customer', ['customer.registered', 'identity.tier_raised'], (tx, { customerId }) =>
    requestScreening(tx, customerId),
  );
}

/** Has a customer screened after this transaction: what is known of the person has changed. */
export const requestScreening = (tx: Tx, customerId: string): Promise<void> =>
  enqueue(tx, SCREEN_JOB, { customerId }, { key: `screen:${customerId}` });

/** Has the operator's folder looked at now. */
export const requestLists = (db: Db, by: Loader | null): Promise<void> =>
  db.transaction((tx) => enqueue(tx, LOAD_JOB, { by: by === 'rule:schedule' ? null : by }));

/** Every set of lists and every threshold is walked with once. */
async function loadAndWalk(deps: ScreeningDeps, by: Loader): Promise<void> {
  await loadLists(deps, by);
  const { db, clock } = deps;
  await db.transaction(async (tx) => {
    const lists = (await currentLists(tx)).map(({ id }) => id);
    const threshold = await thresholdAt(tx, clock.now());
    const last = await store.lastRun(tx);
    const isWalked = last !== null && last.lists.join() === lists.join() && last.threshold === threshold;
    if (isWalked || lists.length === 0) return;
    const run = await store.insertRun(tx, { lists, threshold, at: clock.now() });
    await enqueue(tx, WALK_JOB, { run }, { key: `walk:${run}` });
  });
}

/** One step of a walk: its place is kept with what it found, so that a killed process loses nothing and repeats nothing. */
async function walk(deps: ScreeningDeps, id: string): Promise<void> {
  const { db, clock } = deps;
  const watch = await watchList(db.read);
  await db.transaction(async (tx) => {
    const run = await store.lockRun(tx, id);
    if (!run || run.finishedAt) return;
    // Other lists are in force by now, and their own walk has begun.
    const isOvertaken = watch.lists.join() !== run.lists.join();
    const customers = isOvertaken ? [] : await deps.customersAfter(tx, run.reached, STEP);
    const found = await screenAll(tx, deps, customers, { watch, threshold: run.threshold });
    const reached = customers.at(-1) ?? run.reached;
    const isOver = customers.length < STEP;
    await store.saveProgress(tx, id, {
      reached,
      screened: customers.length,
      found,
      finishedAt: isOver ? clock.now() : null,
    });
    if (!isOver) await enqueue(tx, WALK_JOB, { run: id }, { key: `walk:${id}:${reached}` });
  });
}
