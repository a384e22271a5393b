import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { type Answer, identityWorld, type Person, verifiedPerson } from '#test/identity';
import { pictureOf } from './routes.ts';

const world = await identityWorld();
const put = ({ browser }: Person, image: Buffer): Promise<Answer> =>
  browser.call('PUT', '/api/v1/avatar', { image: image.toString('base64') });
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#227788' } });
const kept = ({ body }: Answer): Buffer =>
  Buffer.from(String(body['picture']).replace('data:image/jpeg;base64,', ''), 'base64');

// Made before the first test begins: a file that waits later has ended its tests by then.
const png = await plain(64, 64).png().toBuffer();
const bomb = await plain(9_000, 3_000).png({ compressionLevel: 9 }).toBuffer();

test('a picture is kept as a small square, with nothing of what came with it', async () => {
  const person = await verifiedPerson(world);
  const withPosition = await plain(400, 300)
    .withExif({ IFD0: { Copyright: 'SECRET-STUDIO' }, IFD3: { GPSLatitude: '31/1 13/1 0/1' } })
    .jpeg()
    .toBuffer();
  assert.match(withPosition.toString('latin1'), /SECRET-STUDIO/);
  const set = await put(person, withPosition);
  assert.equal(set.status, 200);
  const jpeg = kept(set);
  const { width, height, format, exif } = await sharp(jpeg).metadata();
  assert.deepEqual([width, height, format, exif], [160, 160, 'jpeg', undefined]);
  assert.ok(jpeg.length < 10_000);
  assert.equal(await pictureOf(world.db.read, person.id), set.body['picture']);
  const png = await put(person, await plain(10, 40).png().toBuffer());
  assert.equal(png.status, 200);
  const removed = await person.browser.call('DELETE', '/api/v1/avatar');
  assert.equal(removed.body['picture'], null);
});

for (const [what, bytes] of [
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('hello, I am a picture')],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ['a GIF', Buffer.from('R0lGODlhAQABAAAAACw=', 'base64')],
  ['a JPEG that is none behind its beginning', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0])],
  ['a picture that breaks off', png.subarray(0, png.length >> 1)],
  ['a bomb: few bytes, many pixels', bomb],
] as const)
  test(`refused as a picture: ${what}`, async () => {
    const person = await verifiedPerson(world);
    // What is too large for a request is refused before it is looked at.
    const refused = await put(person, bytes);
    assert.ok([400, 413, 422].includes(refused.status), String(refused.status));
    assert.equal(await pictureOf(world.db.read, person.id), null);
  });

test('what stood behind the end of a picture is gone', async () => {
  const person = await verifiedPerson(world);
  const set = await put(person, Buffer.concat([png, Buffer.from('<script>alert(1)</script>')]));
  assert.equal(set.status, 200);
  assert.doesNotMatch(kept(set).toString('latin1'), /script/);
});
