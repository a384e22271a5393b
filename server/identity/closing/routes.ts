import type { z } from 'zod';
import { closingApi, type closingSchema, type obstacleSchema } from '#common/api/closing';
import type { CustomerId } from '#common/id';
import { toWire } from '#common/money';
import { ok } from '#common/result';
import { serve, type Server } from '#platform/http';
import type { IdentityDeps } from '../deps.ts';
import { requireAccessProof } from '../second-factor/access-proof.ts';
import { clientOf } from '../session/device-cookie.ts';
import type { Obstacle } from './closing.ts';
import { requestClosureCode, takeClosureRecord } from './closure-record.ts';
import { obstaclesOf } from './decide.ts';
import { gatherFacts } from './gather-facts.ts';
import { giveUpRemainder } from './give-up-remainder.ts';
import { keepAccount, startClosing } from './start-closing.ts';
import { coolingDaysAt, findOpenClosing } from './store.ts';

export function closingRoutes(server: Server, deps: IdentityDeps): void {
  serve(server, closingApi.closing, ({ actor }) => standingOf(deps, actor.id));
  serve(server, closingApi.giveUpRemainder, async ({ actor, body: { amount } }) => {
    const proven = await requireAccessProof(deps, actor);
    const done = proven.ok ? await giveUpRemainder(deps, actor.id, amount) : proven;
    return done.ok ? ok(await standingOf(deps, actor.id)) : done;
  });
  serve(server, closingApi.closeAccount, async (ctx) => {
    const proven = await requireAccessProof(deps, ctx.actor);
    const done = proven.ok ? await startClosing(deps, ctx.actor, clientOf(ctx)) : proven;
    return done.ok ? ok(await standingOf(deps, ctx.actor.id)) : done;
  });
  serve(server, closingApi.keepAccount, async (ctx) => {
    const done = await keepAccount(deps, ctx.actor.id, clientOf(ctx));
    return done.ok ? ok(await standingOf(deps, ctx.actor.id)) : done;
  });
  serve(server, closingApi.requestClosureCode, async (ctx) => {
    await requestClosureCode(deps, ctx.body.email, clientOf(ctx));
    return { sentTo: ctx.body.email };
  });
  serve(server, closingApi.takeClosureRecord, (ctx) => takeClosureRecord(deps, ctx.body, clientOf(ctx)));
}

async function standingOf(
  { db, clock }: IdentityDeps,
  customer: CustomerId,
): Promise<z.input<typeof closingSchema>> {
  const closing = await findOpenClosing(db.read, customer);
  return {
    state: closing ? 'closing' : 'open',
    obstacles: obstaclesOf(await gatherFacts(db.read, customer)).map(wireObstacle),
    coolingDays: await coolingDaysAt(db.read, clock.now()),
    requestedAt: closing?.requestedAt.toString() ?? null,
    closesAt: closing?.closesAt.toString() ?? null,
  };
}

const wireObstacle = (obstacle: Obstacle): z.input<typeof obstacleSchema> =>
  'amount' in obstacle ? { ...obstacle, amount: toWire(obstacle.amount) } : obstacle;
