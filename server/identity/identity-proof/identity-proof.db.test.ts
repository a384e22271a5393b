import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { UPLOAD_MEDIA_TYPE } from '#common/api/route';
import type { ProofId } from '#common/id';
import { tierOf } from '#risk';
import { sql } from '#platform/db';
import { keyringOf } from '#platform/keys';
import { fireDue } from '#platform/timers';
import { type Answer, identityWorld, type Person, verifiedPerson } from '#test/identity';
import { pdf, photo, SVG } from '#test/files';
import { must } from '#test/second-factor';
import { staffMember } from '#test/staff';
import { worker } from '#test/work';
import { endProofs, forgetWhatIsOver, removeStrayPages } from './forget-proofs.ts';
import { decideProof, openProof } from './review-proof.ts';
import { pageOf, showIdentity } from './show-proof.ts';
import { renewSeals } from './sealed.ts';
import { defineProofJobs, provenIdentities } from '#identity';

const world = await identityWorld();
const { db, clock, deps } = world;
defineProofJobs(deps);
const drain = worker(world, clock);
const [front, back, selfie] = await Promise.all([1, 2, 3].map((mark) => photo({ mark })));
assert.ok(front && back && selfie);

const WORDS = {
  full_name: 'Anna Smith',
  birth_date: '1990-02-28',
  document_type: 'id_card',
  document_number: 'E12345678',
  document_expiry: '2039-05-01',
};
type Shown = { id: string; state: string; round: number; dueAt: string | null; items: { item: string; state: string; value: string | null; file: { id: string; pages: number } | null; refusal: unknown }[] }; // prettier-ignore
const shownIn = ({ body }: Answer): Shown => body as unknown as Shown;
const itemIn = (proof: Shown, item: string) => proof.items.find((each) => each.item === item);

async function sendFile({ browser, form }: Person, id: string, item: string, bytes: Buffer): Promise<Answer> {
  const cookie = Array.from(browser.cookies, ([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${world.url}/api/v1/identity-proofs/${id}/files?item=${item}`, {
    method: 'POST',
    headers: { cookie, 'content-type': UPLOAD_MEDIA_TYPE, 'user-agent': form.email },
    body: new Uint8Array(bytes),
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  };
}
const begin = async ({ browser }: Person, tier = 'T2'): Promise<Shown> =>
  must(browser.call('POST', '/api/v1/identity-proofs', { tier })) as unknown as Promise<Shown>;
const write = ({ browser }: Person, id: string, words: Record<string, string>): Promise<Answer> =>
  browser.call('PUT', `/api/v1/identity-proofs/${id}/answers`, {
    answers: Object.entries(words).map(([item, value]) => ({ item, value })),
  });
const submit = ({ browser }: Person, id: string): Promise<Answer> =>
  browser.call('POST', `/api/v1/identity-proofs/${id}/submissions`, {});

/** A proof of identity that waits for its review. */
async function handedIn(person: Person, words: Partial<typeof WORDS> = {}): Promise<string> {
  const { id } = await begin(person);
  await must(write(person, id, { ...WORDS, ...words }));
  for (const [item, bytes] of [['document_front', front], ['document_back', back], ['selfie', selfie]] as const)
    assert.equal((await sendFile(person, id, item, bytes as Buffer)).status, 201); // prettier-ignore
  await must(submit(person, id));
  return id;
}
const reviewer = await staffMember(world, 'risk', 'Hannah Weiss');
const colleague = await staffMember(world, 'risk', 'Omar Haddad');
const send = (who: typeof reviewer, id: string, body: unknown): Promise<Answer> =>
  who.browser.call('POST', `/api/v1/staff/identity-proofs/${id}/decisions`, body);
/** As the console does: opens it, then decides. */
async function decide(who: typeof reviewer, id: string, body: unknown): Promise<Answer> {
  await who.browser.call('POST', `/api/v1/staff/identity-proofs/${id}/looks`, {});
  return send(who, id, body);
}
const approve = { decision: 'approve' };
const refuse = (item: string, reason: string, note = '') => ({
  decision: 'refuse',
  refusals: [{ item, reason, note }],
});

/** As if time had passed and everything due had been done. */
async function later(days: number): Promise<void> {
  clock.advance({ hours: days * 24 });
  await fireDue({ db, clock });
  await drain();
}
const codes = async (customer: string): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select distinct name, key from platform.outbox where payload ->> 'customerId' = ${customer} and name like 'identity.%' order by key`.execute(world.owner.read);
  return rows.map(({ name }) => name);
}; // prettier-ignore

describe('proving who one is', () => {
  test('from nothing to a higher tier: written, sent, handed in, looked at on record, approved', async () => {
    const person = await verifiedPerson(world);
    const before = (await must(person.browser.call('GET', '/api/v1/identity'))) as unknown as { tier: string; mayProve: string[]; tiers: { tier: string; asks: string[] }[] }; // prettier-ignore
    assert.deepEqual([before.tier, before.mayProve], ['T1', ['T2']]);
    assert.equal(before.tiers.find(({ tier }) => tier === 'T2')?.asks.length, 8);
    const id = await handedIn(person);
    const { proof } = (await must(person.browser.call('GET', '/api/v1/identity'))) as unknown as { proof: Shown & { nextActor: string } }; // prettier-ignore
    assert.deepEqual([proof.state, proof.nextActor], ['in_review', 'okpay']);
    assert.equal(proof.dueAt, clock.now().add({ hours: 48 }).toString());

    const { items } = (await must(reviewer.browser.call('GET', '/api/v1/staff/identity-proofs'))) as unknown as { items: { id: string; maskedName: string }[] }; // prettier-ignore
    assert.equal(items.find((row) => row.id === id)?.maskedName, 'A••• S.', 'masked until opened');
    const opened = (await must(reviewer.browser.call('POST', `/api/v1/staff/identity-proofs/${id}/looks`, {}))) as unknown as Shown; // prettier-ignore
    assert.equal(itemIn(opened, 'document_number')?.value, 'E12345678');
    const file = itemIn(opened, 'selfie')?.file?.id ?? '';
    const cookie = Array.from(reviewer.browser.cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const picture = await fetch(`${world.url}/api/v1/staff/identity-files/${file}`, { headers: { cookie } });
    assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/jpeg']);
    const { rows: looks } = await sql<{ file_id: string | null }>`
      select file_id from identity.proof_look where customer_id = ${person.id} order by id`.execute(db.read);
    assert.deepEqual(looks.map((look) => look.file_id), [null, file]); // prettier-ignore

    assert.equal((await must(decide(reviewer, id, approve)))['state'], 'approved');
    assert.equal(await tierOf(db.read, person.id), 'T2');
    const after = (await must(person.browser.call('GET', '/api/v1/identity'))) as unknown as { tier: string; mayProve: string[] }; // prettier-ignore
    assert.deepEqual([after.tier, after.mayProve], ['T2', ['T3']]);
    assert.deepEqual(await codes(person.id), ['identity.proof_submitted', 'identity.tier_raised']);
    assert.equal((await decide(colleague, id, approve)).body['code'], 'proof_decided');
  });

  test('who somebody is by an approved proof is known to whoever must compare names, and not before', async () => {
    const person = await verifiedPerson(world);
    const id = await handedIn(person);
    const known = async () => (await provenIdentities(db.read, deps, [person.id])).get(person.id);
    assert.equal(await known(), undefined);
    assert.equal((await decide(reviewer, id, approve)).status, 200);
    assert.deepEqual(await known(), { name: WORDS.full_name, birth: WORDS.birth_date });
  });

  test('nobody decides about what they have not opened since it was handed in', async () => {
    const person = await verifiedPerson(world);
    const id = await handedIn(person);
    assert.equal((await send(reviewer, id, approve)).body['code'], 'proof_not_opened');
    await must(decide(reviewer, id, refuse('selfie', 'cropped')));
    clock.advance({ minutes: 1 });
    assert.equal((await sendFile(person, id, 'selfie', selfie as Buffer)).status, 201);
    await must(submit(person, id));
    assert.equal((await send(reviewer, id, approve)).body['code'], 'proof_not_opened', 'that was before');
    await must(decide(reviewer, id, approve));
  });

  test('a refusal names what and why, keeps what was good, and the second try is only about the rest', async () => {
    const person = await verifiedPerson(world);
    const id = await handedIn(person);
    await must(decide(reviewer, id, refuse('selfie', 'not_the_person', 'the photo shows two people')));
    const { proof } = (await must(person.browser.call('GET', '/api/v1/identity'))) as unknown as {
      proof: Shown;
    };
    assert.deepEqual(itemIn(proof, 'selfie')?.refusal, {
      reason: 'not_the_person',
      note: 'the photo shows two people',
    });
    assert.deepEqual(
      proof.items.filter(({ state }) => state === 'accepted').length,
      7,
      'the others are good and stay',
    );
    assert.equal(
      (await sendFile(person, id, 'document_front', back as Buffer)).body['code'],
      'proof_not_open',
    );
    assert.equal((await submit(person, id)).body['code'], 'proof_incomplete');
    assert.equal((await sendFile(person, id, 'selfie', selfie as Buffer)).status, 201);
    const again = shownIn(await submit(person, id));
    assert.deepEqual([again.state, again.round], ['in_review', 2]);
    await must(decide(colleague, id, approve));
    assert.equal(await tierOf(db.read, person.id), 'T2');
  });

  test('the highest tier takes two people, here and in the database', async () => {
    const person = await verifiedPerson(world);
    await must(decide(reviewer, await handedIn(person), approve));
    const { id } = await begin(person, 'T3');
    await must(write(person, id, { address: '1 Long Road, Springfield' }));
    assert.equal((await sendFile(person, id, 'address_proof', pdf({ pages: 2 }))).status, 201);
    await must(submit(person, id));
    assert.equal((await must(decide(reviewer, id, approve)))['state'], 'second_review');
    assert.equal(await tierOf(db.read, person.id), 'T2');
    assert.equal((await decide(reviewer, id, approve)).body['code'], 'proof_needs_colleague');
    const past = sql`update identity.proof set state = 'approved', approved_by = ${reviewer.id}, approved_at = now(), valid_until = now() where id = ${id}`;
    await assert.rejects(past.execute(db.read), /two_people_approve/);
    assert.equal((await must(decide(colleague, id, approve)))['state'], 'approved');
    assert.equal(await tierOf(db.read, person.id), 'T3');
  });

  test('one press more begins nothing more, and another tier waits for its turn', async () => {
    const person = await verifiedPerson(world);
    const [one, two] = await Promise.all([begin(person), begin(person)]);
    assert.equal(one.id, two.id);
    assert.equal(
      (await person.browser.call('POST', '/api/v1/identity-proofs', { tier: 'T3' })).body['code'],
      'tier_not_open',
    );
  });

  test('somebody else’s proof and files are not there, just as what does not exist', async () => {
    const [owner, stranger] = [await verifiedPerson(world), await verifiedPerson(world)];
    const { id } = await begin(owner);
    const file =
      itemIn(shownIn(await sendFile(owner, id, 'selfie', selfie as Buffer)), 'selfie')?.file?.id ?? '';
    const asked = [
      await write(stranger, id, { full_name: 'Me' }),
      await sendFile(stranger, id, 'selfie', selfie as Buffer),
      await submit(stranger, id),
      await stranger.browser.call('POST', `/api/v1/identity-proofs/${id}/withdrawals`, {}),
      await stranger.browser.call('GET', `/api/v1/identity-files/${file}`),
    ];
    assert.deepEqual(asked.map(({ status }) => status), [404, 404, 404, 404, 404]); // prettier-ignore
    assert.equal(
      (await reviewer.browser.call('GET', `/api/v1/staff/identity-files/${file}`)).status,
      404,
      'nothing was handed in yet',
    );
  });
});

describe('what was sent', () => {
  test('lies sealed: neither the folder nor the tables hold a word or a picture of it', async () => {
    const person = await verifiedPerson(world);
    const id = await handedIn(person, { document_number: 'SECRET9911' });
    const bytes = Buffer.concat(
      fs.readdirSync(world.files).map((name) => fs.readFileSync(join(world.files, name))),
    );
    assert.ok(bytes.length > 50_000, 'the folder was seen');
    for (const mark of [front.subarray(0, 8), Buffer.from('JFIF'), Buffer.from('SECRET9911')])
      assert.ok(!bytes.includes(mark), `${mark.toString('latin1')} lies open`);
    const { rows } = await sql<{ text: string }>`
      select string_agg(t::text, ' ') as text from (
        select to_jsonb(a) as t from identity.proof_answer a union all select to_jsonb(f) from identity.proof_file f
        union all select to_jsonb(p) from identity.proof p) x`.execute(world.owner.read);
    assert.ok(rows[0]?.text.includes(id), 'the tables were seen');
    for (const word of ['SECRET9911', 'Anna', '1990-02-28']) assert.ok(!rows[0]?.text.includes(word), word);
  });

  test('is opened by the newest key after a rotation, and by no other', async () => {
    const person = await verifiedPerson(world);
    const { id } = await begin(person);
    await must(write(person, id, { full_name: 'Anna Smith' }));
    const file = itemIn(shownIn(await sendFile(person, id, 'selfie', selfie as Buffer)), 'selfie')?.file
      ?.id as `doc_${string}`;
    const asked = { id: file as never, page: 1, customer: person.id };
    const before = await pageOf(deps, asked);
    const fresh = randomBytes(32);
    const onlyNew = { ...deps, keys: keyringOf(new Map([['test-9', fresh]])) };
    await assert.rejects(pageOf(onlyNew, asked), /no key test-1/);
    // The old key is in the ring of the world; a ring of both takes its place in the way that a restart would.
    const both = { ...deps, keys: { ...onlyNew.keys, renew: (box: string, context: string) => onlyNew.keys.encrypt(world.keys.decrypt(box, context), context) } }; // prettier-ignore
    assert.ok((await renewSeals(both)) > 1);
    assert.equal(await renewSeals(both), 0, 'once');
    assert.deepEqual((await pageOf(onlyNew, asked))?.jpeg, before?.jpeg);
    await assert.rejects(pageOf(deps, asked), /no key test-9/);
    // Back again, for the tests that follow.
    const back = { ...deps, keys: { ...deps.keys, renew: (box: string, context: string) => world.keys.encrypt(onlyNew.keys.decrypt(box, context), context) } }; // prettier-ignore
    await renewSeals(back);
  });

  test('is replaced, not collected: the file before loses its key at once and its bytes right after', async () => {
    const person = await verifiedPerson(world);
    const { id } = await begin(person);
    const first =
      itemIn(shownIn(await sendFile(person, id, 'selfie', front as Buffer)), 'selfie')?.file?.id ?? '';
    await sendFile(person, id, 'selfie', selfie as Buffer);
    assert.equal((await person.browser.call('GET', `/api/v1/identity-files/${first}`)).status, 404);
    await drain();
    assert.ok(!fs.existsSync(join(world.files, `${first}.1`)));
  });

  test('is refused with its reason when it is not what it should be, and nothing is kept of it', async () => {
    const person = await verifiedPerson(world);
    const { id } = await begin(person);
    const kept = fs.readdirSync(world.files).length;
    assert.equal((await sendFile(person, id, 'selfie', SVG)).body['code'], 'file_kind_not_taken');
    assert.equal((await sendFile(person, id, 'selfie', Buffer.alloc(13 * 1024 * 1024))).status, 413);
    assert.equal(
      (await sendFile(person, id, 'address_proof', pdf())).body['code'],
      'proof_not_open',
      'not asked for',
    );
    assert.equal(fs.readdirSync(world.files).length, kept);
  });

  test('is gone when its owner takes it back, at once', async () => {
    const person = await verifiedPerson(world);
    const id = await handedIn(person);
    const taken = (await must(person.browser.call('POST', `/api/v1/identity-proofs/${id}/withdrawals`, {}))) as unknown as { proof: unknown; mayProve: string[] }; // prettier-ignore
    assert.deepEqual([taken.proof, taken.mayProve], [null, ['T2']]);
    assert.equal(await left(id), 0);
    assert.equal((await decide(reviewer, id, approve)).body['code'], 'proof_decided');
  });
});

const left = async (id: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from identity.proof_answer where proof_id = ${id})::int
         + (select count(*) from identity.proof_file where proof_id = ${id} and wrapped_key is not null)::int as n`.execute(db.read);
  return rows[0]?.n ?? -1;
}; // prettier-ignore

/** Sessions end as time goes by; whoever decides here has signed in again. */
const decided = async ({ id: staff }: typeof reviewer, id: string): Promise<void> => {
  assert.ok((await openProof(deps, { id: id as ProofId, staff })).ok);
  const done = await decideProof(deps, { id: id as ProofId, staff }, { decision: 'approve', refusals: [] });
  assert.deepEqual(done, { ok: true, value: { state: 'approved' } });
};

describe('time', () => {
  test('a review that is late says so by itself', async () => {
    const person = await verifiedPerson(world);
    await handedIn(person);
    await later(2);
    const { proof } = await showIdentity(deps, { id: person.id, verified: true });
    assert.equal(proof?.isLate, true);
  });

  test('before a document ends its owner is told, and may renew; at its end the tier falls, never silently', async () => {
    const person = await verifiedPerson(world);
    const today = clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
    const id = await handedIn(person, { document_expiry: today.add({ days: 100 }).toString() });
    await decided(reviewer, id);
    await later(39);
    assert.deepEqual(await codes(person.id), ['identity.proof_submitted', 'identity.tier_raised']);
    await later(4);
    assert.ok((await codes(person.id)).includes('identity.proof_expiring'));
    const { mayProve } = await showIdentity(deps, { id: person.id, verified: true });
    assert.deepEqual(mayProve, ['T2', 'T3']);
    await later(60);
    assert.equal(await tierOf(db.read, person.id), 'T1');
    assert.ok((await codes(person.id)).includes('identity.tier_fell'));
  });

  test('who renews in time keeps the tier, and the end of the document before tells nobody anything', async () => {
    const person = await verifiedPerson(world);
    const today = clock.now().toZonedDateTimeISO('Asia/Shanghai').toPlainDate();
    await decided(reviewer, await handedIn(person, { document_expiry: today.add({ days: 30 }).toString() }));
    await decided(colleague, await handedIn(person));
    await later(40);
    assert.equal(await tierOf(db.read, person.id), 'T2');
    assert.ok(!(await codes(person.id)).includes('identity.tier_fell'));
  });

  test('what nobody goes on with, and what is past, is deleted by its schedule', async () => {
    const [idle, past] = [await verifiedPerson(world), await verifiedPerson(world)];
    const { id: open } = await begin(idle);
    await must(write(idle, open, { full_name: 'Anna Smith' }));
    const closed = await handedIn(past);
    await decided(reviewer, closed);
    await db.transaction((tx) => endProofs(tx, clock, past.id));
    assert.equal(await tierOf(db.read, past.id), 'T1');
    clock.advance({ hours: 89 * 24 });
    await forgetWhatIsOver(deps);
    assert.deepEqual([(await left(open)) > 0, (await left(closed)) > 0], [true, true]);
    clock.advance({ hours: 2 * 24 });
    await forgetWhatIsOver(deps);
    assert.deepEqual([await left(open), (await left(closed)) > 0], [0, true]);
    clock.advance({ hours: 61 * 31 * 24 });
    await forgetWhatIsOver(deps);
    assert.equal(await left(closed), 0);
  });

  test('pages that a dying process left without a row are swept away, the others stay', async () => {
    const person = await verifiedPerson(world);
    const { id } = await begin(person);
    const file =
      itemIn(shownIn(await sendFile(person, id, 'selfie', selfie as Buffer)), 'selfie')?.file?.id ?? '';
    await drain();
    fs.writeFileSync(join(world.files, 'doc_01JDB8C2QX7Z3W4V5T6R8P9N0M.1'), 'sealed');
    assert.equal(await removeStrayPages(deps), 1);
    assert.ok(fs.existsSync(join(world.files, `${file}.1`)));
  });
});
