import type { z } from 'zod';
import type { replaySchema } from '#common/api/console-rules';
import { consoleRuleApi as api } from '#common/api/console-rules';
import type { StaffId } from '#common/id';
import { type Money, toWire } from '#common/money';
import { err, ok } from '#common/result';
import { findOperation } from '#operations';
import { serve, type Server } from '#platform/http';
import {
  decideChange,
  hitsOfRule,
  findRule,
  insertLabel,
  labelsOf,
  proposeChange,
  replay,
  writeRule,
  newestRules,
  recordLooks,
} from '#risk';
import type { SupportDeps } from '../deps.ts';
import { deskView, hitView, type SeenHit } from './rule-view.ts';

/** Hits that are shown one by one. */
const HITS_MAX = 50;

/** Rules of payments for staff for risk. What is written, proposed and decided stands under the own name. */
export function ruleRoutes(server: Server, deps: SupportDeps): void {
  const { db, clock, limits } = deps;
  serve(server, api.ruleDesk, () => deskView(deps));
  serve(server, api.writeRule, async ({ actor, body: { id = null, rule } }) => {
    // A rule keeps the currency that it was first written in, whatever it is compared in.
    const before = id && (await findRule(db.read, id, 1));
    const currency = before ? before.currency : limits.baseCurrency;
    const written = await db.transaction((tx) =>
      writeRule(tx, clock, { id, form: rule, currency, by: actor.id }),
    );
    return written.ok ? ok({ id: written.value.id, version: written.value.version }) : written;
  });
  serve(server, api.proposeRule, async ({ actor, params: { id }, body }) => {
    const proposed = await db.transaction((tx) =>
      proposeChange(tx, clock, { rule: id, ...body, by: actor.id }),
    );
    return proposed.ok ? ok(undefined) : proposed;
  });
  serve(server, api.decideRule, async ({ actor, params: { id }, body: { decision, note = null } }) => {
    const decided = await db.transaction((tx) =>
      decideChange(tx, clock, { id, by: actor.id, decision, note }),
    );
    return decided.ok ? ok({ set: decided.value?.set ?? null }) : decided;
  });
  lookRoutes(server, deps);
}

/** What rules did and would do, and what payments turned out to be. */
function lookRoutes(server: Server, { db, clock, limits }: SupportDeps): void {
  const look = (staff: StaffId, seen: readonly SeenHit[]): Promise<void> =>
    recordLooks({ db, clock }, { staff, customers: seen.map(({ payer }) => payer), desk: 'rules' });
  serve(server, api.replayRule, async ({ actor, body }): Promise<z.input<typeof replaySchema>> => {
    const { rule, days, currency } = body;
    const base = limits.baseCurrency;
    const asked = { form: rule, currency: currency ?? base, base, days, timeZone: limits.timeZone };
    const { money, moneyHit, byDay, shown, ...counts } = await replay(db.read, clock, asked);
    const wire = (minor: bigint) => toWire({ minor, currency: base } satisfies Money);
    const hits: SeenHit[] = shown.map(({ id, owner, at, kept, amount, countedIn, label }) => ({
      operation: id,
      payer: owner,
      at,
      amount,
      countedIn,
      outcome: kept.outcome,
      facts: kept.facts,
      label,
    }));
    await look(actor.id, hits);
    return {
      ...counts,
      money: wire(money),
      moneyHit: wire(moneyHit),
      byDay: [...byDay],
      shown: await hitView(db.read, hits),
    };
  });
  serve(server, api.ruleHits, async ({ actor, params: { id } }) => {
    if (!(await newestRules(db.read)).some((rule) => rule.id === id)) return err({ code: 'not_found' });
    const hits = await hitsOfRule(db.read, id, HITS_MAX);
    const labels = await labelsOf(
      db.read,
      hits.map(({ operation }) => operation),
    );
    const seen = hits.map((hit) => ({ ...hit, label: labels.get(hit.operation) ?? null }));
    await look(actor.id, seen);
    return ok({ items: await hitView(db.read, seen) });
  });
  serve(server, api.labelPayment, async ({ actor, body: { operationId: operation, label, note } }) => {
    if (!(await findOperation(db.read, operation))) return err({ code: 'not_found' });
    await db.transaction((tx) => insertLabel(tx, { operation, label, note, by: actor.id }, clock.now()));
    return ok(undefined);
  });
}
