import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { unzipSync } from 'fflate';
import { exportManifestSchema } from '#common/api/data-export';
import { checkPaper } from '#common/signed-paper';
import { newId } from '#platform/ids';
import { restrict } from '#risk';
import { type Answer, identityWorld, type Person, verifiedPerson } from '#test/identity';
import { csvOf } from './csv.ts';

const world = await identityWorld();
const { db, clock, signingKeys } = world;
const ask = ({ browser }: Person): Promise<Answer> => browser.call('POST', '/api/v1/data-exports', {});
const prove = ({ browser, form: { password } }: Person) =>
  browser.call('POST', '/api/v1/access-proofs', { password });

async function archiveOf(person: Person): Promise<Record<string, string>> {
  await prove(person);
  const made = await ask(person);
  assert.equal(made.status, 201);
  const files = unzipSync(Buffer.from(String(made.body['zip']), 'base64'));
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]),
  );
}

test('a copy of the own data asks for a fresh proof and is given a few times a day', async () => {
  const person = await verifiedPerson(world);
  assert.deepEqual(
    [(await ask(person)).status, (await ask(person)).body['code']],
    [403, 'access_proof_required'],
  );
  await prove(person);
  const statuses = [];
  for (let round = 0; round < 5; round++) statuses.push((await ask(person)).status);
  assert.deepEqual(statuses, [201, 201, 201, 429, 429]);
});

test('its list is signed and names every file as it is', async () => {
  const files = await archiveOf(await verifiedPerson(world));
  const manifest: unknown = JSON.parse(files['manifest.json'] ?? '');
  assert.equal(await checkPaper(manifest, signingKeys.published), null);
  const listed = exportManifestSchema.parse(manifest).files;
  assert.deepEqual(
    listed.map(({ name }) => name).toSorted(),
    Object.keys(files)
      .filter((name) => name !== 'manifest.json')
      .toSorted(),
  );
  for (const { name, sha256 } of listed)
    assert.equal(
      createHash('sha256')
        .update(files[name] ?? '')
        .digest('hex'),
      sha256,
      name,
    );
});

test('it can be read as a page, and each part as rows; a secret or a hash is in none of it', async () => {
  const person = await verifiedPerson(world, { name: 'Anna O’Neill' });
  const files = await archiveOf(person);
  assert.match(files['index.html'] ?? '', /Anna O’Neill/);
  const [profile] = JSON.parse(files['data/profile.json'] ?? '') as Record<string, unknown>[];
  assert.equal(profile?.['email'], person.form.email);
  const all = Object.values(files).join('\n');
  assert.doesNotMatch(all, new RegExp(person.form.password));
  assert.doesNotMatch(all, /argon2id|token_hash|secret_hash|v1\.test-1/);
});

test('what must not be told is in no copy: no kind, no reason, no note, and nothing of what is over', async () => {
  const person = await verifiedPerson(world);
  await db.transaction((tx) =>
    restrict(tx, clock, {
      customer: person.id,
      kind: 'legal_hold',
      reason: 'legal_order',
      note: 'court of Atlantis',
      by: newId('stf'),
    }),
  );
  const all = Object.values(await archiveOf(person)).join('\n');
  assert.doesNotMatch(all, /legal_|Atlantis|stf_|sanctions/i);
});

for (const [value, cell] of [
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
  ['+86138', "'+86138"],
  ['-1', "'-1"],
  ['@SUM(1)', "'@SUM(1)"],
  ['\t=1', `'\t=1`],
  ['plain, text', '"plain, text"'],
] as const)
  test(`a table program runs nothing of ${JSON.stringify(value)}`, () => {
    assert.equal(csvOf([{ note: value }]), `\ufeffnote\r\n${cell}\r\n`);
  });
