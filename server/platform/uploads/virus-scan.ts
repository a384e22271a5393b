// Files are shown to a scanner of viruses before anything of them is decoded, where the operator runs one: clamd, by its INSTREAM command over
// TCP. Source: clamd(8). Nobody's file goes further while the scanner does not answer.
import { connect } from 'node:net';
import { Refused } from '../problem.ts';

export type VirusScan = (bytes: Buffer) => Promise<'clean' | 'infected'>;
/** Where the operator runs none. What people send is written anew from its pixels in any case. */
export const noScan: VirusScan = async () => 'clean';

/** Milliseconds in which the scanner must have answered: it looks at files of some megabytes. */
const PATIENCE_MS = 15_000;
const CHUNK_BYTES = 64 * 1024;
const RETRY_SECONDS = 30;

type Clamd = { readonly host: string; readonly port: number; readonly patienceMs?: number };

export const clamdAt =
  (clamd: Clamd): VirusScan =>
  async (bytes) => {
    const said = await ask(clamd, bytes).catch(() => '');
    if (said === 'stream: OK') return 'clean';
    if (/^stream: .+ FOUND$/.test(said)) return 'infected';
    throw new Refused({ code: 'temporarily_unavailable' }, { retryAfterSeconds: RETRY_SECONDS });
  };

/** What it says of the bytes: one answer, ended by a zero byte as the command was. */
function ask({ host, port, patienceMs = PATIENCE_MS }: Clamd, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let said = '';
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(patienceMs, () => fail(new Error('clamd does not answer')));
    socket.setEncoding('utf8');
    socket.on('error', fail);
    socket.on('data', (text: string) => (said += text));
    socket.on('close', () => resolve(said.replace(/\0$/, '').trim()));
    socket.write('zINSTREAM\0');
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const chunk = bytes.subarray(at, at + CHUNK_BYTES);
      socket.write(lengthOf(chunk));
      socket.write(chunk);
    }
    socket.write(lengthOf(Buffer.alloc(0)));
  });
}

function lengthOf({ length }: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  return head;
}
