import { z } from 'zod';
import { route } from '#common/api/route';
import { err } from '#common/result';
import { type Db, sql } from '#platform/db';
import { serve, type Server } from '#platform/http';

/** A route whose effect can be counted: one row per time that it was really done. */
export const effectRoute = route({
  method: 'POST',
  path: '/api/v1/effects',
  access: 'customer',
  summary: 'Write a row',
  idempotent: true,
  status: 201,
  body: z.object({ what: z.string(), note: z.string().optional() }),
  ok: z.object({ what: z.string(), nth: z.number() }),
  errors: ['insufficient_funds', 'top_up_unavailable'],
});

const none = { minor: 0n, currency: 'CNY' } as const;

/** `what: 'poor'` is refused after it has written, `'busy'` says to come again, `'broken'` throws after writing. */
export function serveEffect(server: Server): void {
  let nth = 0;
  serve(server, effectRoute, async ({ body: { what }, tx }) => {
    await sql`insert into test.effect (what) values (${what})`.execute(tx);
    if (what === 'poor')
      return err({ code: 'insufficient_funds', available: none, needed: none, missing: none });
    if (what === 'busy') return err({ code: 'top_up_unavailable' });
    if (what === 'broken') throw new Error('broken');
    return { what, nth: (nth += 1) };
  });
}

export async function createEffectTable(owner: Db): Promise<void> {
  await sql`create schema if not exists test`.execute(owner.read);
  await sql`create table test.effect (what text not null)`.execute(owner.read);
  await sql`grant usage on schema test to okpay_app`.execute(owner.read);
  await sql`grant select, insert on test.effect to okpay_app`.execute(owner.read);
}

/** How often each thing was done. */
export async function effects(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<{ what: string; times: number }>`
    select what, count(*)::int as times from test.effect group by what`.execute(db.read);
  return Object.fromEntries(rows.map(({ what, times }) => [what, times]));
}
