// Screening through the whole product: a new version of a list finds who was there before; nothing of it is told; two people set free.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { urlOf } from '#common/api/client';
import { api } from '#common/api/index';
import type { Route } from '#common/api/route';
import { money } from '#common/money';
import { sql } from '#platform/db';
import { matchOf } from '#test/screening';
import { colleague, done, member, openCase, pay, settled, topUp, wholeProduct } from '#test/whole';

const SAMPLES = join(import.meta.dirname, '../../server/sandbox/lists');
const folder = fs.mkdtempSync(join(tmpdir(), 'lists-'));
after(() => fs.rmSync(folder, { recursive: true }));
for (const name of fs.readdirSync(SAMPLES)) fs.copyFileSync(join(SAMPLES, name), join(folder, name));
const whole = await wholeProduct({ OKPAY_SCREENING_LISTS: folder });
const [lin, zhou, agent] = [
  await colleague(whole, 'risk'),
  await colleague(whole, 'risk'),
  await colleague(whole, 'agent'),
];

test('a list update finds an existing customer, who is told nothing, keeps receiving, and is set free by two', async () => {
  const [anna, ben] = [await member(whole, { name: 'Perpetua Quillon-Harrowgate' }), await member(whole)];
  await topUp(anna, money(100_00n, 'CNY'));
  await topUp(ben, money(100_00n, 'CNY'));
  await settled(whole);
  const told = async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from notifications.delivery where customer_id = ${anna.id}`.execute(
      whole.db.read,
    );
    return rows[0]?.n;
  };
  const before = await told();
  const sdn = join(folder, 'SDN.CSV');
  const row =
    '900077,"QUILLON-HARROWGATE, Perpetua","individual","TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1931"\r\n';
  fs.writeFileSync(sdn, fs.readFileSync(sdn, 'utf8').replace('\u001a', '') + row);
  await done(lin, 'POST', '/api/v1/staff/screening-list-loads', {});
  const match = await matchOf(lin, anna.id);
  await settled(whole);

  assert.equal(await told(), before, 'no mail, no line in the message centre');
  const refused = await pay(anna, ben, money(1_00n, 'CNY')).catch(String);
  assert.match(refused, /account_cannot_send/);
  await pay(ben, anna, money(1_00n, 'CNY'));
  const caseId = await openCase(anna, 'Why can I not pay?');
  await settled(whole);
  const SECRET = /sanction|screening|scr_|OFAC|900077|legal_hold|QUILLON-HARROWGATE, P/i;
  let surfaces = 0;
  for (const r of Object.values(api) as Route[]) {
    if (r.method !== 'GET' || r.produces !== undefined) continue;
    if (r.access !== 'customer' && r.access !== 'customer_pending') continue;
    const id = r.path.includes('/cases/') ? caseId : 'none';
    const answer = await anna.browser.call('GET', urlOf(r, { params: { id, key: id } }));
    assert.doesNotMatch(JSON.stringify(answer.body), SECRET, r.path);
    surfaces += 1;
  }
  assert.ok(surfaces > 15, String(surfaces));
  const panel = JSON.stringify(await done(agent, 'GET', `/api/v1/staff/cases/${caseId}`));
  assert.doesNotMatch(panel, SECRET, 'who speaks with the customer knows no more');

  const verdict = { verdict: 'not_same', ground: 'other_birth', note: 'born sixty years later' };
  const path = `/api/v1/staff/screening-matches/${match.id}/proposals`;
  const wrong = await lin.call('POST', path, { ...verdict, ground: 'papers_agree' });
  assert.equal(wrong.body['code'], 'malformed_request', 'the ground speaks for the other verdict');
  const said = await done(lin, 'POST', path, verdict);
  const decisions = `/api/v1/staff/screening-proposals/${(said['proposal'] as { id: string }).id}/decisions`;
  const own = await lin.call('POST', decisions, { decision: 'approve' });
  assert.deepEqual([own.status, own.body['code']], [403, 'proposal_own']);
  assert.deepEqual(await done(zhou, 'POST', decisions, { decision: 'approve' }), {
    state: 'cleared',
    isFree: true,
  });
  await pay(anna, ben, money(1_00n, 'CNY'));
});
