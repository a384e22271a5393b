import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashingLoad } from '#identity';
import { sql } from '#platform/db';
import {
  type Answer,
  type Browser,
  identityWorld,
  type Person,
  pendingPerson,
  verifiedPerson,
} from '#test/identity';
import { appCode, begin, finish, must, withAuthenticator } from '#test/second-factor';
import { tidyIdentity } from '../housekeeping.ts';

const world = await identityWorld();
const { clock } = world;
type Event = {
  id: string;
  kind: string;
  device: string | null;
  ip: string | null;
  place: { country: string; city: string | null } | null;
};
const signIn = (browser: Browser, { form }: Person, password = form.password): Promise<Answer> =>
  browser.call('POST', '/api/v1/sessions', { login: form.email, password });
async function listed({ browser }: Pick<Person, 'browser'>, query = 'limit=100'): Promise<Event[]> {
  return (await must(browser.call('GET', `/api/v1/security-events?${query}`)))['items'] as Event[];
}
const kinds = (events: readonly Event[]): string[] => events.map(({ kind }) => kind);
const WRONG = 'wrong password here';

test('every try is listed with its result, device, network and place', async () => {
  const person = await verifiedPerson(world);
  const edge = 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0';
  const leeds = world.browser({ ip: '203.0.113.200', userAgent: edge });
  for (let turn = 0; turn < 5; turn++) await signIn(leeds, person, WRONG);
  await signIn(leeds, person);
  const nowhere = world.browser({ ip: '100.64.0.9' });
  await signIn(nowhere, person);
  const [last, refused, ...rest] = await listed(person, 'only=sign_ins&limit=100');
  assert.deepEqual([last?.kind, last?.place], ['signed_in_new_device', null], 'unknown is left out, not made up');
  assert.deepEqual(refused && { ...refused, id: '', at: '' }, {
    id: '', at: '', kind: 'sign_in_refused', device: 'Edge · Windows', ip: '203.0.113.200', place: { country: 'GB', city: 'Leeds' },
  });
  assert.deepEqual(kinds(rest).slice(0, 6), ['password_wrong', 'sign_in_paused', ...Array.from({ length: 4 }, () => 'password_wrong')]);
}); // prettier-ignore

test('a right password that stops at the second factor is seen, and so is a wrong factor', async () => {
  const person = await verifiedPerson(world);
  const { secret } = await withAuthenticator(person, clock);
  clock.advance({ seconds: 30 });
  const browser = world.browser();
  await begin(browser, person);
  await finish(browser, 'authenticator', '000000');
  assert.deepEqual(kinds(await listed(person, 'only=sign_ins')).slice(0, 2), [
    'second_factor_wrong',
    'second_factor_asked',
  ]);
  assert.equal((await finish(browser, 'authenticator', await appCode(secret, clock))).status, 201);
  assert.equal(kinds(await listed(person))[0], 'signed_in_new_device');
});

test('who only claims an address sees nothing of those who try at it', async () => {
  const owner = await verifiedPerson(world);
  const claim = await pendingPerson(world, { email: owner.form.email, password: 'Other-Pass-Word-77' });
  const stranger = world.browser({ ip: '192.0.2.77' });
  for (let turn = 0; turn < 6; turn++) await signIn(stranger, owner, WRONG);
  assert.equal(kinds(await listed(owner))[0], 'sign_in_refused');
  assert.ok((await listed(claim)).every(({ ip }) => ip !== '192.0.2.77'));
});

test('a login that names nobody costs the same and leaves no row', async () => {
  const person = await verifiedPerson(world);
  const count = async (): Promise<number> => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from identity.security_event`.execute(world.db.read);
    return rows[0]?.count ?? 0;
  };
  const tried = async (login: string) => {
    const [before, hashes] = [await count(), hashingLoad().computed];
    const { status, body } = await world.browser().call('POST', '/api/v1/sessions', { login, password: WRONG });
    return { status, code: body['code'], hashes: hashingLoad().computed - hashes, rows: (await count()) - before };
  };
  const known = await tried(person.form.email);
  assert.deepEqual(await tried('nobody@example.com'), { ...known, rows: 0 });
  assert.equal(known.rows, 1);
}); // prettier-ignore

test('the list is the own one, in pages without a gap, and takes no cursor that is not ours', async () => {
  const person = await verifiedPerson(world);
  const other = await verifiedPerson(world);
  for (let turn = 0; turn < 4; turn++) await signIn(world.browser(), person, WRONG);
  const all = await listed(person);
  const pages: Event[] = [];
  let cursor = '';
  do {
    const page = await must(person.browser.call('GET', `/api/v1/security-events?limit=3${cursor}`));
    pages.push(...(page['items'] as Event[]));
    const next = page['next'] as string | null;
    cursor = next === null ? '' : `&cursor=${next}`;
  } while (cursor !== '');
  assert.deepEqual(pages, all);
  const mine = new Set(all.map(({ id }) => id));
  assert.ok((await listed(other)).every(({ id }) => !mine.has(id)));
  for (const made of ['x', Buffer.from('1 or 1=1').toString('base64url'), '9'.repeat(300)])
    assert.equal(
      (await person.browser.call('GET', `/api/v1/security-events?cursor=${made}`)).body['code'],
      'malformed_request',
    );
});

test('however often somebody tries, an hour leaves no more than thirty lines of a kind', async () => {
  const person = await verifiedPerson(world);
  const tries = Array.from({ length: 45 }, () => world.browser());
  for (const browser of tries) await signIn(browser, person, WRONG);
  const refused = kinds(await listed(person)).filter((kind) => kind === 'sign_in_refused');
  assert.ok(refused.length > 5 && refused.length <= 30, `${refused.length}`);
});

test('after half a year sign-ins and tries are forgotten, what was changed is not', async () => {
  const person = await verifiedPerson(world);
  await signIn(world.browser(), person, WRONG);
  clock.advance({ hours: 24 * 181 });
  await tidyIdentity(world);
  const browser = world.browser();
  await must(signIn(browser, person));
  assert.deepEqual(kinds(await listed({ browser })), [
    'signed_in_new_device',
    'phone_verified',
    'email_verified',
    'registered',
  ]);
});
