import assert from 'node:assert/strict';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openPlaces } from './places.ts';

const folders: string[] = [];
after(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true })));
function places(files: Record<string, string>): ReturnType<typeof openPlaces> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'places-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(join(folder, name), text);
  return openPlaces(folder);
}
const file = (...lines: string[]): string => ['network,country,city', ...lines, ''].join('\n');

test('an address is where the narrowest network that holds it is', () => {
  const placeOf = places({
    'a.csv': file('203.0.113.0/24,GB,', '203.0.113.128/25,GB,Leeds', '203.0.113.200/32,IE,Cork'),
    'b.csv': file('2001:db8::/32,SG,Singapore', '2001:db8:0:1::/64,MY,Johor Bahru', '0.0.0.0/8,ZZ,Nowhere'),
    'notes.txt': 'not read',
  });
  const where = (ip: string): string => {
    const place = placeOf(ip);
    return place ? `${place.country} ${place.city ?? '–'}` : 'unknown';
  };
  assert.equal(where('203.0.113.127'), 'GB –');
  assert.equal(where('203.0.113.128'), 'GB Leeds');
  assert.equal(where('203.0.113.200'), 'IE Cork');
  assert.equal(where('::ffff:203.0.113.200'), 'IE Cork', 'IPv4 in the dress of IPv6');
  assert.equal(where('203.0.114.1'), 'unknown');
  assert.equal(where('2001:db8:ffff::1'), 'SG Singapore');
  assert.equal(where('2001:0DB8:0000:0001::42'), 'MY Johor Bahru');
  assert.equal(where('2001:db9::1'), 'unknown');
  for (const no of ['', 'localhost', '999.1.1.1', 'fe80::1%eth0', '203.0.113.1/24'])
    assert.equal(where(no), 'unknown', no);
});

for (const [what, line] of [
  ['no network', 'Leeds,GB,Leeds'],
  ['a network without its width', '203.0.113.0,GB,Leeds'],
  ['a width that is too large', '203.0.113.0/33,GB,Leeds'],
  ['a country by its name', '203.0.113.0/24,Great Britain,Leeds'],
  ['a column too many', '203.0.113.0/24,GB,Leeds,West Yorkshire'],
] as const)
  test(`${what} is refused with file and line`, () =>
    assert.throws(() => places({ 'a.csv': file('203.0.113.0/24,GB,', line) }), /a\.csv, line 3/));

test('a folder without data, or a file without its head, is said so', () => {
  assert.throws(() => places({}), /holds no \.csv/);
  assert.throws(() => places({ 'a.csv': '203.0.113.0/24,GB,Leeds\n' }), /does not begin with the line/);
});
