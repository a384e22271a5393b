// A scanner that speaks clamd's protocol, with one signature: the test file of EICAR. (INP-08)
import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { photo } from '#test/files';
import { cleanUpload } from './clean-upload.ts';
import { clamdAt, noScan } from './virus-scan.ts';

/** In two halves, so that no scanner takes this file for it. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

type Mood = 'honest' | 'silent' | 'broken';
let mood: Mood = 'honest';
const scanner = createServer((socket) => void serve(socket));
await new Promise<void>((resolve) => scanner.listen(0, '127.0.0.1', resolve));
after(() => scanner.close());
const { port } = scanner.address() as AddressInfo;

async function serve(socket: Socket): Promise<void> {
  let got = Buffer.alloc(0);
  socket.on('error', () => {});
  for await (const bytes of socket) {
    got = Buffer.concat([got, bytes as Buffer]);
    const stream = streamIn(got);
    if (stream === null) continue;
    if (mood === 'silent') return;
    const found = stream.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK';
    socket.end(`${mood === 'broken' ? 'INSTREAM size limit exceeded. ERROR' : found}\0`);
  }
}

/** All that was sent, once the chunk of no length has come. */
function streamIn(got: Buffer): Buffer | null {
  const command = 'zINSTREAM\0';
  assert.ok(command.startsWith(got.subarray(0, command.length).toString('latin1')));
  const chunks: Buffer[] = [];
  for (let at = command.length; at + 4 <= got.length;) {
    const length = got.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    if (at + 4 + length > got.length) return null;
    chunks.push(got.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

const scan = clamdAt({ host: '127.0.0.1', port, patienceMs: 500 });
const good = await photo();

test('a file that the scanner knows is refused before anything of it is decoded, and others are taken', async () => {
  mood = 'honest';
  const infected = await cleanUpload(Buffer.concat([good, Buffer.from(EICAR)]), scan);
  assert.deepEqual(infected, { ok: false, error: { code: 'file_infected' } });
  assert.equal((await cleanUpload(good, scan)).ok, true);
  const large = Buffer.concat([good, Buffer.alloc(300_000, 7), Buffer.from(EICAR), Buffer.alloc(10)]);
  assert.equal(await scan(large), 'infected', 'also where it begins in the middle of a chunk');
  assert.equal(await noScan(large), 'clean');
});

test('while the scanner is silent, broken or away no file is taken, and it can be sent again later', async () => {
  const unavailable = { message: /temporarily_unavailable/ };
  for (const each of ['silent', 'broken'] as const) {
    mood = each;
    await assert.rejects(cleanUpload(good, scan), unavailable, each);
  }
  await assert.rejects(cleanUpload(good, clamdAt({ host: '127.0.0.1', port: 1 })), unavailable);
  mood = 'honest';
  assert.equal((await cleanUpload(good, scan)).ok, true);
});
