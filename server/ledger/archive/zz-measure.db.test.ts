import { test } from 'node:test';
import * as ledger from '#ledger';
import { sql } from '#platform/db';
import { archiveWorld } from '#test/archive';
import { cny, ledgerWorld, openRail, openWallet, postAll, one, move } from '#test/ledger-world';
import { newId } from '#platform/ids';
import { legId } from '#ledger';
test('measure', async () => {
  const world = await ledgerWorld();
  const { db, owner, clock } = world;
  const a = archiveWorld(world);
  const rail = await openRail(world);
  const wallets = [];
  for (let i = 0; i < 500; i++) wallets.push(await openWallet(world));
  const poster = ledger.createLedger(world);
  const N = Number(process.env['N'] ?? 200_000);
  let t = performance.now();
  for (let at = 0; at < N; at += 1000)
    await poster.postMany(Array.from({ length: 1000 }, (_, i) => { const op = newId('tr'); return { operationId: op, legs: [{ kind: 'single' as const, id: legId(op, 'x'), code: 'transfer' as const, debit: rail, credit: wallets[(at + i * 7) % 500]!, amount: cny(1n) }] as const }; }));
  console.log('posted', (performance.now() - t) / 1000);
  t = performance.now();
  await a.closePart();
  console.log('sealed', (performance.now() - t) / 1000);
  await postAll(world, [one(move(rail, wallets[0]!, cny(1n)))]);
  await a.seal();
  await poster.close();
  await owner.pool.query('vacuum analyze ledger.journal_0');
  const size = async (q: string) => (await owner.pool.query(`select pg_total_relation_size('${q}') as s, pg_relation_size('${q}') as h`)).rows[0];
  console.log('journal_0', await size('ledger.journal_0'));
  t = performance.now();
  let last = t;
  await a.archive({ tell: ({ done }) => { console.log(done, (performance.now() - last) / 1000); last = performance.now(); } });
  console.log('archived', (performance.now() - t) / 1000);
  console.log('archived_id', await size('ledger.archived_id'), 'carried', await size('ledger.carried'), 'blocks', await size('ledger.block'));
  const fs = await import('node:fs');
  for (const f of fs.readdirSync(a.folder)) console.log(f, fs.statSync(a.folder + '/' + f).size);
  t = performance.now(); console.log(await a.faults({ read: false })); console.log('verify', (performance.now() - t) / 1000);
  t = performance.now(); console.log(await a.faults()); console.log('verify+archive', (performance.now() - t) / 1000);
  for (const q of [`explain select * from unnest(array['00000000-0000-0000-0000-000000000001'::uuid]) r(id) left join ledger.answered_leg t on t.id = r.id and t.kind < 8`, `explain analyze select x.id from ledger.archived_id x where x.seq = (select max(seq) from ledger.archived_id) - 4096`,
  `explain select p.archived_at as since from ledger.archived_id x join ledger.archived_part p on p.number = x.seq >> 44
    where x.id between '00000000-0000-0000-0000-000000000001' and '00000000-0000-0000-0000-000000000002' order by p.number limit 1`])
  console.log((await owner.pool.query(q)).rows.map((r: any) => r['QUERY PLAN']).join('\n'));
  await owner.pool.query(`load 'auto_explain'`).catch(() => {});
});
